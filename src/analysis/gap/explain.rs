//! The rows behind the numbers of a weak link.

use super::evidence::{Evidence, Here, Region, is_source};
use super::{Gap, GapOptions};
use crate::analysis::Error;
use crate::analysis::explain::{Book, Explanation, Form, Reason, Role, Row, Sheet, Term, Unit, Wanted, spare_terms};
use crate::analysis::key::{self, Entry, Question, Slot};
use crate::analysis::rate::{RateOptions, explain as rates};
use crate::analysis::split::spare_of;
use crate::graph::{Flow, SupplyGraph};
use crate::model::{Capability, CapabilityFigure, FirmIx, Location, Nearness, ProductIx};
use std::collections::{BTreeMap, BTreeSet};

/// Measures of a weak link, with what people may call them and their formula.
const MEASURES: [([&str; 2], &str); 16] = [
    (["demand", "采购额"], "WL-1"),
    (["near", "范围内采购额"], "LR-1"),
    (["outside", "外购额"], "WL-7"),
    (["unlocated", "来源不明采购额"], "LR-1"),
    (["local_rate", "配套率"], "WL-4"),
    (["import_share", "进口占比"], "WL-7"),
    (["largest_share", "最大来源地占外购比重"], "WL-7"),
    (["largest_share_of_all", "最大来源地占采购比重"], "WL-7"),
    (["single_sourced", "单一来源采购额"], "WL-2"),
    (["single_sourced_share", "单一来源采购占比"], "WL-2"),
    (["hhi", "集中度"], "WL-3"),
    (["effective", "等效供应商数"], "WL-3"),
    (["capacity", "产能"], "WL-5"),
    (["available", "可用产能"], "WL-5"),
    (["shortfall", "产能缺口占比"], "WL-5"),
    (["unused_match", "可承接的闲置产能"], "WL-6"),
];

/// Explains numbers of weak links.
pub(in crate::analysis) fn explain(
    graph: &SupplyGraph,
    options: &RateOptions,
    wanted: Wanted<'_>,
) -> Result<Vec<Explanation>, Error> {
    let options =
        GapOptions { scope: options.scope.clone(), tier: options.tiers.first().cloned(), ..GapOptions::default() };
    let gap = super::gap(graph, &options)?;
    // A product of several chains has several rows but one evidence.
    let mut products: Vec<(ProductIx, usize)> = Vec::new();
    for (at, row) in gap.rows.iter().enumerate() {
        let found = graph.dataset().products.binary_search_by(|product| product.id.0.cmp(&row.product.id));
        if let Some(product) = found.ok().map(ProductIx::from)
            && !products.iter().any(|(other, _)| *other == product)
        {
            products.push((product, at));
        }
    }
    let stem = |&(product, at): &(ProductIx, usize)| {
        let key = gap.rows[at].figure.to_string();
        let slots =
            vec![Slot::product(graph, product), Slot::year(gap.year).usual(true), Slot::tier(&gap.tier).usual(true)];
        Entry { key: key.strip_prefix("gap/").unwrap_or(&key).into(), slots }
    };
    let stems: Vec<Entry<'_>> = products.iter().map(stem).collect();
    let tails = MEASURES.map(|(names, _)| Entry { key: names[0].into(), slots: vec![Slot::new(&names)] });
    let chosen: Vec<(usize, usize)> = match wanted {
        Wanted::Keys(keys) => {
            let find = |asked: &&str| key::find(Question::Gap, asked, &stems, &tails);
            keys.iter().map(find).collect::<Result<_, _>>()?
        }
        // What is bought outside ranks the weak links.
        Wanted::Shown { .. } => {
            let weak = |(_, (_, at)): &(usize, &(ProductIx, usize))| gap.rows[*at].priority.is_some();
            products.iter().enumerate().filter(weak).map(|(at, _)| (at, 2)).collect()
        }
    };
    let source = Source { graph, options: &options, gap: &gap };
    let mut book = Book::new(graph);
    let figure = |(product, measure): (usize, usize)| {
        let (product, row) = products[product];
        source.figure(&mut book, product, row, MEASURES[measure])
    };
    chosen.into_iter().map(figure).collect()
}

struct Source<'a> {
    graph: &'a SupplyGraph,
    options: &'a GapOptions,
    gap: &'a Gap,
}

impl Source<'_> {
    fn figure(
        &self,
        book: &mut Book<'_>,
        product: ProductIx,
        row: usize,
        (names, method): ([&'static str; 2], &'static str),
    ) -> Result<Explanation, Error> {
        let row = &self.gap.rows[row];
        let measure = names[0];
        let about = |explanation: Explanation| Explanation {
            figure: row.figure.measure(measure),
            question: Question::Gap,
            level: "product",
            names: vec![row.product.name.clone()],
            tier: Some(self.gap.tier.to_string().into()),
            year: self.gap.year,
            measure,
            method,
            ..explanation
        };
        if measure == "local_rate" {
            let (scope, tier) = (&self.options.scope, &self.gap.tier);
            let rate = rates::of_product(self.graph, scope, tier, self.gap.year, &row.product.id)?;
            return Ok(about(match rate {
                Some(rate) => rate,
                None => Sheet::default().close(Explanation::new(String::new(), Question::Gap)),
            }));
        }
        let mut sheet = Sheet::default();
        match measure {
            "hhi" | "effective" => self.shares(book, &mut sheet, product, measure),
            // Spare that is stated as such has nothing taken off.
            "unused_match" if row.evidence.capacity.available.is_none() => {}
            _ => self.purchases(book, &mut sheet, product, measure),
        }
        if matches!(measure, "capacity" | "available" | "shortfall" | "unused_match") {
            let known = row.evidence.capacity.available.is_some();
            self.capacities(book, &mut sheet, product, (measure, known));
        }
        let withdrawn = self.graph.dataset().withdrawn.iter();
        let concerned = withdrawn.filter(|entry| entry.link.product == product && entry.link.year == self.gap.year);
        let is_local =
            |firm: FirmIx| self.options.scope.is_local(&self.graph.dataset().firm(firm).location) == Nearness::Near;
        if !sheet.rows.is_empty() || measure != "capacity" {
            let of_buyers = concerned.filter(|entry| is_local(entry.link.buyer));
            sheet.left_out.extend(of_buyers.map(|entry| book.withdrawn(entry)));
        }
        Ok(sheet.close(about(published(measure, &row.evidence))))
    }

    /// Flows of a product that local figures count, with their side; self-supply and other years are left out.
    fn flows(&self, product: ProductIx) -> Vec<(u32, Nearness)> {
        let mut flows = Vec::new();
        for &at in self.graph.flows_of(product) {
            let flow = &self.graph.flows()[at as usize];
            if flow.year == self.gap.year && self.options.scope.holds(self.graph, None, flow) {
                flows.push((at, self.gap.tier.near(self.graph.place(flow), self.graph.buyer_place(flow))));
            }
        }
        flows
    }

    /// Lines, by what the measure asks of them.
    fn purchases(&self, book: &mut Book<'_>, sheet: &mut Sheet, product: ProductIx, measure: &str) {
        let flows = self.flows(product);
        let largest = self.largest(&flows);
        let single = self.single_buyers(&flows);
        for &at in self.graph.flows_of(product) {
            let flow = &self.graph.flows()[at as usize];
            let side = self.options.scope.is_local(self.graph.buyer_place(flow));
            let is_local = side == Nearness::Near;
            if side == Nearness::Unknown && flow.year == self.gap.year && measure != "capacity" {
                sheet.count_flow(book, flow, Reason::BuyerUnplaced);
            }
            if is_local && flow.year != self.gap.year && measure != "capacity" {
                sheet.count_flow(book, flow, Reason::OtherYear);
            } else if is_local && self.graph.is_self_supply(flow) && measure != "capacity" {
                sheet.leave_flow(book, flow, Reason::SelfSupply);
            }
        }
        for (at, side) in flows {
            let flow = &self.graph.flows()[at as usize];
            let region = Region::of(self.graph.place(flow)).filter(|_| side == Nearness::Far);
            let inside = match measure {
                "import_share" => matches!(region, Some(Region::Abroad(_))),
                "largest_share" | "largest_share_of_all" => region.is_some() && region == largest,
                "single_sourced" | "single_sourced_share" => single.contains(&flow.buyer),
                _ => side == Nearness::Near,
            };
            let Some(sides) = sides(measure, side, inside) else {
                if side == Nearness::Unknown && matches!(measure, "import_share" | "largest_share_of_all") {
                    sheet.leave_flow(book, flow, Reason::of_place(&self.gap.tier, self.graph, flow));
                }
                continue;
            };
            let role = match (side, inside) {
                (_, true) => Role::Near,
                (Nearness::Unknown, false) => Role::Unlocated,
                (Nearness::Near | Nearness::Far, false) => Role::Far,
            };
            sheet.flow(book, (0, at), (role, Some(side)), sides);
        }
    }

    /// Province or country that sells most from outside, as the evidence has it.
    fn largest(&self, flows: &[(u32, Nearness)]) -> Option<Region> {
        let mut by_region: BTreeMap<Region, f64> = BTreeMap::new();
        for &(at, side) in flows {
            let flow = &self.graph.flows()[at as usize];
            if let Some(region) = Region::of(self.graph.place(flow)).filter(|_| side == Nearness::Far) {
                *by_region.entry(region).or_insert(0.0) += flow.amount;
            }
        }
        let largest = by_region.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        largest.map(|(region, _)| region)
    }

    /// Buyers with one supplier only.
    fn single_buyers(&self, flows: &[(u32, Nearness)]) -> BTreeSet<FirmIx> {
        let mut suppliers: BTreeMap<FirmIx, BTreeSet<u32>> = BTreeMap::new();
        for (at, _) in flows {
            let flow = &self.graph.flows()[*at as usize];
            if is_source(flow) {
                suppliers.entry(flow.buyer).or_default().insert(flow.supplier);
            }
        }
        suppliers.into_iter().filter(|(_, suppliers)| suppliers.len() == 1).map(|(buyer, _)| buyer).collect()
    }

    /// Squared shares of suppliers: each stands on the first of its rows.
    fn shares(&self, book: &mut Book<'_>, sheet: &mut Sheet, product: ProductIx, measure: &str) {
        let mut by_supplier: BTreeMap<u32, Vec<&Flow>> = BTreeMap::new();
        for (at, _) in self.flows(product) {
            let flow = &self.graph.flows()[at as usize];
            if is_source(flow) {
                by_supplier.entry(flow.supplier).or_default().push(flow);
            }
        }
        let amount = |flows: &[&Flow]| flows.iter().fold(0.0, |sum, flow| sum + flow.amount);
        let total: f64 = by_supplier.values().map(|flows| amount(flows)).sum();
        for (supplier, flows) in &by_supplier {
            let share = if total > 0.0 { amount(flows) / total } else { 0.0 };
            let mut open = share * share;
            for (nth, flow) in (0..).zip(flows) {
                for (position, link, line) in book.lines(flow) {
                    if link.amount.known().is_none() {
                        sheet.leave(Reason::AmountMissing, line);
                        continue;
                    }
                    let added = std::mem::take(&mut open);
                    let [numerator, denominator] = if measure == "hhi" { [added, 0.0] } else { [0.0, added] };
                    let order = [*supplier, nth, position];
                    sheet.rows.push(Row { role: Role::Near, line, nearness: None, numerator, denominator, order });
                }
            }
        }
    }

    /// Rows of what local makers can make; those that do not say it are left out.
    fn capacities(&self, book: &Book<'_>, sheet: &mut Sheet, product: ProductIx, (measure, known): (&str, bool)) {
        for made in self.makers(product) {
            let terms = match measure {
                "capacity" => least_terms(made),
                "unused_match" if !known => spare_terms(made),
                _ => available_terms(made),
            };
            let line = book.capability(made, &terms, None);
            let Some(yuan) = line.amount else {
                sheet.leave(Reason::CapacityUnknown, line);
                continue;
            };
            // What is promised beyond the capacity takes nothing off that of others.
            let yuan = yuan.max(0.0);
            let numerator = if measure == "shortfall" { -yuan } else { yuan };
            let (nearness, order) = (Some(Nearness::Near), [made.firm.0, 0, 0]);
            sheet.rows.push(Row { role: Role::Capacity, line, nearness, numerator, denominator: 0.0, order });
        }
    }

    /// The row of each local maker that holds in the year.
    fn makers(&self, product: ProductIx) -> Vec<&Capability> {
        let dataset = self.graph.dataset();
        let scope = &self.options.scope;
        // The question has found the chain already, if one was asked for.
        let chain = scope.chain(self.graph).ok().flatten();
        let bought = self
            .graph
            .flows()
            .iter()
            .filter(|flow| flow.year == self.gap.year && is_source(flow) && scope.holds(self.graph, chain, flow));
        let here = Here::of(self.graph, scope, &self.gap.tier, bought.map(|flow| flow.buyer));
        let is_near = |place: &Location| here.holds(place) == Nearness::Near;
        let rows: Vec<&Capability> = dataset.capabilities.iter().filter(|made| made.product == product).collect();
        let of_firms = rows.chunk_by(|a, b| a.firm == b.firm);
        let near = of_firms.filter(|rows| is_near(&dataset.firm(rows[0].firm).location));
        let in_year = near.filter_map(|rows| spare_of(rows.iter().copied(), self.gap.year));
        in_year.filter(|made| !made.under_construction).collect()
    }
}

/// The figures that say a capacity; none when nothing does.
fn capacity_terms(made: &Capability) -> Vec<Term> {
    match (made.capacity, made.output.zip(made.stated_spare)) {
        (Some(_), _) => vec![(CapabilityFigure::Capacity, false)],
        (None, Some(_)) => vec![(CapabilityFigure::Output, false), (CapabilityFigure::Spare, false)],
        (None, None) => Vec::new(),
    }
}

/// The figures of [`available`](super::evidence::available); none when it is unknown.
fn available_terms(made: &Capability) -> Vec<Term> {
    let mut terms = capacity_terms(made);
    if !terms.is_empty() && made.committed.is_some() {
        terms.push((CapabilityFigure::Committed, true));
    }
    terms
}

/// The figures of the least capacity: what is promised must be made, however little else is said.
fn least_terms(made: &Capability) -> Vec<Term> {
    let capacity = made.capacity.or_else(|| Some(made.output? + made.stated_spare?));
    match made.committed {
        Some(committed) if capacity.is_none_or(|capacity| capacity < committed) => {
            vec![(CapabilityFigure::Committed, false)]
        }
        _ => capacity_terms(made),
    }
}

/// What a line adds to each side; `None` when the figure does not look at it.
fn sides(measure: &str, side: Nearness, inside: bool) -> Option<[f64; 2]> {
    let located = side != Nearness::Unknown;
    let part = f64::from(u8::from(inside));
    match (measure, side) {
        ("demand", _) => Some([1.0, 0.0]),
        ("near", Nearness::Near) | ("outside", Nearness::Far) | ("unlocated", Nearness::Unknown) => Some([1.0, 0.0]),
        ("import_share" | "largest_share_of_all", _) => located.then_some([part, 1.0]),
        ("largest_share", Nearness::Far) => Some([part, 1.0]),
        ("single_sourced", _) => inside.then_some([1.0, 0.0]),
        ("single_sourced_share", _) => Some([part, 1.0]),
        ("shortfall", _) => Some([1.0, 1.0]),
        ("unused_match", Nearness::Near) => Some([-1.0, 0.0]),
        _ => None,
    }
}

/// A number with its sides, as published.
fn published(measure: &str, evidence: &Evidence) -> Explanation {
    let blank = Explanation::new(String::new(), Question::Gap);
    let (origins, single, capacity) = (&evidence.origins, &evidence.concentration, &evidence.capacity);
    let sum = |yuan: Option<f64>| Explanation { form: Form::Sum, value: yuan, numerator: yuan, ..blank.clone() };
    let ratio = |value: Option<f64>, whole: f64| Explanation {
        value,
        numerator: value.map(|share| share * whole),
        denominator: value.map(|_| whole),
        ..blank.clone()
    };
    let priced = |yuan: f64| (evidence.lines > evidence.unpriced_lines).then_some(yuan);
    let located = origins.near + origins.outside;
    let told = located > 0.0 || origins.unlocated <= 0.0;
    let demand = evidence.demand.unwrap_or(0.0);
    match measure {
        "demand" => sum(evidence.demand),
        "near" => sum(priced(origins.near).filter(|_| told)),
        "outside" => sum(priced(origins.outside).filter(|_| told)),
        "unlocated" => sum(priced(origins.unlocated)),
        "import_share" => ratio(origins.import_share, located),
        "largest_share" => ratio(origins.largest_share, origins.outside),
        "largest_share_of_all" => ratio(origins.largest_share_of_all, located),
        "single_sourced" => sum(priced(single.single_sourced)),
        "single_sourced_share" => ratio(single.single_sourced_share, demand),
        "hhi" => Explanation { unit: Unit::Share, ..sum(single.hhi) },
        "effective" => Explanation {
            form: Form::Inverse,
            unit: Unit::Share,
            value: single.effective,
            denominator: single.hhi,
            ..blank
        },
        // Nought beside makers of unknown capacity is no figure.
        "capacity" => sum((capacity.known > 0.0 || capacity.unknown_makers == 0).then_some(capacity.known)),
        "available" => sum(capacity.available),
        "shortfall" => Explanation { limits: Some((0.0, demand)), ..ratio(capacity.shortfall, demand) },
        _ => Explanation { limits: Some((0.0, origins.outside)), ..sum(capacity.unused_match) },
    }
}
