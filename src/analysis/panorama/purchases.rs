//! Purchase tree (采购树): what a firm buys, what its suppliers buy to make that, and theirs; each with its own rate.
//!
//! ```text
//! tier 1   purchases of the firm, by product
//! tier k   purchases by the suppliers of a product of tier k − 1 of what goes into it (投入), by product
//! ```
//!
//! Conventions. Self-supply stays out. A purchase counts once, for the larger of the products it could serve; a product stands at
//! its nearest tier and shows the purchases of that tier only, farther ones are lines to it. Purchases of suppliers are whole: what
//! of them ends up with the firm is nowhere recorded, and is not estimated. Rates are those of [LR-1] to [LR-4]. Of each tier the
//! largest products by amount are kept, the rest is counted. O(flows of the firms met).

use super::{Panorama, PanoramaOptions, ProductState, state};
use crate::analysis::gap::{GapOptions, GapRow, GapType, gap};
use crate::analysis::scope::{AreaName, Scope};
use crate::analysis::split::place_words;
use crate::analysis::{Error, named, rate};
use crate::graph::{Flow, Node, SupplyGraph};
use crate::model::{Chain, FirmIx, Measure, Nearness, ProductIx, Role, Tier, Year, division};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Products kept of each tier: more are no picture any more.
const KEPT: [usize; 3] = [24, 20, 14];

/// The firm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Purchaser {
    /// Stable id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// Role, when the user says.
    pub role: Option<Role>,
    /// Place in words of the gazetteer; empty when unknown.
    pub place: Arc<str>,
    /// What it makes, as the data say.
    pub makes: Vec<Arc<str>>,
    /// Its local supply rate over all that it buys.
    pub rate: Measure,
    /// Priced purchases, yuan; `None` when no line is priced.
    pub amount: Option<f64>,
    /// Lines without an amount.
    pub unpriced_lines: u32,
}

/// A supplier of one product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Supplier {
    /// Name; `None` for a supplier without one.
    pub name: Option<Arc<str>>,
    /// Role, when the user says.
    pub role: Option<Role>,
    /// Place it ships from in words of the gazetteer; empty when unknown.
    pub place: Arc<str>,
    /// The division or country of that place alone; empty when unknown.
    pub division: Arc<str>,
    /// Whether it ships from nearby.
    pub nearness: Nearness,
    /// Yuan bought from it; `None` when no line is priced.
    pub amount: Option<f64>,
}

/// A segment and its chain, by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentName {
    /// Id of the chain.
    pub chain: Arc<str>,
    /// Its name.
    pub chain_name: Arc<str>,
    /// Its English name, when known.
    pub chain_name_en: Option<Arc<str>>,
    /// Id of the segment.
    pub segment: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// Its English name, when known.
    pub name_en: Option<Arc<str>>,
}

/// A product that is bought.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Purchase {
    /// Product id.
    pub id: Arc<str>,
    /// Name.
    pub name: Arc<str>,
    /// 1: bought by the firm; 2: by its suppliers; 3: by theirs.
    pub tier: u8,
    /// Where it stands in the chains: the first that has it, or the one asked for; `None` outside all chains.
    pub segment: Option<SegmentName>,
    /// State in the focus area.
    pub state: ProductState,
    /// Types of remedy in the focus area.
    pub types: Vec<GapType>,
    /// Local supply rate of these purchases.
    pub rate: Measure,
    /// Priced purchases, yuan; `None` when no line is priced.
    pub amount: Option<f64>,
    /// Lines.
    pub lines: u32,
    /// Lines without an amount.
    pub unpriced_lines: u32,
    /// Who sells it, largest first.
    pub suppliers: Vec<Supplier>,
}

/// What a product is bought for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Use {
    /// Product id of what is bought.
    pub input: Arc<str>,
    /// Product id of what it goes into; `None`: the firm itself.
    pub product: Option<Arc<str>>,
    /// Priced purchases, yuan; `None` when no line is priced.
    pub amount: Option<f64>,
}

/// Products of a tier that are not kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rest {
    /// Tier.
    pub tier: u8,
    /// Products.
    pub products: usize,
    /// Priced purchases, yuan.
    pub amount: f64,
}

/// What a firm buys, directly and through its suppliers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PurchaseTree {
    /// The firm.
    pub firm: Purchaser,
    /// Products, by tier, largest first.
    pub products: Vec<Purchase>,
    /// What they are bought for, in the order of the products.
    pub uses: Vec<Use>,
    /// What was not kept, by tier.
    pub rest: Vec<Rest>,
}

/// The purchase tree of a firm as a map without chains.
///
/// # Errors
/// When nobody is called so, or the year or chain is unknown.
pub(super) fn of(graph: &SupplyGraph, options: &PanoramaOptions, name: &str) -> Result<Panorama, Error> {
    let firm = FirmIx::from(named::firm(graph, name)? as usize);
    let scope = Scope { chain: None, ..options.gap.scope.clone() };
    let weak = gap(graph, &GapOptions { scope, simulate: Some(false), ..options.gap.clone() })?;
    let rows = weak.rows.iter().map(|row| (row.product.id.clone(), row)).collect();
    let chain = options.gap.scope.chain(graph)?;
    let mut walk = Walk { graph, year: weak.year, chain, claimed: BTreeSet::new(), uses: BTreeMap::new() };
    let (tiers, rest) = walk.tiers(firm);
    let tree = walk.finish(firm, (&tiers, rest), (&weak.tier, &rows))?;
    Ok(Panorama {
        focus: options.gap.scope.focus.map(AreaName::of),
        year: weak.year,
        tier: weak.tier.clone(),
        chains: Vec::new(),
        together: false,
        county: None,
        purchases: Some(Box::new(tree)),
        links: None,
    })
}

/// A product with its purchases, positions of flows ascending.
type Bought = (ProductIx, Vec<u32>);

struct Walk<'g> {
    graph: &'g SupplyGraph,
    year: Option<Year>,
    chain: Option<&'g Chain>,
    /// Purchases that were counted.
    claimed: BTreeSet<u32>,
    /// Purchases by what is bought and what it goes into; `None`: the firm itself.
    uses: BTreeMap<(ProductIx, Option<ProductIx>), Vec<u32>>,
}

impl<'g> Walk<'g> {
    fn flow(&self, at: u32) -> &'g Flow {
        &self.graph.flows()[at as usize]
    }

    fn amount(&self, flows: &[u32]) -> f64 {
        flows.iter().map(|&at| self.flow(at).amount).sum()
    }

    /// External purchases of a firm in the year.
    fn purchases(&self, firm: FirmIx) -> impl Iterator<Item = u32> + use<'g> {
        let (graph, year) = (self.graph, self.year);
        graph.purchases_of(firm).iter().copied().filter(move |&at| {
            let flow = &graph.flows()[at as usize];
            flow.year == year && !graph.is_self_supply(flow)
        })
    }

    /// Products of each tier, largest first, and what was not kept.
    fn tiers(&mut self, firm: FirmIx) -> (Vec<Vec<Bought>>, Vec<Rest>) {
        let mut direct: BTreeMap<ProductIx, Vec<u32>> = BTreeMap::new();
        for at in self.purchases(firm) {
            let product = self.flow(at).product;
            if self.chain.is_none_or(|chain| chain.place_of(product).is_some()) {
                self.claimed.insert(at);
                direct.entry(product).or_default().push(at);
                self.uses.entry((product, None)).or_default().push(at);
            }
        }
        let (mut tiers, mut rest): (Vec<Vec<Bought>>, Vec<Rest>) = (Vec::new(), Vec::new());
        let mut placed: BTreeSet<ProductIx> = BTreeSet::new();
        let mut next = direct;
        for (tier, most) in (1..).zip(KEPT) {
            let mut kept: Vec<Bought> = next.into_iter().collect();
            // Products stand in the order of their ids, so equals keep that order.
            kept.sort_by(|a, b| self.amount(&b.1).total_cmp(&self.amount(&a.1)));
            let left = kept.split_off(most.min(kept.len()));
            if !left.is_empty() {
                let amount = left.iter().map(|(_, flows)| self.amount(flows)).sum();
                rest.push(Rest { tier, products: left.len(), amount });
            }
            placed.extend(kept.iter().map(|(product, _)| *product));
            next = if usize::from(tier) < KEPT.len() { self.behind(firm, &kept, &placed) } else { BTreeMap::new() };
            tiers.push(kept);
        }
        (tiers, rest)
    }

    /// What the suppliers of these products buy to make them, without products that have their place.
    fn behind(
        &mut self,
        firm: FirmIx,
        products: &[Bought],
        placed: &BTreeSet<ProductIx>,
    ) -> BTreeMap<ProductIx, Vec<u32>> {
        let mut next: BTreeMap<ProductIx, Vec<u32>> = BTreeMap::new();
        for (product, flows) in products {
            let inputs: BTreeSet<ProductIx> = (self.graph.dataset().inputs.iter())
                .filter(|input| input.product == *product && input.input != *product)
                .map(|input| input.input)
                .collect();
            let suppliers: BTreeSet<FirmIx> =
                flows.iter().filter_map(|&at| self.graph.supplier_firm(self.flow(at))).filter(|s| *s != firm).collect();
            let bought: Vec<u32> = suppliers.into_iter().flat_map(|supplier| self.purchases(supplier)).collect();
            for at in bought {
                let bought = self.flow(at).product;
                if inputs.contains(&bought) && self.claimed.insert(at) {
                    self.uses.entry((bought, Some(*product))).or_default().push(at);
                    if !placed.contains(&bought) {
                        next.entry(bought).or_default().push(at);
                    }
                }
            }
        }
        next.values_mut().for_each(|flows| flows.sort_unstable());
        next
    }

    fn finish(
        &self,
        firm: FirmIx,
        (tiers, rest): (&[Vec<Bought>], Vec<Rest>),
        (tier, rows): (&Tier, &BTreeMap<Arc<str>, &GapRow>),
    ) -> Result<PurchaseTree, Error> {
        let all = || (1..).zip(tiers).flat_map(|(tier, products)| products.iter().map(move |bought| (tier, bought)));
        let mut own: Vec<u32> = tiers.first().into_iter().flatten().flat_map(|(_, flows)| flows).copied().collect();
        own.extend(self.left_of(firm, &own));
        own.sort_unstable();
        let mut sets = vec![rate::Purchases { partial: self.chain.is_some(), flows: own.clone() }];
        sets.extend(all().map(|(_, (_, flows))| rate::Purchases { partial: true, flows: flows.clone() }));
        let rates = rate::rates_of(self.graph, &Scope::default(), vec![tier.clone()], &sets)?;
        let mut rates = rates.into_iter().flatten();
        let whole = rates.next().unwrap_or_else(|| Measure::empty("amount"));
        let known: BTreeSet<ProductIx> = all().map(|(_, (product, _))| *product).collect();
        let id = |product: ProductIx| self.graph.dataset().product(product).id.0.clone();
        let is_kept = |(input, product): &(ProductIx, Option<ProductIx>)| {
            known.contains(input) && product.is_none_or(|product| known.contains(&product))
        };
        let uses = self.uses.iter().filter(|(ends, _)| is_kept(ends)).map(|(&(input, product), flows)| Use {
            input: id(input),
            product: product.map(id),
            amount: self.priced(flows),
        });
        Ok(PurchaseTree {
            firm: self.purchaser(firm, &own, whole),
            uses: uses.collect(),
            products: all()
                .zip(rates)
                .map(|((at, bought), rate)| self.purchase((at, bought, rate), tier, rows))
                .collect(),
            rest,
        })
    }

    /// What the firm buys of products that are not kept: its rate is that of all of them.
    fn left_of(&self, firm: FirmIx, own: &[u32]) -> Vec<u32> {
        let counted: BTreeSet<u32> = own.iter().copied().collect();
        self.purchases(firm).filter(|at| self.claimed.contains(at) && !counted.contains(at)).collect()
    }

    fn purchaser(&self, firm: FirmIx, own: &[u32], rate: Measure) -> Purchaser {
        let dataset = self.graph.dataset();
        let entry = dataset.firm(firm);
        let mut makes: BTreeSet<ProductIx> =
            dataset.capabilities.iter().filter(|made| made.firm == firm).map(|made| made.product).collect();
        let sold = self.graph.sales_of(u32::try_from(firm.index()).unwrap_or(u32::MAX));
        makes
            .extend(sold.iter().map(|&at| self.flow(at)).filter(|flow| !self.graph.is_traded(flow)).map(|f| f.product));
        Purchaser {
            id: entry.id.0.clone(),
            name: entry.name.clone(),
            role: entry.role,
            place: place_words(self.graph, &entry.location).into(),
            makes: makes.into_iter().map(|product| dataset.product(product).name.clone()).collect(),
            rate,
            amount: self.priced(own),
            unpriced_lines: own.iter().map(|&at| self.flow(at).unpriced).sum(),
        }
    }

    fn priced(&self, flows: &[u32]) -> Option<f64> {
        flows.iter().any(|&at| self.flow(at).priced > 0).then(|| self.amount(flows))
    }

    fn purchase(
        &self,
        (at, (product, flows), rate): (u8, &Bought, Measure),
        tier: &Tier,
        rows: &BTreeMap<Arc<str>, &GapRow>,
    ) -> Purchase {
        let dataset = self.graph.dataset();
        let entry = dataset.product(*product);
        let row = rows.get(&entry.id.0);
        let lines = |count: fn(&Flow) -> u32| flows.iter().map(|&at| count(self.flow(at))).sum();
        Purchase {
            id: entry.id.0.clone(),
            name: entry.name.clone(),
            tier: at,
            segment: self.segment(*product),
            state: row.map_or(ProductState::Unknown, |row| state(row)),
            types: row.map(|row| row.types.clone()).unwrap_or_default(),
            rate,
            amount: self.priced(flows),
            lines: lines(|flow| flow.priced + flow.unpriced),
            unpriced_lines: lines(|flow| flow.unpriced),
            suppliers: self.suppliers(flows, tier),
        }
    }

    fn segment(&self, product: ProductIx) -> Option<SegmentName> {
        let chains = self.chain.into_iter().chain(&self.graph.dataset().chains);
        chains.into_iter().find_map(|chain| {
            let place = chain.place_of(product)?;
            let segment = chain.segments.get(usize::try_from(place.segment).ok()?)?;
            Some(SegmentName {
                chain: chain.id.clone(),
                chain_name: chain.name.clone(),
                chain_name_en: chain.name_en.clone(),
                segment: segment.id.clone(),
                name: segment.name.clone(),
                name_en: segment.name_en.clone(),
            })
        })
    }

    fn suppliers(&self, flows: &[u32], tier: &Tier) -> Vec<Supplier> {
        let mut by_node: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &at in flows {
            by_node.entry(self.flow(at).supplier).or_default().push(at);
        }
        let mut suppliers: Vec<Supplier> = by_node
            .into_iter()
            .map(|(node, flows)| {
                let firm = match self.graph.nodes()[node as usize] {
                    Node::Firm(firm) => Some(self.graph.dataset().firm(firm)),
                    Node::Unnamed { .. } => None,
                };
                let sides = flows.iter().map(|&at| self.flow(at));
                let sides: Vec<Nearness> =
                    sides.map(|flow| tier.near(self.graph.place(flow), self.graph.buyer_place(flow))).collect();
                let place = self.graph.place(self.flow(flows[0]));
                let country = || place.abroad.as_deref().unwrap_or_default().to_owned();
                Supplier {
                    name: firm.map(|firm| firm.name.clone()),
                    role: firm.and_then(|firm| firm.role),
                    place: place_words(self.graph, place).into(),
                    division: place.area.map_or_else(country, division::name).into(),
                    nearness: Nearness::agreed(sides),
                    amount: self.priced(&flows),
                }
            })
            .collect();
        // Nodes stand in the order of their ids, so equals keep that order.
        suppliers.sort_by(|a, b| b.amount.unwrap_or(0.0).total_cmp(&a.amount.unwrap_or(0.0)));
        suppliers
    }
}
