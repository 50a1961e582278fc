//! Consistency checks, one function each; what a check finds travels beside the data and changes nothing.

use super::assemble::log::{Log, RowAt};
use super::field;
use super::mapping::Field;
use super::normalise::code;
use crate::issue::{Code, Issue, Origin};
use crate::model::{Dataset, DeclaredTotal, Firm, FirmId, FirmIx, Point, ProductIx, Role, RowRef, SupplyLink};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A declared total may fall short of its items by rounding alone.
const TOLERANCE: f64 = 1e-9;

/// Checks on the finished data set.
pub(super) fn dataset(dataset: &Dataset) -> Vec<Issue> {
    let mut issues = totals(dataset);
    issues.extend(leaders(dataset));
    issues.extend(traders(dataset));
    issues
}

/// Industry codes of a cell; those that GB/T 4754-2017 does not have are left out with an issue.
pub(super) fn industries(at: RowAt<'_>, log: &mut Log) -> Vec<Arc<str>> {
    let mut known = Vec::new();
    for text in field::list(at.cell(Field::Industry)) {
        match industry(&text) {
            Some(code) => known.push(code),
            None => log.raise(Issue { text, ..at.issue(Field::Industry, Code::UnknownIndustry) }),
        }
    }
    known
}

/// The code with its section letter, which offices leave out.
fn industry(text: &str) -> Option<Arc<str>> {
    code::industry(text)?;
    let bare = super::normalise::name::key(text).to_uppercase();
    let bare = bare.strip_suffix(".0").unwrap_or(&bare);
    if bare.starts_with(|first: char| first.is_ascii_uppercase()) {
        return Some(Arc::from(bare));
    }
    ('A'..='T').map(|section| format!("{section}{bare}")).find(|code| code::industry(code).is_some()).map(Arc::from)
}

/// Coordinates of a row; left out with an issue when they lie off the Earth, or outside the frame that holds China.
///
/// Firms abroad carry no coordinates: nothing measures distances to them.
pub(super) fn coordinate(at: RowAt<'_>, log: &mut Log) -> Option<Point> {
    let mut read = |field| match field::number(at.cell(field)) {
        Ok(value) => value.map(|value| (value, field)),
        Err(code) => {
            log.raise(at.issue(field, code));
            None
        }
    };
    let (lon, lat) = (read(Field::Longitude), read(Field::Latitude));
    let ((lon, _), (lat, _)) = (lon?, lat?);
    let wrong = match ((73.0..=136.0).contains(&lon), (3.0..=54.0).contains(&lat)) {
        (true, true) => return Some(Point { lon, lat }),
        (false, _) => Field::Longitude,
        (true, false) => Field::Latitude,
    };
    log.raise(at.issue(wrong, Code::BadCoordinate));
    None
}

/// Circles among edges: each strongly connected set of several nodes, and each node with an edge to itself; sorted.
pub(super) fn circles(nodes: usize, edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut next: Vec<Vec<u32>> = vec![Vec::new(); nodes];
    for (from, to) in edges {
        next[*from as usize].push(*to);
    }
    let mut search = Tarjan { next: &next, index: vec![0; nodes], low: vec![0; nodes], count: 0, stack: Vec::new() };
    let mut found = Vec::new();
    for node in 0..nodes {
        if search.index[node] == 0 {
            search.visit(node, &mut found);
        }
    }
    found.retain(|set: &Vec<u32>| set.len() > 1 || next[set[0] as usize].contains(&set[0]));
    for set in &mut found {
        set.sort_unstable();
    }
    found.sort();
    found
}

/// Tarjan's search (1972, SIAM J. Comput. 1:146) without recursion, since a chain may be long.
struct Tarjan<'a> {
    next: &'a [Vec<u32>],
    /// Order of discovery from 1; `0` is not visited, `u32::MAX` is done.
    index: Vec<u32>,
    low: Vec<u32>,
    count: u32,
    stack: Vec<u32>,
}

impl Tarjan<'_> {
    fn visit(&mut self, root: usize, found: &mut Vec<Vec<u32>>) {
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, edge)) = path.pop() {
            let Some(next) = self.next[node].get(edge).map(|next| *next as usize) else {
                self.leave(node, path.last().map(|(parent, _)| *parent), found);
                continue;
            };
            path.push((node, edge + 1));
            match self.index[next] {
                0 => {
                    self.enter(next);
                    path.push((next, 0));
                }
                u32::MAX => {}
                seen => self.low[node] = self.low[node].min(seen),
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.count += 1;
        self.index[node] = self.count;
        self.low[node] = self.count;
        self.stack.push(u32::try_from(node).expect("fewer than 2^32 products"));
    }

    fn leave(&mut self, node: usize, parent: Option<usize>, found: &mut Vec<Vec<u32>>) {
        if let Some(parent) = parent {
            self.low[parent] = self.low[parent].min(self.low[node]);
        }
        if self.low[node] == self.index[node] {
            let at = self.stack.iter().rposition(|member| *member as usize == node).unwrap_or(0);
            let set = self.stack.split_off(at);
            for member in &set {
                self.index[*member as usize] = u32::MAX;
            }
            found.push(set);
        }
    }
}

/// What the items of a declared total add up to.
#[derive(Default)]
struct Items {
    sum: f64,
    unpriced: usize,
}

/// Declared totals against the purchases they cover: too small, or complete and yet too large.
fn totals(dataset: &Dataset) -> Vec<Issue> {
    let mut by_buyer: BTreeMap<FirmIx, Vec<&DeclaredTotal>> = BTreeMap::new();
    for total in &dataset.totals {
        by_buyer.entry(total.buyer).or_default().push(total);
    }
    let mut issues = Vec::new();
    for (buyer, totals) in by_buyer {
        let links = links_of(dataset, buyer);
        for total in totals {
            issues.extend(check_total(dataset, total, links));
        }
    }
    issues
}

/// The buyer's lines; links are sorted by buyer first.
fn links_of(dataset: &Dataset, buyer: FirmIx) -> &[SupplyLink] {
    let from = dataset.links.partition_point(|link| link.buyer < buyer);
    let to = dataset.links.partition_point(|link| link.buyer <= buyer);
    &dataset.links[from..to]
}

fn check_total(dataset: &Dataset, total: &DeclaredTotal, links: &[SupplyLink]) -> Option<Issue> {
    let declared = total.total.known()?;
    let product = |link: &SupplyLink, product: ProductIx| link.product == product;
    let covered = links.iter().filter(|link| {
        // Purchases from itself are no external purchases, hence in no total.
        link.supplier != Some(link.buyer)
            && total.product.is_none_or(|wanted| product(link, wanted))
            && total.year.is_none_or(|year| link.year == Some(year))
    });
    let items = covered.fold(Items::default(), |items, link| match link.amount.known() {
        Some(yuan) => Items { sum: items.sum + yuan, ..items },
        None => Items { unpriced: items.unpriced + 1, ..items },
    });
    let code = if items.sum > declared * (1.0 + TOLERANCE) {
        Code::TotalExceeded
    } else if total.complete == Some(true) && items.unpriced == 0 && declared > items.sum * (1.0 + TOLERANCE) {
        Code::TotalUnexplained
    } else {
        return None;
    };
    let issue = Issue::new(code, dataset.origin(total.row), dataset.firm(total.buyer).name.as_ref());
    Some(issue.with(items.sum.to_string()).with(declared.to_string()))
}

/// Leaders that buy nothing from others.
fn leaders(dataset: &Dataset) -> Vec<Issue> {
    let buys = |firm: FirmIx| links_of(dataset, firm).iter().any(|link| link.supplier != Some(firm));
    let firms = dataset.firms.iter().enumerate().map(|(at, firm)| (FirmIx::from(at), firm));
    firms
        .filter(|(at, firm)| firm.role == Some(Role::Leader) && !buys(*at))
        .map(|(_, firm)| Issue::new(Code::BuyerWithoutPurchases, dataset.origin(firm.row), firm.name.as_ref()))
        .collect()
}

/// Buyers that only ledgers name and that nothing places: one issue each, or one for all where no buyer has a place.
///
/// Those in `told` have a place that could not be read, which their rows said already.
pub(super) fn unplaced_buyers(dataset: &Dataset, told: &BTreeSet<FirmId>) -> Vec<Issue> {
    let first_purchase = |firm: FirmIx| {
        let bought = links_of(dataset, firm).iter().filter(|link| link.supplier != Some(firm));
        bought.map(|link| link.row).min()
    };
    let is_unplaced = |firm: &Firm| !firm.listed && !firm.location.is_known() && !told.contains(&firm.id);
    let firms = || dataset.firms.iter().enumerate().map(|(at, firm)| (FirmIx::from(at), firm));
    let unplaced = firms().filter(|(_, firm)| is_unplaced(firm));
    let buyers: Vec<(RowRef, &Firm)> = unplaced.filter_map(|(at, firm)| Some((first_purchase(at)?, firm))).collect();
    let Some(first) = buyers.iter().map(|(row, _)| *row).min() else { return Vec::new() };
    if firms().any(|(at, firm)| !is_unplaced(firm) && first_purchase(at).is_some()) {
        let issue = |(row, firm): &(RowRef, &Firm)| Issue::new(Code::MissingPlace, dataset.origin(*row), &*firm.name);
        return buyers.iter().map(issue).collect();
    }
    let ledger = Origin { row: None, ..dataset.origin(first) };
    vec![Issue::new(Code::MissingPlace, ledger, "").with(buyers.len().to_string())]
}

/// Words in names of firms that often sell what others make; a hint, never a proof.
const TRADE: [&str; 5] = ["贸易", "商贸", "经贸", "经销", "trading"];

/// Suppliers that are traders, or may be, with lines that do not say where the goods were made.
fn traders(dataset: &Dataset) -> Vec<Issue> {
    let hinted: Vec<bool> =
        dataset.firms.iter().map(|firm| firm.trader || is_named_like_a_trader(&firm.name)).collect();
    let mut open: BTreeMap<FirmIx, (usize, f64)> = BTreeMap::new();
    for link in &dataset.links {
        let Some(supplier) = link.supplier.filter(|supplier| hinted[supplier.index()]) else { continue };
        let names_place = link.origin.as_ref().is_some_and(|origin| origin.is_known());
        // The place that a ledger gives a firm of which nothing else is known may be the trader's own.
        if supplier == link.buyer || (names_place && dataset.firm(supplier).trader) {
            continue;
        }
        let sum = open.entry(supplier).or_default();
        *sum = (sum.0 + 1, sum.1 + link.amount.known().unwrap_or(0.0));
    }
    let issue = |(firm, (lines, yuan)): (FirmIx, (usize, f64))| {
        let firm = dataset.firm(firm);
        let code = if firm.trader { Code::TraderOriginUnknown } else { Code::PossibleTrader };
        let issue = Issue::new(code, dataset.origin(firm.row), firm.name.as_ref());
        issue.with(lines.to_string()).with(yuan.to_string())
    };
    open.into_iter().map(issue).collect()
}

fn is_named_like_a_trader(name: &str) -> bool {
    let lower = name.to_lowercase();
    TRADE.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{circles, industry};

    #[test]
    fn circles_are_found_whatever_leads_to_them() {
        assert!(circles(3, &[(0, 1), (1, 2), (0, 2)]).is_empty());
        assert_eq!(circles(5, &[(0, 1), (1, 2), (2, 1), (2, 3)]), [vec![1, 2]]);
        assert_eq!(circles(2, &[(0, 0), (0, 1)]), [vec![0]]);
        assert_eq!(circles(4, &[(0, 1), (1, 0), (2, 3), (3, 2), (1, 2)]), [vec![0, 1], vec![2, 3]]);
        let ring: Vec<(u32, u32)> = (0..50_000).map(|at| (at, (at + 1) % 50_000)).collect();
        assert_eq!(circles(50_000, &ring).len(), 1);
    }

    #[test]
    fn an_industry_code_gets_its_section() {
        assert_eq!(industry("3451").as_deref(), Some("C3451"));
        assert_eq!(industry("c3451").as_deref(), Some("C3451"));
        assert_eq!(industry("9999"), None);
    }
}
