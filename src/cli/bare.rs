//! `risk` of a bare network: files of numbered firms and flows, as researchers exchange them.

use super::args::{Output, parse_share};
use super::command::{Front, Outcome};
use super::terminal;
use crate::analysis::risk::Preset;
use crate::analysis::risk::bare::BareOptions;
use crate::analysis::risk::cascade::Replaceability;
use crate::app::bare::{self, BarePaths};
use crate::render::Format;
use crate::report::words::document;
use clap::ValueEnum;
use std::path::PathBuf;

/// The files of a bare network, and what is asked of it.
#[derive(Debug, clap::Args)]
pub struct BareNetwork {
    /// Flows: supplier, buyer, amount [, product]; csv, parquet or a workbook
    #[arg(long, value_name = "FILE")]
    pub edges: PathBuf,
    /// Firms: firm, sector [, market, revenue, cost, spare, w1, w2 …]
    #[arg(long, value_name = "FILE")]
    pub firms: PathBuf,
    /// Which inputs are essential: rows supplying classes, columns buying classes, 2 essential, 1 not, 0 negligible; all are without it
    #[arg(long, value_name = "FILE")]
    pub essentiality: Option<PathBuf>,
    /// Who stops: scenario, firm, shock (0 to 1); each firm in turn without it
    #[arg(long, value_name = "FILE")]
    pub shocks: Option<PathBuf>,
    /// Upstream shocks of their own; those of --shocks hold both ways without it
    #[arg(long, value_name = "FILE")]
    pub shocks_up: Option<PathBuf>,
    /// paper: the index as published; default: ours
    #[arg(long, value_enum, default_value_t = PresetName::Default)]
    pub preset: PresetName,
    /// Falls up to this share of a firm's output are no longer passed on (paper 0.01, default 0.0001)
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub epsilon: Option<f64>,
    /// Who makes good for a loss
    #[arg(long, value_enum, value_name = "MODE")]
    pub replaceability: Option<ReplaceabilityName>,
    /// Weights: columns of the firms, out-strength, strength or revenue, parted by commas
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    pub weights: Vec<String>,
    /// Hold losses below this share back until they add up: faster, a lower bound
    #[arg(long, value_name = "SHARE", value_parser = parse_share, default_value_t = 0.0)]
    pub hold_back: f64,
}

/// Choices that go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PresetName {
    /// ε 0.01, self-loops kept, weight: sales recorded
    Paper,
    /// ε 0.0001, self-loops removed, weight: revenue, else the larger of sales and purchases
    Default,
}

impl From<PresetName> for Preset {
    fn from(name: PresetName) -> Self {
        match name {
            PresetName::Paper => Preset::Paper,
            PresetName::Default => Preset::Default,
        }
    }
}

/// Who makes good for a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReplaceabilityName {
    /// By market shares, as published
    Paper,
    /// By market shares of those not hit themselves
    Conservative,
    /// Nobody
    Off,
    /// By spare capacity
    Capacity,
}

impl From<ReplaceabilityName> for Replaceability {
    fn from(name: ReplaceabilityName) -> Self {
        match name {
            ReplaceabilityName::Paper => Replaceability::Paper,
            ReplaceabilityName::Conservative => Replaceability::Conservative,
            ReplaceabilityName::Off => Replaceability::Off,
            ReplaceabilityName::Capacity => Replaceability::Capacity,
        }
    }
}

impl Front {
    pub(super) fn bare(&self, asked: &BareNetwork, output: &Output) -> Outcome {
        let format = self.format_of(output)?;
        let paths = BarePaths {
            firms: &asked.firms,
            edges: &asked.edges,
            essentiality: asked.essentiality.as_deref(),
            shocks: asked.shocks.as_deref(),
            shocks_up: asked.shocks_up.as_deref(),
        };
        let options = BareOptions {
            preset: asked.preset.into(),
            epsilon: asked.epsilon,
            replaceability: asked.replaceability.map(Into::into),
            hold_back: asked.hold_back,
            weights: asked.weights.clone(),
        };
        let bar = terminal::progress(document::computing(self.lang), self.quiet);
        let risk = bare::bare(&paths, &options);
        bar.finish_and_clear();
        let risk = risk?;
        // What is made for people holds its notes itself.
        if !self.quiet && matches!(format, Format::Csv | Format::Json) {
            for note in bare::notes(&risk, self.lang) {
                terminal::print_note(&note);
            }
        }
        let bytes = match format {
            Format::Csv => bare::csv(&risk),
            Format::Json => bare::json(&risk, self.lang),
            format => self.render(&[bare::report(&risk, self.lang)], format, output)?,
        };
        self.deliver(output, &bytes)
    }
}
