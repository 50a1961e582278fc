//! Innovation and talent: who knows what along the chains, and which weak link has nobody who does?
//!
//! ```text
//! firms      distinct local makers of the products of a segment, as on the panorama
//! titled     of them, those with a title: 单项冠军, 小巨人, 专精特新, 高新技术企业 (a firm of two titles counts in both)
//! patents    Σ invention patents in force, of the firms that report them
//! research   Σ R&D / Σ revenue, of the firms that report both
//! coverage   firms that report / firms
//! unserved   products with a weakness for which the sheet 人才 lists nobody, by rank of the weakness
//! ```
//!
//! Symbols. Amounts in yuan, shares as fractions. Weaknesses are those of [`gap`](super::gap()).
//!
//! Conventions. A product without anybody on the sheet has none *listed*: whether somebody knows it is unknown, so its
//! number is `None` and never zero. A talent without products counts in the total alone. A firm without figures enters no sum, and
//! a ratio of sums is of the firms that report, not of all; nothing is extrapolated. Figures are of the latest year reported that is not after the year of
//! the question. Traders make nothing and are no makers.
//!
//! Reading: patents and R&D are of whole firms, so a firm that makes products of two segments counts in both; sums over
//! segments are not those of the chain. Cost: that of `gap` without what is at stake. Source: Anhui 2023 No. 55, (二), (五), (十七).
//!
//! ```
//! use liantu::analysis::innovation::{InnovationOptions, innovation};
//! use liantu::graph::SupplyGraph;
//! let graph = SupplyGraph::build(std::sync::Arc::new(liantu::model::Dataset::default()));
//! let answer = innovation(&graph, &InnovationOptions::default()).unwrap();
//! assert!(answer.chains.is_empty() && answer.talents.is_empty());
//! ```

use super::Error;
use super::gap::{GapOptions, GapRow, GapType, gap};
use super::panorama::positions;
use super::rate::chain::makers;
use super::scope::{AreaName, Scope, TierName, products_of};
use super::split::{ProductName, place_words, product_name};
use crate::graph::SupplyGraph;
use crate::model::{
    Chain, FirmIx, FirmYear, Nearness, Position, ProductIx, Qualification, Talent, TalentKind, Tier, Year,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Titles that tell of innovation, highest first.
pub const TITLES: [Qualification; 4] =
    [Qualification::Champion, Qualification::LittleGiant, Qualification::Specialised, Qualification::HighTech];

/// What to compute.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct InnovationOptions {
    /// Focus, chain, year (the latest when none is given).
    #[serde(flatten)]
    pub scope: Scope,
    /// What counts as local for the weaknesses; the focus area, or the buyer's city without one.
    pub tier: Option<TierName>,
    /// Take goods of unknown origin that a trader sells as coming from the trader's place.
    pub trader_as_origin: bool,
}

/// A sum over firms of which not all report.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Reported {
    /// Of the firms that report; `None` where none does.
    pub value: Option<f64>,
    /// Firms that report.
    pub told: usize,
    /// Firms.
    pub of: usize,
}

impl Reported {
    /// Firms that report, of all; `None` without firms.
    pub fn coverage(&self) -> Option<f64> {
        (self.of > 0).then(|| count(self.told) / count(self.of))
    }
}

/// Talents by where and what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct TalentCount {
    /// In the focus area.
    pub here: usize,
    /// Elsewhere.
    pub elsewhere: usize,
    /// Of unknown place.
    pub unplaced: usize,
    /// Of all three, institutions.
    pub institutions: usize,
    /// Teams.
    pub teams: usize,
}

impl TalentCount {
    /// All of them.
    pub fn all(&self) -> usize {
        self.here + self.elsewhere + self.unplaced
    }

    fn add(&mut self, row: &TalentRow) {
        match row.here {
            Nearness::Near => self.here += 1,
            Nearness::Far => self.elsewhere += 1,
            Nearness::Unknown => self.unplaced += 1,
        }
        self.institutions += usize::from(row.kind == Some(TalentKind::Institution));
        self.teams += usize::from(row.kind == Some(TalentKind::Team));
    }
}

/// What firms and talents bring.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Strength {
    /// Distinct local makers.
    pub firms: usize,
    /// Firms of each title that occurs.
    pub titles: BTreeMap<Qualification, usize>,
    /// Firms with at least one of them.
    pub titled: usize,
    /// Invention patents in force.
    pub patents: Reported,
    /// R&D for a yuan of revenue, a fraction.
    pub research: Reported,
    /// Talents who know one of the products; `None` where the sheet lists none.
    pub talents: Option<TalentCount>,
}

/// A weak product for which nobody is listed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unserved {
    /// Product.
    #[serde(flatten)]
    pub product: ProductName,
    /// Type of remedy that comes first.
    pub primary: GapType,
}

/// A segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentKnowledge {
    /// Stable id within its chain.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// English name, when known.
    pub name_en: Option<Arc<str>>,
    /// Position in the chain.
    pub position: Position,
    /// Products.
    pub products: usize,
    /// Of them weak.
    pub weak: usize,
    /// Firms and talents.
    #[serde(flatten)]
    pub strength: Strength,
    /// Weak products for which nobody is listed, those to fill first, then by rank.
    pub unserved: Vec<Unserved>,
}

/// A chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainKnowledge {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// English name, when known.
    pub name_en: Option<Arc<str>>,
    /// All its firms and talents, each once.
    #[serde(flatten)]
    pub strength: Strength,
    /// Segments, upstream first.
    pub segments: Vec<SegmentKnowledge>,
}

/// A person, a team or an institution.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TalentRow {
    /// Name.
    pub name: Arc<str>,
    /// What it is.
    pub kind: Option<TalentKind>,
    /// 类别, as written.
    pub category: Option<Arc<str>>,
    /// 领域, as written.
    pub field: Option<Arc<str>>,
    /// Products it knows.
    pub products: Vec<ProductName>,
    /// Chains of these products, by name.
    pub chains: Vec<Arc<str>>,
    /// Place in words; empty when unknown.
    pub place: Arc<str>,
    /// Whether that is in the focus area.
    pub here: Nearness,
    /// 单位, as written.
    pub employer: Option<Arc<str>>,
    /// Of the products it knows, how many are weak.
    pub weak: usize,
}

/// A product of a chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductKnowledge {
    /// Product.
    #[serde(flatten)]
    pub product: ProductName,
    /// Chain's name.
    pub chain: Arc<str>,
    /// Segment's name.
    pub segment: Arc<str>,
    /// Local makers.
    pub firms: usize,
    /// Types of its weakness.
    pub types: Vec<GapType>,
    /// The one that comes first.
    pub primary: Option<GapType>,
    /// Names of who knows it, sorted; empty where nobody is listed, which does not say that nobody does.
    pub talents: Vec<Arc<str>>,
}

/// Answer: who knows what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Innovation {
    /// Focus area, when there is one.
    pub focus: Option<AreaName>,
    /// Year of the weaknesses.
    pub year: Option<Year>,
    /// Year of patents and R&D; `None` where no firm reports any.
    pub figures_year: Option<Year>,
    /// What counted as local.
    pub tier: Tier,
    /// Chains, sorted by id; those without products are left out.
    pub chains: Vec<ChainKnowledge>,
    /// Everybody on the sheet who knows a product looked at, or of whom no product is told; in the order of the data.
    pub talents: Vec<TalentRow>,
    /// Products by chain, segment and the order of the map.
    pub products: Vec<ProductKnowledge>,
    /// Talents of whom no product is told.
    pub without_product: usize,
}

/// Looks at who knows what.
///
/// # Errors
/// When the options name a chain or a year that the data set does not have.
pub fn innovation(graph: &SupplyGraph, options: &InnovationOptions) -> Result<Innovation, Error> {
    let InnovationOptions { scope, tier, trader_as_origin } = options.clone();
    let asked =
        GapOptions { scope: scope.clone(), tier, trader_as_origin, simulate: Some(false), ..GapOptions::default() };
    let found = gap(graph, &asked)?;
    let looker = Looker::new(graph, &scope, &found.rows, found.year);
    let chain = scope.chain(graph)?;
    let chains = graph.dataset().chains.iter();
    let chains: Vec<&Chain> =
        chains.filter(|entry| chain.is_none_or(|asked| asked.id == entry.id) && !entry.products.is_empty()).collect();
    let talents: Vec<TalentRow> = (looker.talents.iter().zip(&graph.dataset().talents))
        .filter(|(_, talent)| {
            talent.products.is_empty() || chain.is_none_or(|chain| knows(talent, |ix| chain.place_of(ix).is_some()))
        })
        .map(|(row, _)| row.clone())
        .collect();
    Ok(Innovation {
        focus: found.focus,
        year: found.year,
        figures_year: looker.figures_year,
        tier: found.tier,
        without_product: talents.iter().filter(|row| row.products.is_empty()).count(),
        talents,
        products: chains.iter().flat_map(|chain| looker.products(chain)).collect(),
        chains: chains.iter().map(|chain| looker.chain(chain)).collect(),
    })
}

fn knows(talent: &Talent, of: impl Fn(ProductIx) -> bool) -> bool {
    talent.products.iter().any(|product| of(*product))
}

fn count(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// What all chains share.
struct Looker<'a> {
    graph: &'a SupplyGraph,
    makers: BTreeMap<ProductIx, (BTreeSet<FirmIx>, BTreeSet<FirmIx>)>,
    weak: BTreeMap<&'a str, &'a GapRow>,
    figures_year: Option<Year>,
    figures: BTreeMap<FirmIx, &'a FirmYear>,
    /// In the order of the data set.
    talents: Vec<TalentRow>,
    by_product: BTreeMap<ProductIx, Vec<usize>>,
}

impl<'a> Looker<'a> {
    fn new(graph: &'a SupplyGraph, scope: &Scope, rows: &'a [GapRow], year: Option<Year>) -> Self {
        let dataset = graph.dataset();
        let weak: BTreeMap<&str, &GapRow> =
            rows.iter().filter(|row| row.primary.is_some()).map(|row| (&*row.product.id, row)).collect();
        let tells = |entry: &&FirmYear| entry.patents.is_some() || entry.research.is_some();
        let in_time = |entry: &&FirmYear| year.is_none_or(|year| entry.year <= year);
        let figures_year = dataset.firm_years.iter().filter(tells).filter(in_time).map(|entry| entry.year).max();
        let of_year = dataset.firm_years.iter().filter(|entry| Some(entry.year) == figures_year);
        let mut by_product: BTreeMap<ProductIx, Vec<usize>> = BTreeMap::new();
        for (at, talent) in dataset.talents.iter().enumerate() {
            for product in &talent.products {
                by_product.entry(*product).or_default().push(at);
            }
        }
        let row = |talent| talent_row(graph, scope, &weak, talent);
        Self {
            makers: makers(graph, scope),
            figures_year,
            figures: of_year.map(|entry| (entry.firm, entry)).collect(),
            talents: dataset.talents.iter().map(row).collect(),
            graph,
            weak,
            by_product,
        }
    }

    fn weakness(&self, product: ProductIx) -> Option<&'a GapRow> {
        self.weak.get(self.graph.dataset().product(product).id.as_str()).copied()
    }

    fn chain(&self, chain: &Chain) -> ChainKnowledge {
        let all: Vec<ProductIx> = chain.products.iter().map(|entry| entry.product).collect();
        let positions = positions(self.graph.dataset(), chain);
        let segments = (0..chain.segments.len()).map(|at| self.segment(chain, at, positions[at]));
        ChainKnowledge {
            id: chain.id.clone(),
            name: chain.name.clone(),
            name_en: chain.name_en.clone(),
            strength: self.strength(&all),
            segments: segments.filter(|segment| segment.products > 0).collect(),
        }
    }

    fn segment(&self, chain: &Chain, at: usize, position: Position) -> SegmentKnowledge {
        let segment = &chain.segments[at];
        let products = products_of(chain, at);
        let rank = |row: &GapRow| row.priority.map_or(usize::MAX, |priority| priority.rank);
        let weak: Vec<(ProductIx, &GapRow)> =
            products.iter().filter_map(|&product| Some((product, self.weakness(product)?))).collect();
        let mut unserved: Vec<&(ProductIx, &GapRow)> =
            weak.iter().filter(|(product, _)| !self.by_product.contains_key(product)).collect();
        unserved.sort_by_key(|(product, row)| (row.primary != Some(GapType::Fill), rank(row), *product));
        let open = unserved.iter().filter_map(|(product, row)| {
            Some(Unserved { product: product_name(self.graph, *product), primary: row.primary? })
        });
        SegmentKnowledge {
            id: segment.id.clone(),
            name: segment.name.clone(),
            name_en: segment.name_en.clone(),
            position,
            products: products.len(),
            weak: weak.len(),
            strength: self.strength(&products),
            unserved: open.collect(),
        }
    }

    fn strength(&self, products: &[ProductIx]) -> Strength {
        let local = products.iter().filter_map(|product| self.makers.get(product));
        let firms: BTreeSet<FirmIx> = local.flat_map(|(certain, _)| certain.iter().copied()).collect();
        let mut titles: BTreeMap<Qualification, usize> = BTreeMap::new();
        let mut titled = 0;
        for &firm in &firms {
            let held = self.graph.dataset().firm(firm).qualifications.iter().filter(|held| TITLES.contains(held));
            let before: usize = titles.values().sum();
            held.for_each(|title| *titles.entry(*title).or_default() += 1);
            titled += usize::from(titles.values().sum::<usize>() > before);
        }
        let known: BTreeSet<usize> =
            products.iter().filter_map(|product| self.by_product.get(product)).flatten().copied().collect();
        let talents = known.iter().fold(TalentCount::default(), |mut sum, &at| {
            sum.add(&self.talents[at]);
            sum
        });
        Strength {
            firms: firms.len(),
            titles,
            titled,
            patents: self.patents(&firms),
            research: self.research(&firms),
            talents: (talents.all() > 0).then_some(talents),
        }
    }

    fn patents(&self, firms: &BTreeSet<FirmIx>) -> Reported {
        let told: Vec<f64> = firms.iter().filter_map(|firm| self.figures.get(firm)?.patents).collect();
        Reported { value: (!told.is_empty()).then(|| told.iter().sum()), told: told.len(), of: firms.len() }
    }

    fn research(&self, firms: &BTreeSet<FirmIx>) -> Reported {
        let both = |firm| {
            let entry = self.figures.get(firm)?;
            Some((entry.research?, entry.revenue.filter(|revenue| *revenue > 0.0)?))
        };
        let told: Vec<(f64, f64)> = firms.iter().filter_map(both).collect();
        let (research, revenue) = told.iter().fold((0.0, 0.0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
        let value = Some(research / revenue).filter(|share| share.is_finite());
        Reported { value: value.filter(|_| !told.is_empty()), told: told.len(), of: firms.len() }
    }

    fn products(&self, chain: &Chain) -> Vec<ProductKnowledge> {
        let of_segment = |at: usize| {
            let mut products = products_of(chain, at);
            products.sort_by_key(|&product| (chain.place_of(product).and_then(|place| place.order), product));
            products.into_iter().map(move |product| self.product(chain, at, product))
        };
        (0..chain.segments.len()).flat_map(of_segment).collect()
    }

    fn product(&self, chain: &Chain, segment: usize, product: ProductIx) -> ProductKnowledge {
        let row = self.weakness(product);
        let known = self.by_product.get(&product).into_iter().flatten();
        ProductKnowledge {
            product: product_name(self.graph, product),
            chain: chain.name.clone(),
            segment: chain.segments[segment].name.clone(),
            firms: self.makers.get(&product).map_or(0, |(certain, _)| certain.len()),
            types: row.map(|row| row.types.clone()).unwrap_or_default(),
            primary: row.and_then(|row| row.primary),
            talents: known.map(|&at| self.talents[at].name.clone()).collect(),
        }
    }
}

fn talent_row(graph: &SupplyGraph, scope: &Scope, weak: &BTreeMap<&str, &GapRow>, talent: &Talent) -> TalentRow {
    let products: Vec<ProductName> = talent.products.iter().map(|product| product_name(graph, *product)).collect();
    let chains =
        graph.dataset().chains.iter().filter(|chain| knows(talent, |product| chain.place_of(product).is_some()));
    TalentRow {
        name: talent.name.clone(),
        kind: talent.kind,
        category: talent.category.clone(),
        field: talent.field.clone(),
        chains: chains.map(|chain| chain.name.clone()).collect(),
        place: place_words(graph, &talent.location).into(),
        here: scope.is_local(&talent.location),
        employer: talent.employer.clone(),
        weak: products.iter().filter(|product| weak.contains_key(&*product.id)).count(),
        products,
    }
}
