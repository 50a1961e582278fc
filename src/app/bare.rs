//! A bare network from its files to the bytes of its answer.

use super::Error;
use crate::analysis::risk::bare::{BareModel, BareOptions, BareRisk, BareRow, BareSize, Weighing, bare_risk};
use crate::analysis::risk::essential::{Table, TableLine};
use crate::analysis::risk::network::Essentiality;
use crate::ingest::bare::{BareSources, ClassNeed, read, read_needs};
use crate::model::bare::Need;
use crate::render;
use crate::report::Report;
use crate::report::bare as words;
use crate::report::words::Lang;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::path::Path;

pub use crate::ingest::bare::BarePaths;

/// Reads the files and computes the indices of all scenarios.
///
/// # Errors
/// When a file cannot be read, or holds what cannot be meant.
pub fn bare(paths: &BarePaths<'_>, options: &BareOptions) -> Result<BareRisk, Error> {
    let is_column = |name: &&String| Weighing::parse(name) == Weighing::Column;
    let columns: Vec<String> = options.weights.iter().filter(is_column).cloned().collect();
    let asked = (!options.weights.is_empty()).then_some(&columns[..]);
    let network = read(BareSources::load(paths)?, asked)?;
    Ok(bare_risk(&network, options))
}

/// A table of dependence by industry codes, for a data set: rows supplying codes, columns buying codes.
///
/// # Errors
/// When the file cannot be read, or holds what cannot be meant.
pub fn table(path: &Path) -> Result<Table, Error> {
    let line = |class: ClassNeed| TableLine {
        input: class.supplying,
        buyer: class.buying,
        essentiality: match class.need {
            Need::Negligible => Essentiality::Negligible,
            Need::Partial => Essentiality::Linear,
            Need::Essential => Essentiality::Essential,
        },
    };
    Ok(Table { lines: read_needs(path)?.into_iter().map(line).collect() })
}

/// One row a scenario, numbers at seventeen significant digits.
pub fn csv(risk: &BareRisk) -> Vec<u8> {
    render::grid::csv(&words::grid(risk))
}

/// The answer for people: a table of each weight, largest loss first.
pub fn report(risk: &BareRisk, lang: Lang) -> Report {
    words::present(risk, lang)
}

/// What a reader of the figures should know, one sentence each.
pub fn notes(risk: &BareRisk, lang: Lang) -> Vec<String> {
    words::notes(risk, lang)
}

/// The answer as JSON on one line; numbers come back bit for bit.
pub fn json(risk: &BareRisk, lang: Lang) -> Vec<u8> {
    #[derive(Serialize)]
    struct Outcome<'a> {
        schema: &'static str,
        network: BareSize,
        answer: Answer<'a>,
        notes: Vec<String>,
    }
    #[derive(Serialize)]
    struct Answer<'a> {
        model: &'a BareModel,
        rows: Vec<Row<'a>>,
    }
    let keys = words::figure_keys(risk.model.weights.len());
    let rows = risk.rows.iter().map(|row| Row { keys: &keys, row }).collect();
    let answer = Answer { model: &risk.model, rows };
    let notes = words::notes(risk, lang);
    let outcome = Outcome { schema: "liantu/risk-network/1", network: risk.network, answer, notes };
    let mut bytes = serde_json::to_vec(&outcome).expect("answers hold text keys and finite numbers only");
    bytes.push(b'\n');
    bytes
}

/// A row under the names of the csv columns.
struct Row<'a> {
    keys: &'a [String],
    row: &'a BareRow,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("scenario", &*self.row.scenario)?;
        for (keys, index) in self.keys.chunks(3).zip(&self.row.indices) {
            let values = index.map_or([None; 3], |index| [index.both, index.down, index.up].map(Some));
            for (key, value) in keys.iter().zip(values) {
                map.serialize_entry(key, &value)?;
            }
        }
        map.serialize_entry("steps", &self.row.steps)?;
        map.serialize_entry("settled", &self.row.settled)?;
        map.end()
    }
}
