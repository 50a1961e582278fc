//! The rows behind the three-way split.

use super::{Book, Explanation, Form, Reason, Role, Row, Sheet, Wanted, spare_terms};
use crate::analysis::Error;
use crate::analysis::key::{self, Entry, FigureKey, Names, Question, Slot};
use crate::analysis::rate::RateOptions;
use crate::analysis::split::{self, Meeting, Need, Split, SplitOptions, SplitTotal, spare_of};
use crate::graph::{Flow, SupplyGraph};
use crate::model::{Capability, FirmIx, Nearness, ProductIx};
use std::sync::Arc;

/// Measures of a split, with what people may call them.
const MEASURES: [[&str; 2]; 7] = [
    ["demand", "采购额"],
    ["supplied", "已配套"],
    ["bridgeable", "可牵线"],
    ["to_recruit", "须招引"],
    ["unlocated", "来源不明"],
    ["rate", "配套率"],
    ["ceiling", "零投资上限"],
];

/// What rows a figure adds up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Object {
    Total,
    Buyer(FirmIx),
    Product(ProductIx),
    /// One buyer and product, by position.
    Pair(usize),
}

/// The split with everything that its figures rest on.
struct Source<'a> {
    graph: &'a SupplyGraph,
    options: SplitOptions,
    names: Names<'a>,
    split: Split,
    /// One for each row of the split, in the same order.
    needs: Vec<Need>,
}

/// Explains figures of the split.
pub(super) fn explain(
    graph: &SupplyGraph,
    options: &RateOptions,
    wanted: Wanted<'_>,
) -> Result<Vec<Explanation>, Error> {
    let tier = options.tiers.first().cloned();
    let options = SplitOptions { scope: options.scope.clone(), tier, ..SplitOptions::default() };
    let split = split::split(graph, &options)?;
    let needs = split::needs(graph, &options.scope, &split.tier, split.year)?;
    let source = Source { graph, options, names: Names::new(graph), split, needs };
    let objects = source.objects();
    let stems: Vec<Entry<'_>> = objects.iter().map(|object| source.stem(*object)).collect();
    let tails = MEASURES.map(|measure| Entry { key: measure[0].into(), slots: vec![Slot::new(&measure)] });
    let chosen: Vec<(usize, usize)> = match wanted {
        Wanted::Keys(keys) => {
            let find = |asked: &&str| key::find(Question::Split, asked, &stems, &tails);
            keys.iter().map(find).collect::<Result<_, _>>()?
        }
        // The three parts of the total.
        Wanted::Shown { .. } => (1..4).map(|measure| (0, measure)).collect(),
    };
    let mut book = Book::new(graph);
    let figure = |(object, measure): (usize, usize)| {
        let key = FigureKey::new(Question::Split, &stems[object].key, &tails[measure].key).to_string();
        source.figure(&mut book, objects[object], measure, key)
    };
    Ok(chosen.into_iter().map(figure).collect())
}

impl Source<'_> {
    fn objects(&self) -> Vec<Object> {
        let mut products: Vec<ProductIx> = self.needs.iter().map(|need| need.product).collect();
        products.sort_unstable();
        products.dedup();
        let mut buyers: Vec<FirmIx> = self.needs.iter().map(|need| need.buyer).collect();
        buyers.dedup();
        let mut objects = vec![Object::Total];
        objects.extend(buyers.into_iter().map(Object::Buyer));
        objects.extend(products.into_iter().map(Object::Product));
        objects.extend((0..self.needs.len()).map(Object::Pair));
        objects
    }

    fn stem(&self, object: Object) -> Entry<'_> {
        let (graph, names) = (self.graph, &self.names);
        let (parts, mut slots) = match object {
            Object::Total => (vec!["total"], vec![Slot::new(&["total", "总计"])]),
            Object::Buyer(firm) => {
                let slots = vec![Slot::new(&["buyer", "采购方"]), Slot::firm(graph, firm)];
                (vec!["buyer", names.firm(firm)], slots)
            }
            Object::Product(product) => {
                let slots = vec![Slot::new(&["product", "产品"]), Slot::product(graph, product)];
                (vec!["product", names.product(product)], slots)
            }
            Object::Pair(at) => {
                let Need { buyer, product, .. } = self.needs[at];
                let slots = vec![Slot::firm(graph, buyer), Slot::product(graph, product)];
                (vec![names.firm(buyer), names.product(product)], slots)
            }
        };
        slots.extend([Slot::year(self.split.year).usual(true), Slot::tier(&self.split.tier).usual(true)]);
        Entry { key: key::local_stem(&parts, self.split.year, &self.split.tier, &self.options.tier), slots }
    }

    fn holds(&self, object: Object, at: usize) -> bool {
        match object {
            Object::Total => true,
            Object::Buyer(firm) => self.needs[at].buyer == firm,
            Object::Product(product) => self.needs[at].product == product,
            Object::Pair(pair) => pair == at,
        }
    }

    /// The sums that the figures of an object are made of.
    fn published(&self, object: Object) -> SplitTotal {
        if object == Object::Total {
            return self.split.total.clone();
        }
        let rows = self.split.rows.iter().enumerate().filter(|(at, _)| self.holds(object, *at));
        split::total(rows.map(|(_, row)| row))
    }

    fn figure(&self, book: &mut Book<'_>, object: Object, measure: usize, key: String) -> Explanation {
        let total = self.published(object);
        let measure = MEASURES[measure][0];
        let mut sheet = Sheet::default();
        for at in (0..self.needs.len()).filter(|at| self.holds(object, *at)) {
            self.purchases(book, &mut sheet, at, measure);
            self.introductions(book, &mut sheet, at, measure);
        }
        if object == Object::Total {
            self.unplaced(book, &mut sheet);
        }
        self.withdrawn(book, &mut sheet, object);
        let located = total.supplied + total.bridgeable + total.to_recruit;
        let priced = |yuan: f64| (total.demand > 0.0 || total.unpriced_lines == 0).then_some(yuan);
        let (value, numerator, denominator) = match measure {
            "rate" => (total.rate, Some(total.supplied), Some(located)),
            "ceiling" => (total.ceiling, Some(total.supplied + total.bridgeable), Some(located)),
            "demand" => (priced(total.demand), priced(total.demand), None),
            "supplied" => (priced(total.supplied), priced(total.supplied), None),
            "bridgeable" => (priced(total.bridgeable), priced(total.bridgeable), None),
            "to_recruit" => (priced(total.to_recruit), priced(total.to_recruit), None),
            _ => (priced(total.unlocated), priced(total.unlocated), None),
        };
        let dataset = self.graph.dataset();
        let firm = |firm: FirmIx| dataset.firm(firm).name.clone();
        let product = |product: ProductIx| dataset.product(product).name.clone();
        let (level, names): (&'static str, Vec<Arc<str>>) = match object {
            Object::Total => ("total", Vec::new()),
            Object::Buyer(buyer) => ("buyer", vec![firm(buyer)]),
            Object::Product(item) => ("product", vec![product(item)]),
            Object::Pair(at) => ("pair", vec![firm(self.needs[at].buyer), product(self.needs[at].product)]),
        };
        sheet.close(Explanation {
            level,
            names,
            year: self.split.year,
            tier: Some(self.split.tier.to_string().into()),
            measure,
            method: if matches!(measure, "bridgeable" | "to_recruit" | "ceiling") { "MA-1" } else { "LR-1" },
            form: if denominator.is_some() { Form::Ratio } else { Form::Sum },
            value,
            numerator,
            denominator,
            ..Explanation::new(key, Question::Split)
        })
    }

    /// Lines of one buyer and product.
    fn purchases(&self, book: &mut Book<'_>, sheet: &mut Sheet, at: usize, measure: &str) {
        let Need { buyer, product, .. } = self.needs[at];
        let flows = self.graph.flows();
        let bought = self.graph.purchases_of(buyer);
        let from = bought.partition_point(|&position| flows[position as usize].product < product);
        let of_product = bought[from..].iter().take_while(|&&position| flows[position as usize].product == product);
        for &position in of_product {
            let flow = &flows[position as usize];
            if flow.year != self.split.year {
                sheet.count_flow(book, flow, Reason::OtherYear);
                continue;
            }
            if self.graph.is_self_supply(flow) {
                sheet.leave_flow(book, flow, Reason::SelfSupply);
                continue;
            }
            let side = self.split.tier.near(self.graph.place(flow), self.graph.buyer_place(flow));
            let (role, sides) = match (side, measure) {
                (Nearness::Near, "rate" | "ceiling") => (Role::Near, [1.0, 1.0]),
                (Nearness::Near, "demand" | "supplied") => (Role::Near, [1.0, 0.0]),
                (Nearness::Far, "rate" | "ceiling") => (Role::Far, [0.0, 1.0]),
                (Nearness::Far, "demand" | "to_recruit") => (Role::Far, [1.0, 0.0]),
                (Nearness::Unknown, "demand" | "unlocated") => (Role::Unlocated, [1.0, 0.0]),
                (Nearness::Unknown, "rate" | "ceiling" | "to_recruit") => {
                    sheet.leave_flow(book, flow, Reason::of_place(&self.split.tier, self.graph, flow));
                    continue;
                }
                _ => continue,
            };
            let part = u32::try_from(at).unwrap_or(u32::MAX);
            sheet.flow(book, (part, position), (role, Some(side)), sides);
        }
    }

    /// Spare capacity that introductions promise to one buyer of one product.
    fn introductions(&self, book: &Book<'_>, sheet: &mut Sheet, at: usize, measure: &str) {
        let sign = match measure {
            "bridgeable" | "ceiling" => 1.0,
            "to_recruit" => -1.0,
            _ => return,
        };
        let row = &self.split.rows[at];
        let is_of_row = |meeting: &&Meeting| meeting.buyer.id == row.buyer.id && meeting.product.id == row.product.id;
        let meetings: Vec<&Meeting> = self.split.matches.iter().filter(is_of_row).collect();
        // Promises are counted in whole fen; the last one gives way where a need ends in less than one.
        let mut open = row.bridgeable.unwrap_or(0.0);
        for (nth, meeting) in (1..).zip(&meetings) {
            let yuan = if nth == meetings.len() { open } else { meeting.amount };
            open -= yuan;
            let Some(made) = self.spare(meeting) else { continue };
            sheet.rows.push(Row {
                role: Role::Introduced,
                line: book.capability(made, &spare_terms(made), Some(self.needs[at].buyer)),
                nearness: Some(Nearness::Near),
                numerator: sign * yuan,
                denominator: 0.0,
                order: [u32::try_from(at).unwrap_or(u32::MAX), 0, u32::try_from(nth).unwrap_or(u32::MAX)],
            });
        }
    }

    /// The row that tells of a seller's spare capacity.
    fn spare(&self, meeting: &Meeting) -> Option<&Capability> {
        let dataset = self.graph.dataset();
        let firm = dataset.firms.binary_search_by(|firm| firm.id.0.cmp(&meeting.seller.id)).ok()?;
        let product = dataset.products.binary_search_by(|item| item.id.0.cmp(&meeting.product.id)).ok()?;
        let key = (FirmIx::from(firm), ProductIx::from(product));
        let from = dataset.capabilities.partition_point(|made| (made.firm, made.product) < key);
        let of_pair = dataset.capabilities[from..].iter().take_while(|made| (made.firm, made.product) == key);
        spare_of(of_pair, self.split.year)
    }

    /// Lines of buyers of whom it is unknown whether they belong to the area looked at.
    fn unplaced(&self, book: &Book<'_>, sheet: &mut Sheet) {
        let scope = &self.options.scope;
        // The question has found the chain already, if one was asked for.
        let chain = scope.chain(self.graph).ok().flatten();
        let is_unplaced = |flow: &&Flow| {
            chain.is_none_or(|chain| chain.place_of(flow.product).is_some())
                && !self.graph.is_self_supply(flow)
                && scope.is_local(self.graph.buyer_place(flow)) == Nearness::Unknown
        };
        for flow in self.graph.flows().iter().filter(|flow| flow.year == self.split.year).filter(is_unplaced) {
            sheet.count_flow(book, flow, Reason::BuyerUnplaced);
        }
    }

    fn withdrawn(&self, book: &Book<'_>, sheet: &mut Sheet, object: Object) {
        let concerns = |buyer: FirmIx, product: ProductIx| {
            let need = self.needs.binary_search_by_key(&(buyer, product), |need| (need.buyer, need.product));
            need.is_ok_and(|at| self.holds(object, at))
        };
        let all = self.graph.dataset().withdrawn.iter().filter(|entry| entry.link.year == self.split.year);
        let concerned = all.filter(|entry| concerns(entry.link.buyer, entry.link.product));
        sheet.left_out.extend(concerned.map(|entry| book.withdrawn(entry)));
    }
}
