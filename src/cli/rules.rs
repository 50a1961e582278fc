//! The rules of questions, as typed, and the options that they mean.

use super::args::{CountedName, OwnName, Priorities, TracedName, parse_nonnegative, parse_share, parse_threshold};
use crate::analysis::scope::{Scope, TierName};
use crate::analysis::{CapabilityOptions, GapOptions, RateOptions};
use crate::app;
use std::path::PathBuf;

/// Rules of the local supply rate.
#[derive(Debug, clap::Args)]
pub struct RateRules {
    /// Tier: county, city, province, zone, region:NAME, circle:KM, area:CODE; may be repeated
    #[arg(long = "tier", value_name = "TIER")]
    pub tiers: Vec<TierName>,
    /// Leave out links between firms of one group
    #[arg(long)]
    pub arms_length: bool,
    /// Count only suppliers that sell at least so many 万元 a year
    #[arg(long, value_name = "WAN", value_parser = parse_nonnegative)]
    pub min_link: Option<f64>,
    /// A product is covered when its local share exceeds this share (0 to 1)
    #[arg(long, default_value_t = 0.0, value_name = "SHARE", value_parser = parse_share)]
    pub coverage_threshold: f64,
    /// Take what traders sell without a producing place as coming from the trader's place
    #[arg(long)]
    pub trader_as_origin: bool,
    /// Trace purchases to the suppliers' suppliers: auto (all buyers up to 200, else leaders), leaders or all
    #[arg(
        long,
        value_name = "BUYERS",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "auto"
    )]
    pub embodied: Option<TracedName>,
}

impl RateRules {
    pub(super) fn options(&self, scope: Scope) -> RateOptions {
        RateOptions {
            scope,
            tiers: self.tiers.clone(),
            arms_length: self.arms_length,
            min_link: self.min_link.map(|wan| wan * 1e4),
            coverage_threshold: self.coverage_threshold,
            trader_as_origin: self.trader_as_origin,
            embodied: self.embodied.map(Into::into),
        }
    }
}

/// Rules of the weak links.
#[derive(Debug, clap::Args)]
pub struct GapRules {
    /// What counts as local; the focus area by default
    #[arg(long, value_name = "TIER")]
    pub tier: Option<TierName>,
    /// A local rate below this share (0 to 1), even at its upper bound, is weak
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub reference: Option<f64>,
    /// Take what traders sell without a producing place as coming from the trader's place
    #[arg(long)]
    pub trader_as_origin: bool,
    /// Simulate what is at stake and what each remedy brings: true or false; by default up to 50,000 flows
    #[arg(long, value_name = "BOOL")]
    pub simulate: Option<bool>,
    /// Probability that a supplier stops within a year, for what securing brings (1 % by default)
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub stop_probability: Option<f64>,
    /// Who makes what elsewhere, for the relatedness of products
    #[arg(
        help = "Who makes what elsewhere, for the relatedness of products: a table (地区, 产品, 数值) or TOML ([[panel]])",
        long,
        value_name = "FILE"
    )]
    pub panel: Option<PathBuf>,
    /// Order
    #[command(flatten)]
    pub order: Priorities,
}

impl GapRules {
    /// The options, but for the scope, with the files read.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub(super) fn options(&self) -> Result<GapOptions, app::Error> {
        Ok(GapOptions {
            scope: Scope::default(),
            tier: self.tier.clone(),
            reference: self.reference,
            trader_as_origin: self.trader_as_origin,
            simulate: self.simulate,
            stop_probability: self.stop_probability,
            panel: self.panel.as_deref().map(app::plan::panel).transpose()?,
            order: self.order.options()?,
        })
    }
}

/// Rules of capability.
#[derive(Debug, clap::Args)]
pub struct CapabilityRules {
    /// The panel to compare with, better larger than the area
    #[arg(
        help = "The panel to compare with, better larger than the area: a table (地区, 产品, 数值) or TOML ([[panel]]); by default the makers of the data set by county",
        long,
        value_name = "FILE"
    )]
    pub panel: Option<PathBuf>,
    /// What the data set's panel counts
    #[arg(long, value_enum, default_value_t = CountedName::Firms, conflicts_with = "panel")]
    pub counted: CountedName,
    /// Advantage from which on an area is specialised in a product
    #[arg(long, default_value_t = 1.0, value_name = "RATIO", value_parser = parse_threshold)]
    pub threshold: f64,
    /// Whether a product counts for its own relatedness
    #[arg(long = "self", value_enum, default_value_t = OwnName::Exclude)]
    pub own: OwnName,
}

impl CapabilityRules {
    /// The options, but for the scope, with the panel read.
    ///
    /// # Errors
    /// When the panel cannot be read.
    pub(super) fn options(&self) -> Result<CapabilityOptions, app::Error> {
        Ok(CapabilityOptions {
            panel: self.panel.as_deref().map(app::plan::panel).transpose()?,
            counted: self.counted.into(),
            threshold: self.threshold,
            self_included: self.own == OwnName::Include,
            ..CapabilityOptions::default()
        })
    }
}
