//! Which input stops whom: how much a buyer depends on a product (methods §2.4.4).
//!
//! Four layers, the first that speaks decides:
//!
//! 1. the chain map: the sheet 投入 says of what the buyer makes whether the input is required (必需);
//! 2. a table of the user by codes of GB/T 4754;
//! 3. a table of a survey, handed in like the user's and asked after it: none ships with the program, for none of China
//!    is known and those of others may not be passed on;
//! 4. a rule: goods (divisions 01–50) are essential for makers of goods, services (51–97) are not, and nothing is essential
//!    for a service firm. An input or a buyer of unknown industry counts as not essential.
//!
//! A buyer of whom nobody knows what it makes stands for every product that the map feeds with the input; where those
//! differ, the map is silent.

use super::network::Essentiality;
use crate::model::{Dataset, FirmIx, Product, ProductIx};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which layer decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// The sheet 投入.
    Map,
    /// A table of the user.
    Table,
    /// A table of a survey.
    Survey,
    /// Goods for goods.
    Rule,
    /// The industry of the input or of the buyer is not known.
    Unknown,
}

/// A line of a table: industry codes of GB/T 4754 or beginnings of them, without the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableLine {
    /// Beginning of the code of the input.
    pub input: Arc<str>,
    /// Beginning of the code of the buyer.
    pub buyer: Arc<str>,
    /// How much the buyer depends on it.
    pub essentiality: Essentiality,
}

/// A table of the user or of a survey; the line with the longest codes that fit decides.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Table {
    /// Its lines.
    pub lines: Vec<TableLine>,
}

impl Table {
    /// What it says of codes of an input and of a buyer; the strongest of the longest fits.
    fn says(&self, inputs: &[&str], buyers: &[&str]) -> Option<Essentiality> {
        let fits = |codes: &[&str], start: &str| codes.iter().any(|code| code.starts_with(start));
        (self.lines.iter())
            .filter(|line| fits(inputs, &line.input) && fits(buyers, &line.buyer))
            .max_by_key(|line| (line.input.len() + line.buyer.len(), line.essentiality))
            .map(|line| line.essentiality)
    }
}

/// Goods or services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Goods,
    Services,
}

/// Who depends on what.
#[derive(Debug)]
pub struct Dependence<'a> {
    dataset: &'a Dataset,
    /// User's table, then the survey's.
    tables: [&'a Table; 2],
    /// Products of each firm: makes or sells.
    made: BTreeMap<FirmIx, BTreeSet<ProductIx>>,
    /// Lines of the map by input: what it goes into, and whether it is required.
    goes_into: BTreeMap<ProductIx, Vec<(ProductIx, bool)>>,
    /// Codes of each product, its own or those of its makers.
    codes: BTreeMap<ProductIx, Vec<&'a str>>,
}

impl<'a> Dependence<'a> {
    /// Collects what the data say. `sold` holds who sells what, in any order.
    ///
    /// Complexity O((capabilities + sales + inputs) log).
    pub fn new(
        dataset: &'a Dataset,
        sold: impl Iterator<Item = (FirmIx, ProductIx)>,
        user: &'a Table,
        survey: &'a Table,
    ) -> Self {
        let mut made: BTreeMap<FirmIx, BTreeSet<ProductIx>> = BTreeMap::new();
        let able = dataset.capabilities.iter().filter(|able| !able.under_construction);
        for (firm, product) in able.map(|able| (able.firm, able.product)).chain(sold) {
            made.entry(firm).or_default().insert(product);
        }
        let mut goes_into: BTreeMap<ProductIx, Vec<(ProductIx, bool)>> = BTreeMap::new();
        for line in &dataset.inputs {
            if let Some(required) = line.required {
                goes_into.entry(line.input).or_default().push((line.product, required));
            }
        }
        let codes = codes(dataset, &made);
        Self { dataset, tables: [user, survey], made, goes_into, codes }
    }

    /// How much a buyer depends on a product, and which layer says so.
    pub fn of(&self, input: ProductIx, buyer: FirmIx) -> (Essentiality, Layer) {
        if self.dataset.product(input).id.as_str() == Product::UNKNOWN {
            return (Essentiality::Linear, Layer::Unknown);
        }
        if let Some(essentiality) = self.by_map(input, buyer) {
            return (essentiality, Layer::Map);
        }
        let inputs = self.codes.get(&input).map(Vec::as_slice).unwrap_or_default();
        let buyers = self.codes_of_buyer(buyer);
        for (table, layer) in self.tables.iter().zip([Layer::Table, Layer::Survey]) {
            if let Some(essentiality) = table.says(inputs, &buyers) {
                return (essentiality, layer);
            }
        }
        match (kind(inputs), kind(&buyers)) {
            (Some(Kind::Goods), Some(Kind::Goods)) => (Essentiality::Essential, Layer::Rule),
            (Some(_), Some(_)) => (Essentiality::Linear, Layer::Rule),
            _ => (Essentiality::Linear, Layer::Unknown),
        }
    }

    /// Products that a firm makes or sells.
    pub fn products_of(&self, firm: FirmIx) -> impl Iterator<Item = ProductIx> {
        self.made.get(&firm).into_iter().flatten().copied()
    }

    fn by_map(&self, input: ProductIx, buyer: FirmIx) -> Option<Essentiality> {
        let lines = self.goes_into.get(&input)?;
        let makes = |product: &ProductIx| self.made.get(&buyer).is_some_and(|made| made.contains(product));
        let told: Vec<bool> = lines.iter().filter(|(into, _)| makes(into)).map(|(_, required)| *required).collect();
        if told.contains(&true) {
            return Some(Essentiality::Essential);
        }
        if !told.is_empty() {
            return Some(Essentiality::Linear);
        }
        if self.made.contains_key(&buyer) {
            return None;
        }
        let required = lines.first()?.1;
        let agreed = lines.iter().all(|(_, other)| *other == required);
        agreed.then_some(if required { Essentiality::Essential } else { Essentiality::Linear })
    }

    /// The buyer's own code, else those of what it makes.
    fn codes_of_buyer(&self, buyer: FirmIx) -> Vec<&str> {
        match &self.dataset.firm(buyer).industry {
            Some(code) => vec![plain(code)],
            None => self.products_of(buyer).flat_map(|product| self.own_codes(product)).collect(),
        }
    }

    fn own_codes(&self, product: ProductIx) -> impl Iterator<Item = &str> {
        self.dataset.product(product).industry.iter().map(|code| plain(code))
    }
}

/// Codes of each product: its own, else those of the firms that make it.
fn codes<'a>(dataset: &'a Dataset, made: &BTreeMap<FirmIx, BTreeSet<ProductIx>>) -> BTreeMap<ProductIx, Vec<&'a str>> {
    let mut codes: BTreeMap<ProductIx, Vec<&str>> = BTreeMap::new();
    for (at, product) in dataset.products.iter().enumerate() {
        if !product.industry.is_empty() {
            codes.insert(ProductIx::from(at), product.industry.iter().map(|code| plain(code)).collect());
        }
    }
    let mut of_makers: BTreeMap<ProductIx, BTreeSet<&str>> = BTreeMap::new();
    for (firm, products) in made {
        // A trader's own industry says nothing of what it sells.
        let firm = dataset.firm(*firm);
        let Some(code) = firm.industry.as_deref().filter(|_| !firm.trader) else { continue };
        for product in products.iter().filter(|product| !codes.contains_key(*product)) {
            of_makers.entry(*product).or_default().insert(plain(code));
        }
    }
    codes.extend(of_makers.into_iter().map(|(product, codes)| (product, codes.into_iter().collect())));
    codes
}

/// Goods when any code is of goods; `None` without a code.
fn kind(codes: &[&str]) -> Option<Kind> {
    let divisions = codes.iter().filter_map(|code| division(code));
    let goods: Vec<bool> = divisions.map(|division| division <= 50).collect();
    let any = goods.contains(&true);
    (!goods.is_empty()).then_some(if any { Kind::Goods } else { Kind::Services })
}

/// A code without the letter of its section.
fn plain(code: &str) -> &str {
    code.trim_start_matches(|letter: char| letter.is_ascii_alphabetic())
}

/// Division (大类) of a code such as `3451` or `34`.
fn division(code: &str) -> Option<u8> {
    code.get(..2)?.parse().ok()
}
