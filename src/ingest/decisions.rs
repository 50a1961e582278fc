//! `decisions.toml`: what people have decided about names, once, for every machine (pure: text ↔ model).
//!
//! ```toml
//! version = 1
//!
//! [[firm]]                     # are these two one firm?
//! id = "3f9a0c12b7d4"          # hash of the two parties, whatever their order
//! answer = "open"              # same | different | open, or 是 | 否 | 待定
//! a = { code = "91350100M000100Y43", name = "安徽甲轴承有限公司", place = "340100" }
//! b = { name = "甲轴承" }
//! reason = "short-name"
//! similarity = 0.55
//! rows = ["企业.csv › 企业 › 12", "采购.csv › 采购 › 33"]
//!
//! [[product]]                  # does this text mean that product?
//! id = "0c12b7d43f9a"
//! text = "圆锥滚子轴承单元"
//! product = "轮毂轴承"
//! answer = "same"
//! reason = "similar-name"
//! rows = ["采购.csv › 采购 › 33"]
//! ```
//!
//! Of a party only the name is required; `reason`, `similarity` and `rows` help whoever answers and decide nothing.
//! An entry typed by hand may leave out its `id`. Anything else that is not understood is an error with its line.

mod merge;
mod read;
mod write;

use crate::ingest::normalise::name;
use crate::model::AreaCode;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

pub use merge::Overruled;
pub use read::{Error, Fault, parse, parse_bytes};

/// Name of the file beside the data.
pub const FILE: &str = "decisions.toml";

/// Version of the format that is read and written.
pub const VERSION: i64 = 1;

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ruling {
    /// They are one.
    #[serde(alias = "是")]
    Same,
    /// They are two.
    #[serde(alias = "否")]
    Different,
    /// Nobody knows yet; they stay apart.
    #[serde(alias = "待定")]
    Open,
}

impl Ruling {
    /// The word in the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Ruling::Same => "same",
            Ruling::Different => "different",
            Ruling::Open => "open",
        }
    }
}

impl fmt::Display for Ruling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Ruling {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let all = [(Ruling::Same, "是"), (Ruling::Different, "否"), (Ruling::Open, "待定")];
        let found = all.into_iter().find(|(ruling, chinese)| ruling.as_str() == text || *chinese == text);
        found.map(|(ruling, _)| ruling).ok_or_else(|| format!("`{text}` is no answer; type same, different or open"))
    }
}

/// A firm as a question shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Party {
    /// Credit code, when known and valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Arc<str>>,
    /// Name.
    pub name: Arc<str>,
    /// Where it produces, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<AreaCode>,
}

impl Party {
    /// What makes it this party: its credit code, else its name in any spelling. The place only helps to answer.
    pub fn identity(&self) -> String {
        match &self.code {
            Some(code) => format!("code {code}"),
            None => format!("name {}", name::key(&self.name)),
        }
    }
}

/// Whether two names are one firm.
#[derive(Debug, Clone, PartialEq)]
pub struct FirmDecision {
    /// Short hash of the parties.
    pub id: String,
    /// The answer.
    pub answer: Ruling,
    /// One party.
    pub a: Party,
    /// The other.
    pub b: Party,
    /// Why it was asked; a stable word.
    pub reason: String,
    /// How like the names are, from 0 to 1.
    pub similarity: Option<f64>,
    /// Where both were read.
    pub rows: Vec<String>,
}

/// Whether a text means a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductDecision {
    /// Short hash of text and product.
    pub id: String,
    /// The answer.
    pub answer: Ruling,
    /// The text of a cell.
    pub text: Arc<str>,
    /// Name of the product that it may mean.
    pub product: Arc<str>,
    /// Why it was asked; a stable word.
    pub reason: String,
    /// Where the text was read.
    pub rows: Vec<String>,
}

/// The id of the question whether two parties are one firm: the same on every machine, whichever comes first.
pub fn firm_id(a: &Party, b: &Party) -> String {
    let mut parties = [a.identity(), b.identity()];
    parties.sort();
    short_hash("firm", &parties)
}

/// The id of the question whether a text means a product.
pub fn product_id(text: &str, product: &str) -> String {
    short_hash("product", &[name::key(text), name::key(product)])
}

/// Twelve hexadecimal digits: a million questions in one file seldom share one.
fn short_hash(kind: &str, parts: &[String; 2]) -> String {
    let mut hash = Sha256::new();
    for part in [kind, &parts[0], &parts[1]] {
        // Each with its length, so that no two pairs run together.
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// All decisions of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decisions {
    /// About firms, sorted by id.
    pub firms: Vec<FirmDecision>,
    /// About products, sorted by id.
    pub products: Vec<ProductDecision>,
}

impl Decisions {
    /// The decision about two parties.
    pub fn firm(&self, a: &Party, b: &Party) -> Option<&FirmDecision> {
        let asked = firm_id(a, b);
        self.firms.iter().find(|decision| decision.id == asked || firm_id(&decision.a, &decision.b) == asked)
    }

    /// The decision whether a text means a product.
    pub fn product(&self, text: &str, product: &str) -> Option<&ProductDecision> {
        let asked = product_id(text, product);
        (self.products.iter())
            .find(|decision| decision.id == asked || product_id(&decision.text, &decision.product) == asked)
    }

    /// Adds a decision about firms unless its id is there already; whether it was added.
    pub fn add_firm(&mut self, decision: FirmDecision) -> bool {
        match self.firms.binary_search_by(|known| known.id.cmp(&decision.id)) {
            Ok(_) => false,
            Err(at) => {
                self.firms.insert(at, decision);
                true
            }
        }
    }

    /// Adds a decision about products unless its id is there already; whether it was added.
    pub fn add_product(&mut self, decision: ProductDecision) -> bool {
        match self.products.binary_search_by(|known| known.id.cmp(&decision.id)) {
            Ok(_) => false,
            Err(at) => {
                self.products.insert(at, decision);
                true
            }
        }
    }

    /// Records an answer; whether there is a question of that id.
    pub fn answer(&mut self, id: &str, answer: Ruling) -> bool {
        let firms = self.firms.iter_mut().map(|decision| (&decision.id, &mut decision.answer));
        let products = self.products.iter_mut().map(|decision| (&decision.id, &mut decision.answer));
        let found = firms.chain(products).find(|(known, _)| *known == id);
        found.map(|(_, known)| *known = answer).is_some()
    }

    /// Forgets a question; whether there was one of that id.
    pub fn forget(&mut self, id: &str) -> bool {
        let before = self.firms.len() + self.products.len();
        self.firms.retain(|decision| decision.id != id);
        self.products.retain(|decision| decision.id != id);
        self.firms.len() + self.products.len() < before
    }

    /// The ids that begin so.
    pub fn ids_beginning<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let firms = self.firms.iter().map(|decision| decision.id.as_str());
        firms.chain(self.products.iter().map(|decision| decision.id.as_str())).filter(move |id| id.starts_with(text))
    }

    /// The text of the file: sorted by id, `\n` between lines, no comments.
    pub fn to_text(&self) -> String {
        write::to_text(self)
    }

    fn sort(&mut self) {
        self.firms.sort_by(|a, b| a.id.cmp(&b.id));
        self.products.sort_by(|a, b| a.id.cmp(&b.id));
    }
}
