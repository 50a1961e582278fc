//! `risk` of a bare network: files of numbered firms and flows, as researchers exchange them.

use super::args::{Output, RiskRules};
use super::command::{Front, Outcome, Usage};
use super::terminal;
use crate::analysis::risk::bare::BareOptions;
use crate::app::bare::{self, BarePaths};
use crate::render::Format;
use crate::report::words::document;
use std::path::PathBuf;

/// The files of a bare network, and what is asked of it.
#[derive(Debug, clap::Args)]
pub struct BareNetwork {
    /// Flows: supplier, buyer, amount [, product]; csv, parquet or a workbook
    #[arg(long, value_name = "FILE", requires = "firms")]
    #[arg(conflicts_with_all = ["data", "at", "focus", "chains", "year", "deny", "allow", "rest_of_market", "shown", "reach"])]
    pub edges: Option<PathBuf>,
    /// Firms: firm, sector [, market, revenue, cost, spare, w1, w2 …]
    #[arg(long, value_name = "FILE", requires = "edges")]
    pub firms: Option<PathBuf>,
    /// Which inputs are essential: rows supplying classes, columns buying classes, 2 essential, 1 not, 0 negligible. Without it all inputs of a bare network are; of a data set the classes are codes of GB/T 4754
    #[arg(long, value_name = "FILE")]
    pub essentiality: Option<PathBuf>,
    /// Who stops: scenario, firm, shock (0 to 1); each firm in turn without it
    #[arg(long, value_name = "FILE", requires = "edges")]
    pub shocks: Option<PathBuf>,
    /// Upstream shocks of their own; those of --shocks hold both ways without it
    #[arg(long, value_name = "FILE", requires = "edges")]
    pub shocks_up: Option<PathBuf>,
}

impl Front {
    pub(super) fn bare(&self, asked: &BareNetwork, rules: &RiskRules, output: &Output) -> Outcome {
        let (Some(firms), Some(edges)) = (&asked.firms, &asked.edges) else {
            return Err(Usage(document::no_data(self.lang).to_owned()).into());
        };
        let format = self.format_of(output)?;
        let paths = BarePaths {
            firms,
            edges,
            essentiality: asked.essentiality.as_deref(),
            shocks: asked.shocks.as_deref(),
            shocks_up: asked.shocks_up.as_deref(),
        };
        let options = BareOptions {
            preset: rules.preset.into(),
            epsilon: rules.epsilon,
            replaceability: rules.replaceability.map(Into::into),
            hold_back: rules.hold_back,
            weights: rules.weights.clone(),
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
