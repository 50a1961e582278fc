//! Rows of evidence: what a spreadsheet shows, and the sums that must come out.

use super::{Explanation, Form, LeftOut, Line, ReAdded, Reason, Role, Row};
use crate::analysis::split::place_words;
use crate::graph::{Flow, SupplyGraph};
use crate::issue::{Code, Origin};
use crate::model::{
    Amount, Capability, CapabilityFigure, DeclaredTotal, FirmIx, Location, Nearness, Product, ProductIx, RowRef,
    SupplyLink, Withdrawn,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How far two sums of the same numbers in another order may differ, as a fraction of them.
const SAME: f64 = 1e-9;

/// Numbers of rows that are named of those that are only counted.
const FIRST_ROWS: usize = 5;

/// A figure of a capability, and whether it is taken off.
pub(in crate::analysis) type Term = (CapabilityFigure, bool);

/// The figures that [`Capability::spare`] rests on; none when it is unknown.
pub(in crate::analysis) fn spare_terms(made: &Capability) -> Vec<Term> {
    match (made.stated_spare, made.capacity, made.output) {
        (Some(_), _, _) => vec![(CapabilityFigure::Spare, false)],
        (None, Some(_), Some(_)) => vec![(CapabilityFigure::Capacity, false), (CapabilityFigure::Output, true)],
        _ => Vec::new(),
    }
}

/// What the order of a sum may change, as a fraction of the magnitudes of its terms.
const ROUNDING: f64 = 1e-13;

/// Puts rows of a graph into words.
pub(in crate::analysis) struct Book<'a> {
    pub(in crate::analysis) graph: &'a SupplyGraph,
    /// Words of the places met, by position in the graph.
    places: BTreeMap<u32, Arc<str>>,
}

impl<'a> Book<'a> {
    pub(in crate::analysis) fn new(graph: &'a SupplyGraph) -> Self {
        Self { graph, places: BTreeMap::new() }
    }

    fn firm(&self, firm: FirmIx) -> Arc<str> {
        self.graph.dataset().firm(firm).name.clone()
    }

    fn product(&self, product: ProductIx) -> Option<Arc<str>> {
        let product = self.graph.dataset().product(product);
        (product.id.as_str() != Product::UNKNOWN).then(|| product.name.clone())
    }

    fn link(&self, link: &SupplyLink, place: Arc<str>) -> Line {
        Line {
            origin: self.graph.dataset().amount_origin(link.row),
            year: link.year,
            buyer: Some(self.firm(link.buyer)),
            supplier: link.supplier.map(|supplier| self.firm(supplier)),
            product: self.product(link.product),
            place,
            amount: link.amount.known(),
        }
    }

    fn place_of(&mut self, flow: &Flow) -> Arc<str> {
        let graph = self.graph;
        let words = || Arc::from(place_words(graph, graph.place(flow)));
        self.places.entry(flow.place).or_insert_with(words).clone()
    }

    /// Position, link and row of every line of a flow.
    pub(in crate::analysis) fn lines(&mut self, flow: &Flow) -> Vec<(u32, &'a SupplyLink, Line)> {
        let place = self.place_of(flow);
        let links = &self.graph.dataset().links[flow.lines.start as usize..flow.lines.end as usize];
        let lines = flow.lines.clone().zip(links);
        lines.map(|(at, link)| (at, link, self.link(link, place.clone()))).collect()
    }

    /// A line that cleaning withdrew.
    pub(in crate::analysis) fn withdrawn(&self, withdrawn: &Withdrawn) -> LeftOut {
        let link = &withdrawn.link;
        let supplier = link.supplier.map(|supplier| &self.graph.dataset().firm(supplier).location);
        let named = link.origin.as_deref().filter(|origin| origin.is_known());
        let place: Arc<str> = place_words(self.graph, named.or(supplier).unwrap_or(&Location::UNKNOWN)).into();
        let reason = match withdrawn.code {
            Code::ConflictingAmount => Reason::BetterSource,
            Code::NegativeAmount => Reason::Netted,
            _ => Reason::Duplicate,
        };
        let stands = Some(self.graph.dataset().amount_origin(withdrawn.stands));
        LeftOut { reason, line: self.link(link, place), lines: 1, first_rows: Vec::new(), stands }
    }

    /// A declared total.
    pub(in crate::analysis) fn total(&self, total: &DeclaredTotal) -> Line {
        Line {
            origin: self.graph.dataset().amount_origin(total.row),
            year: total.year,
            buyer: Some(self.firm(total.buyer)),
            product: total.product.and_then(|product| self.product(product)),
            amount: total.total.known(),
            ..Line::default()
        }
    }

    /// What a firm can make: figures of the row that are added and, where `true`, taken off; unknown without any.
    pub(in crate::analysis) fn capability(&self, made: &Capability, terms: &[Term], buyer: Option<FirmIx>) -> Line {
        let dataset = self.graph.dataset();
        let signed = |&(figure, taken_off): &Term| {
            let yuan = made.figure(figure)?;
            Some(if taken_off { -yuan } else { yuan })
        };
        let amount = terms.iter().map(signed).try_fold(0.0, |sum, yuan| Some(sum + yuan?));
        Line {
            origin: dataset.capability_origin(made.row, terms),
            year: made.year,
            buyer: buyer.map(|buyer| self.firm(buyer)),
            supplier: Some(self.firm(made.firm)),
            product: self.product(made.product),
            place: place_words(self.graph, &dataset.firm(made.firm).location).into(),
            amount: amount.filter(|_| !terms.is_empty()),
        }
    }

    /// The sheet of a row, for rows that are only counted.
    fn sheet(&self, row: RowRef) -> Origin {
        Origin { row: None, ..self.graph.dataset().origin(row) }
    }
}

/// The rows of one figure being gathered.
#[derive(Default)]
pub(in crate::analysis) struct Sheet {
    pub(in crate::analysis) rows: Vec<Row>,
    pub(in crate::analysis) left_out: Vec<LeftOut>,
    /// Rows that are only counted, by reason and sheet.
    counted: BTreeMap<(Reason, u32), Counted>,
}

/// Rows that are only counted.
#[derive(Default)]
struct Counted {
    lines: u32,
    yuan: f64,
    first_rows: BTreeSet<u32>,
    origin: Origin,
}

impl Sheet {
    /// Every priced line of a flow, in a role; `sides` says whether it enters numerator and denominator.
    pub(in crate::analysis) fn flow(
        &mut self,
        book: &mut Book<'_>,
        (part, at): (u32, u32),
        (role, nearness): (Role, Option<Nearness>),
        sides: [f64; 2],
    ) {
        let flow = &book.graph.flows()[at as usize];
        for (position, link, line) in book.lines(flow) {
            match link.amount {
                Amount::Known(yuan) => {
                    let [numerator, denominator] = sides.map(|sign| if sign.abs() > 0.0 { sign * yuan } else { 0.0 });
                    let order = [part, at, position];
                    self.rows.push(Row { role, line, nearness, numerator, denominator, order });
                }
                Amount::Missing => self.leave(Reason::AmountMissing, line),
                Amount::Undisclosed => self.leave(Reason::AmountUndisclosed, line),
            }
        }
    }

    /// Leaves out every line of a flow; those without an amount for that reason.
    pub(in crate::analysis) fn leave_flow(&mut self, book: &mut Book<'_>, flow: &Flow, reason: Reason) {
        let made_elsewhere = book.graph.is_traded(flow) && !book.graph.place(flow).is_known();
        for (_, link, line) in book.lines(flow) {
            let of_place = matches!(reason, Reason::PlaceUnknown | Reason::BuyerPlaceUnknown | Reason::PlacesUnknown);
            let reason = match (reason, link.amount) {
                (Reason::PlaceUnknown, Amount::Known(_)) if made_elsewhere => Reason::TraderOrigin,
                (_, Amount::Missing) if of_place => Reason::AmountMissing,
                (_, Amount::Undisclosed) if of_place => Reason::AmountUndisclosed,
                _ => reason,
            };
            self.leave(reason, line);
        }
    }

    pub(in crate::analysis) fn leave(&mut self, reason: Reason, line: Line) {
        self.left_out.push(LeftOut { reason, line, lines: 1, first_rows: Vec::new(), stands: None });
    }

    /// Only counts the lines of a flow.
    pub(in crate::analysis) fn count_flow(&mut self, book: &Book<'_>, flow: &Flow, reason: Reason) {
        for link in &book.graph.dataset().links[flow.lines.start as usize..flow.lines.end as usize] {
            let entry = self.counted.entry((reason, link.row.source));
            let counted = entry.or_insert_with(|| Counted { origin: book.sheet(link.row), ..Counted::default() });
            counted.lines += 1;
            counted.yuan += link.amount.known().unwrap_or(0.0);
            counted.first_rows.insert(link.row.row);
            if counted.first_rows.len() > FIRST_ROWS {
                counted.first_rows.pop_last();
            }
        }
    }

    /// A row of its own for what the numerator has beyond its limits.
    fn limit(&mut self, limits: Option<(f64, f64)>) {
        let Some((least, most)) = limits else { return };
        let numerator = sum(&in_order(&self.rows), |row| row.numerator);
        let beyond = numerator.max(least).min(most) - numerator;
        if beyond.abs() > 0.0 {
            self.rows.push(Row {
                role: Role::Limit,
                line: Line::default(),
                nearness: None,
                numerator: beyond,
                denominator: 0.0,
                order: [0; 3],
            });
        }
    }

    /// Sorts the rows as people look for them, re-adds them, and hands them to the figure.
    pub(in crate::analysis) fn close(mut self, figure: Explanation) -> Explanation {
        self.limit(figure.limits);
        self.left_out.extend(self.counted.into_iter().map(|((reason, _), counted)| LeftOut {
            reason,
            line: Line { origin: counted.origin, amount: Some(counted.yuan), ..Line::default() },
            lines: counted.lines,
            first_rows: counted.first_rows.into_iter().collect(),
            stands: None,
        }));
        let re_adds = re_added(&self.rows, &figure);
        self.rows.sort_by(|a, b| (a.role, &a.line.origin, a.order).cmp(&(b.role, &b.line.origin, b.order)));
        self.left_out.sort_by(|a, b| (a.reason, &a.line.origin).cmp(&(b.reason, &b.line.origin)));
        Explanation { re_adds, rows: self.rows, left_out: self.left_out, ..figure }
    }
}

fn in_order(rows: &[Row]) -> Vec<&Row> {
    let mut order: Vec<&Row> = rows.iter().collect();
    order.sort_by_key(|row| (row.role, row.order));
    order
}

/// What the rows add up to, and whether it is what was published.
fn re_added(rows: &[Row], figure: &Explanation) -> ReAdded {
    let order = in_order(rows);
    let (numerator, denominator) = (sum(&order, |row| row.numerator), sum(&order, |row| row.denominator));
    let is_limit = |row: &&Row| row.role == Role::Limit;
    let limit = rows.iter().find(is_limit);
    let of_rows: Vec<&Row> = order.iter().copied().filter(|row| !is_limit(row)).collect();
    let before_limit = limit.map(|_| sum(&of_rows, |row| row.numerator));
    // Where large terms nearly cancel, their last digits are most of what is left.
    let rounding = ROUNDING * order.iter().fold(0.0, |sum, row| sum + row.numerator.abs() + row.denominator.abs());
    let same = |published: f64, added: f64, rounding: f64| {
        (published - added).abs() <= SAME * published.abs().max(1.0) + rounding
    };
    let side_is = |published: Option<f64>, added: f64| published.is_none_or(|yuan| same(yuan, added, rounding));
    let of_value = if figure.form == Form::Ratio && denominator > 0.0 { rounding / denominator } else { rounding };
    let made = match figure.form {
        Form::Ratio => (denominator > 0.0).then(|| numerator / denominator),
        Form::Sum => Some(numerator),
        Form::Inverse => (denominator > 0.0).then(|| 1.0 / denominator),
    };
    let agrees = figure.value.map(|value| {
        side_is(figure.numerator, numerator)
            && side_is(figure.denominator, denominator)
            && made.is_some_and(|made| same(value, made, of_value))
    });
    ReAdded { numerator, denominator, before_limit, agrees }
}

/// Lines, then flows, then buyers, then roles: the order in which the figures are summed.
fn sum(rows: &[&Row], side: impl Fn(&Row) -> f64) -> f64 {
    let of_flow = |lines: &[&Row]| lines.iter().fold(0.0, |sum, row| sum + side(row));
    let of_part =
        |rows: &[&Row]| rows.chunk_by(|a, b| a.order[1] == b.order[1]).fold(0.0, |sum, lines| sum + of_flow(lines));
    let of_role =
        |rows: &[&Row]| rows.chunk_by(|a, b| a.order[0] == b.order[0]).fold(0.0, |sum, rows| sum + of_part(rows));
    rows.chunk_by(|a, b| a.role == b.role).fold(0.0, |sum, rows| sum + of_role(rows))
}
