//! For each product: who sells it here from outside, who else makes it, what each would bring, and who is no candidate.

use super::feature::{Absence, Feature};
use super::gaps::{Gap, Taken};
use super::origin::Origins;
use super::sale::{Sale, Sales, priced};
use super::{TargetKind, Unfit};
use crate::analysis::split::{Market, Need, fen, spare_of};
use crate::graph::matrix::Csr;
use crate::graph::{Flow, SupplyGraph};
use crate::model::{Capability, FirmIx, Location, Product, ProductIx, Year};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a candidate offers of one product.
pub(super) struct Offer {
    pub(super) firm: FirmIx,
    pub(super) kind: TargetKind,
    pub(super) origin: usize,
    /// What it brings alone, fen; `None` when unknown.
    pub(super) value: Option<i128>,
    pub(super) sold: Option<i128>,
    pub(super) unpriced: u32,
    pub(super) buyers: Vec<FirmIx>,
    pub(super) sole: usize,
    pub(super) capacity: Feature,
    pub(super) fit: Option<i128>,
    taken: Taken,
}

/// Candidates for one product, in order of their ids.
pub(super) struct OfProduct {
    pub(super) product: ProductIx,
    pub(super) offers: Vec<Offer>,
    pub(super) left_out: Vec<(FirmIx, Unfit, Option<i128>, Vec<FirmIx>)>,
    /// To be recruited, bridgeable, bought from suppliers without a name, fen.
    pub(super) open: i128,
    pub(super) served: i128,
    pub(super) unnamed: i128,
    pub(super) unpriced: u32,
    /// What the candidates of each class of origins bring together, all suppliers, and all candidates; fen.
    pub(super) by_origin: Vec<i128>,
    pub(super) suppliers: i128,
    pub(super) all: i128,
}

/// What is looked at for each product.
pub(super) struct Hunt<'a> {
    pub(super) graph: &'a SupplyGraph,
    pub(super) year: Option<Year>,
    pub(super) needs: &'a [Need],
    pub(super) by_product: &'a Csr,
    pub(super) market: &'a Market<'a>,
    pub(super) makers: BTreeMap<ProductIx, Vec<&'a Capability>>,
    pub(super) revenues: BTreeMap<FirmIx, f64>,
    pub(super) origins: &'a Origins,
    pub(super) excluded: &'a BTreeSet<FirmIx>,
}

impl Hunt<'_> {
    /// Every product that local buyers buy.
    pub(super) fn all(&self, sales: &Sales) -> Vec<OfProduct> {
        (0..self.by_product.rows())
            .into_par_iter()
            .filter(|&at| !self.by_product.row(at).is_empty())
            .map(|at| self.product(ProductIx::from(at), sales))
            .collect()
    }

    fn product(&self, product: ProductIx, sales: &Sales) -> OfProduct {
        let rows = self.by_product.row(product.index());
        let solved = self.market.solve(product, rows);
        let own = sales.of_product(product);
        let mut sold: Vec<i64> = rows.iter().map(|&at| sales.unnamed[at as usize]).collect();
        for sale in own {
            sold[sale.at] += sale.fen;
        }
        let gap = Gap::new((self.market, product), (self.needs, rows), (&solved, &sold));
        let mut found = OfProduct {
            product,
            offers: Vec::new(),
            left_out: Vec::new(),
            open: gap.open(),
            served: gap.served(),
            unnamed: rows.iter().map(|&at| i128::from(sales.unnamed[at as usize])).sum(),
            unpriced: rows.iter().map(|&at| sales.unpriced[at as usize]).sum(),
            by_origin: Vec::new(),
            suppliers: 0,
            all: 0,
        };
        for sales in own.chunk_by(|a, b| a.firm == b.firm) {
            self.supplier(&gap, sales, &mut found);
        }
        self.add_makers(&gap, own, &mut found);
        found.offers.sort_by_key(|offer| offer.firm);
        let value = |fits: &dyn Fn(&Offer) -> bool| together(&gap, found.offers.iter().filter(|offer| fits(offer)));
        let by_origin = (0..self.origins.classes.len()).map(|origin| value(&|offer| offer.origin == origin));
        let by_origin: Vec<i128> = by_origin.collect();
        let (suppliers, all) = (value(&|offer| offer.kind == TargetKind::Supplier), value(&|_| true));
        OfProduct { by_origin, suppliers, all, ..found }
    }

    /// One supplier with its sales of the product: a candidate, or left out.
    fn supplier(&self, gap: &Gap<'_>, sales: &[Sale], found: &mut OfProduct) {
        let firm = sales[0].firm;
        let unfit = match self.graph.dataset().firm(firm) {
            _ if self.excluded.contains(&firm) => Some(Unfit::Excluded),
            _ if sales.iter().all(|sale| sale.here_already) => Some(Unfit::HereAlready),
            supplier if supplier.trader => Some(Unfit::Trader),
            _ => None,
        };
        let (sold, unpriced) = (priced(sales), sales.iter().map(|sale| sale.unpriced).sum());
        let sales: Vec<&Sale> = sales.iter().filter(|sale| unfit.is_some() || !sale.here_already).collect();
        let taken: Taken = sales.iter().map(|sale| (sale.at, sale.fen)).filter(|&(_, fen)| fen > 0).collect();
        let value = gap.value(&taken, 0);
        let nothing = sold.is_none_or(|sold| sold <= 0);
        if nothing && unpriced == 0 {
            return;
        }
        let bridgeable = !nothing && value <= 0;
        if let Some(why) = unfit.or(bridgeable.then_some(Unfit::Bridgeable)) {
            found.left_out.push((firm, why, sold, gap.sellers_to(&taken)));
            return;
        }
        let capacity = self.capacity(firm, found.product);
        found.offers.push(Offer {
            firm,
            kind: TargetKind::Supplier,
            origin: self.origin(firm, &sales),
            value: (!nothing).then_some(value),
            sold,
            unpriced,
            buyers: sales.iter().map(|sale| sale.buyer).collect(),
            sole: sales.iter().filter(|sale| sale.sole).count(),
            fit: capacity.value.map(|yuan| i128::from(fen(yuan)).min(gap.open())),
            capacity,
            taken,
        });
    }

    /// The class of a firm's place; of the shipping place of its largest sale where nobody knows its own.
    fn origin(&self, firm: FirmIx, sales: &[&Sale]) -> usize {
        let home = &self.graph.dataset().firm(firm).location;
        let largest = sales.iter().max_by_key(|sale| (sale.fen, std::cmp::Reverse(sale.at)));
        let shipped = largest.filter(|_| !home.is_known()).and_then(|sale| {
            let flows = self.graph.sales_of(firm.0).iter().map(|&at| &self.graph.flows()[at as usize]);
            let is_it =
                |flow: &&Flow| flow.buyer == sale.buyer && flow.product == sale.product && flow.year == self.year;
            flows.filter(is_it).map(|flow| self.graph.place(flow)).next()
        });
        self.origins.of(shipped.unwrap_or(home))
    }

    /// Outside firms that make the product and sell none of it here.
    fn add_makers(&self, gap: &Gap<'_>, own: &[Sale], found: &mut OfProduct) {
        let product = found.product;
        let wanted = found.open > 0 || found.unpriced > 0;
        if !wanted || self.graph.dataset().product(product).id.as_str() == Product::UNKNOWN {
            return;
        }
        for rows in self.makers.get(&product).into_iter().flat_map(|rows| rows.chunk_by(|a, b| a.firm == b.firm)) {
            let firm = rows[0].firm;
            let made = spare_of(rows.iter().copied(), self.year).filter(|made| !made.under_construction);
            if made.is_none() || own.binary_search_by_key(&firm, |sale| sale.firm).is_ok() {
                continue;
            }
            let capacity = self.capacity(firm, product);
            let fit = capacity.value.map(|yuan| gap.value(&[], fen(yuan).into()));
            found.offers.push(Offer {
                firm,
                kind: TargetKind::Maker,
                origin: self.origin(firm, &[]),
                value: fit,
                sold: None,
                unpriced: 0,
                buyers: Vec::new(),
                sole: 0,
                capacity,
                fit,
                taken: Taken::new(),
            });
        }
    }

    /// What a firm can make of a product, yuan a year: capacity, else output, else its revenue when it makes nothing else.
    fn capacity(&self, firm: FirmIx, product: ProductIx) -> Feature {
        let capabilities = &self.graph.dataset().capabilities;
        let from = capabilities.partition_point(|made| made.firm < firm);
        let to = capabilities.partition_point(|made| made.firm <= firm);
        let rows = &capabilities[from..to];
        let of_product = rows.iter().filter(|made| made.product == product);
        let made = spare_of(of_product, self.year).filter(|made| !made.under_construction);
        let only = rows.iter().all(|made| made.product == product);
        let revenue = || self.revenues.get(&firm).copied().filter(|_| only);
        let known = made.and_then(|made| made.capacity.or(made.output).or_else(revenue));
        Feature::or(known, Absence::NoCapacity)
    }
}

/// What candidates for a product bring together, fen.
fn together<'o>(gap: &Gap<'_>, offers: impl Iterator<Item = &'o Offer>) -> i128 {
    let (mut taken, mut capacity): (BTreeMap<usize, i64>, i128) = Default::default();
    for offer in offers {
        for &(at, fen) in &offer.taken {
            *taken.entry(at).or_insert(0) += fen;
        }
        if offer.kind == TargetKind::Maker {
            capacity += offer.capacity.value.map_or(0, |yuan| i128::from(fen(yuan)));
        }
    }
    gap.value(&taken.into_iter().collect::<Vec<_>>(), capacity)
}

/// Capabilities of outside firms that may be approached, by product.
pub(super) fn makers<'a>(
    graph: &'a SupplyGraph,
    is_outside: &(impl Fn(&Location) -> bool + Sync),
    excluded: &BTreeSet<FirmIx>,
) -> BTreeMap<ProductIx, Vec<&'a Capability>> {
    let dataset = graph.dataset();
    let mut makers: BTreeMap<ProductIx, Vec<&Capability>> = BTreeMap::new();
    for rows in dataset.capabilities.chunk_by(|a, b| a.firm == b.firm) {
        let firm = dataset.firm(rows[0].firm);
        if !firm.trader && !excluded.contains(&rows[0].firm) && is_outside(&firm.location) {
            for made in rows {
                makers.entry(made.product).or_default().push(made);
            }
        }
    }
    makers
}
