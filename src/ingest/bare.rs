//! The files of a bare network to [`BareNetwork`]: csv, Parquet or a workbook's first sheet, whichever the ending says.
//!
//! | file | columns | |
//! |---|---|---|
//! | firms | firm, sector [, market, revenue, cost, spare, w1, w2 …] | one row a firm |
//! | edges | supplier, buyer, amount [, product] | rows of one flow are added up |
//! | essentiality | first column supplying classes, headings buying classes | 2 essential, 1 partial, 0 negligible |
//! | shocks | scenario, firm, shock | share lost at first, 0 to 1 |
//!
//! Such files come from programs, and an index of half a network is no index: what cannot be read stops the work, with the
//! places of the first faults; what can be meant in one way only is read so and noted. The order of rows and columns is not
//! to be seen in the result.

mod cells;
mod fault;
mod grid;

pub use fault::{BareError, Fault, FaultKind};

use crate::ingest::Error;
use crate::ingest::files::SourceFile;
use crate::ingest::hash::Memo;
use crate::ingest::table::MoneyUnit;
use crate::model::bare::id_order;
use crate::model::{BareFirm, BareFlow, BareNetwork, BareNote, BareScenario, BareShock, BareWeights, Need};
use cells::Wanted;
use grid::Grid;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The files of a bare network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BareSources {
    /// The firms.
    pub firms: SourceFile,
    /// The flows.
    pub edges: SourceFile,
    /// Which class of inputs is essential for which class of buyers; all are when there is none.
    pub essentiality: Option<SourceFile>,
    /// Who stops in which scenario; each firm in turn when neither this nor the next is there.
    pub shocks: Option<SourceFile>,
    /// Upstream shocks of their own; those of `shocks` hold in both directions when there is none.
    pub shocks_up: Option<SourceFile>,
}

/// Where the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BarePaths<'a> {
    /// As [`BareSources::firms`].
    pub firms: &'a Path,
    /// As [`BareSources::edges`].
    pub edges: &'a Path,
    /// As [`BareSources::essentiality`].
    pub essentiality: Option<&'a Path>,
    /// As [`BareSources::shocks`].
    pub shocks: Option<&'a Path>,
    /// As [`BareSources::shocks_up`].
    pub shocks_up: Option<&'a Path>,
}

impl BareSources {
    /// Takes the files into memory.
    ///
    /// # Errors
    /// When one of them cannot be opened.
    pub fn load(paths: &BarePaths<'_>) -> Result<Self, Error> {
        use crate::ingest::files::load;
        Ok(Self {
            firms: load(paths.firms)?,
            edges: load(paths.edges)?,
            essentiality: paths.essentiality.map(load).transpose()?,
            shocks: paths.shocks.map(load).transpose()?,
            shocks_up: paths.shocks_up.map(load).transpose()?,
        })
    }
}

/// Reads a bare network; `weights` are the headings of the columns of weights to read; `None` reads `w1`, `w2` and so on.
///
/// ```
/// use liantu::ingest::SourceFile;
/// use liantu::ingest::bare::{BareSources, read};
/// let file = |name: &str, text: &str| SourceFile { name: name.into(), shown: name.into(), group: 0, bytes: text.into() };
/// let sources = BareSources {
///     firms: file("firms.csv", "firm,sector\n1,轴承\n2,主机\n"),
///     edges: file("edges.csv", "buyer,supplier,amount\n2,1,60\n2,1,40\n"),
///     essentiality: None,
///     shocks: None,
///     shocks_up: None,
/// };
/// let network = read(sources, None).unwrap();
/// assert_eq!((network.firms.len(), network.flows[0].amount), (2, 100.0));
/// ```
///
/// # Errors
/// When a file is no table, lacks a column, or holds a cell that cannot be meant.
pub fn read(sources: BareSources, weights: Option<&[String]>) -> Result<BareNetwork, Error> {
    let mut network = BareNetwork::default();
    let mut classes = Numbering::default();
    let firms = read_firms(sources.firms, weights, &mut classes, &mut network)?;
    read_flows(sources.edges, &firms, &mut classes, &mut network)?;
    let renumbered = classes.sorted(&mut network.classes);
    for firm in &mut network.firms {
        firm.class = renumbered[firm.class as usize];
    }
    for flow in &mut network.flows {
        flow.product = renumbered[flow.product as usize];
    }
    add_up(&mut network);
    if let Some(source) = sources.essentiality {
        let table = NeedTable::read(source)?;
        table.apply(&mut network);
    }
    network.scenarios = read_scenarios(sources.shocks, sources.shocks_up, &firms.numbers)?;
    Ok(network)
}

/// What the other files need to know of the list of firms.
struct Firms {
    /// Number of each firm.
    numbers: Memo,
    /// Headings of amounts, with the units that they name.
    units: Vec<(String, MoneyUnit)>,
}

/// Texts by the order in which they were met.
#[derive(Default)]
struct Numbering {
    numbers: Memo,
    texts: Vec<Arc<str>>,
}

impl Numbering {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return number;
        }
        let number = count(self.texts.len());
        self.numbers.insert(text, number);
        self.texts.push(text.into());
        number
    }

    /// Puts the texts in order, and tells the new number of each.
    fn sorted(self, texts: &mut Vec<Arc<str>>) -> Vec<u32> {
        let mut order: Vec<usize> = (0..self.texts.len()).collect();
        order.sort_by(|a, b| id_order(&self.texts[*a], &self.texts[*b]));
        let mut renumbered = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            renumbered[*old] = count(new);
        }
        *texts = order.into_iter().map(|old| self.texts[old].clone()).collect();
        renumbered
    }
}

fn count(at: usize) -> u32 {
    u32::try_from(at).expect("rows of a sheet are counted in 32 bits")
}

// ---- Firms ----

fn read_firms(
    source: SourceFile,
    weights: Option<&[String]>,
    classes: &mut Numbering,
    network: &mut BareNetwork,
) -> Result<Firms, Error> {
    let mut grid = Grid::open(source, &grid::FIRMS)?.filled()?;
    let weighed = grid.weights(weights)?;
    network.notes.extend(grid.unknown(&weighed));
    network.markets_given = grid.has(grid::MARKET);
    let mut markets = Numbering::default();
    let mut faults = std::mem::take(&mut grid.faults);
    let (mut met, mut firms, mut of) = (Vec::new(), Vec::new(), vec![Vec::new(); weighed.len()]);
    for row in grid.rows() {
        let id = grid.id(row, grid::FIRM, &mut faults);
        let class = grid.id(row, grid::SECTOR, &mut faults);
        let market = if network.markets_given { grid.id(row, grid::MARKET, &mut faults) } else { class.clone() };
        let mut known = |column| grid.value(row, column, Wanted::KnownNumber, &mut faults);
        let (revenue, cost, spare) = (known(grid::REVENUE), known(grid::COST), known(grid::SPARE));
        for (at, column) in weighed.iter().enumerate() {
            of[at].extend(grid.value_at(row, column.at, Wanted::Number, &mut faults));
        }
        if let (Some(id), Some(class), Some(market)) = (id, class, market) {
            met.push(row);
            let (class, market) = (classes.of(&class), markets.of(&market));
            firms.push(BareFirm { id: id.as_ref().into(), class, market, revenue, cost, spare });
        }
    }
    let mut order: Vec<usize> = (0..firms.len()).collect();
    order.sort_by(|a, b| id_order(&firms[*a].id, &firms[*b].id).then(a.cmp(b)));
    for pair in order.windows(2).filter(|pair| firms[pair[0]].id == firms[pair[1]].id) {
        let first = FaultKind::Repeated(grid.sheet.row_number(met[pair[0]]));
        faults.add(grid.origin(met[pair[1]], grid::FIRM), &firms[pair[1]].id, first);
    }
    faults.end()?;
    let renumbered = markets.sorted(&mut network.markets);
    let mut numbers = Memo::default();
    for (new, old) in order.iter().enumerate() {
        numbers.insert(&firms[*old].id, count(new));
        let market = renumbered[firms[*old].market as usize];
        network.firms.push(BareFirm { market, ..firms[*old].clone() });
    }
    let in_order = |of: Vec<f64>| order.iter().map(|old| of[*old]).collect();
    let named = weighed.into_iter().zip(of);
    network.weights = named.map(|(column, of)| BareWeights { name: column.heading, of: in_order(of) }).collect();
    let units = [grid::REVENUE, grid::COST, grid::SPARE].into_iter().filter_map(|column| grid.unit(column)).collect();
    Ok(Firms { numbers, units })
}

// ---- Flows ----

fn read_flows(
    source: SourceFile,
    firms: &Firms,
    classes: &mut Numbering,
    network: &mut BareNetwork,
) -> Result<(), Error> {
    let mut grid = Grid::open(source, &grid::EDGES)?;
    if let Some((first, unit)) = grid.unit(grid::AMOUNT)
        && let Some((second, _)) = firms.units.iter().find(|(_, other)| *other != unit)
    {
        return Err(BareError::TwoUnits { first, second: second.clone() }.into());
    }
    network.notes.extend(grid.unknown(&[]));
    network.products_given = grid.has(grid::PRODUCT);
    if network.products_given && network.markets_given {
        network.notes.push(BareNote::MarketsUnused);
    }
    let mut faults = std::mem::take(&mut grid.faults);
    let mut nought = 0;
    for row in grid.rows() {
        let mut firm = |column| grid.known_firm(row, column, &firms.numbers, &mut faults);
        let (supplier, buyer) = (firm(grid::SUPPLIER), firm(grid::BUYER));
        let amount = grid.value(row, grid::AMOUNT, Wanted::Number, &mut faults);
        let product = match supplier {
            _ if network.products_given => grid.id(row, grid::PRODUCT, &mut faults).map(|text| classes.of(&text)),
            supplier => supplier.map(|supplier| network.firms[supplier as usize].class),
        };
        let (Some(supplier), Some(buyer), Some(product), Some(amount)) = (supplier, buyer, product, amount) else {
            continue;
        };
        if amount > 0.0 {
            network.flows.push(BareFlow { supplier, buyer, product, need: Need::Essential, amount });
        } else {
            nought += 1;
        }
    }
    faults.end()?;
    network.notes.extend((nought > 0).then_some(BareNote::NoFlow(nought)));
    Ok(())
}

/// Puts the flows in order and makes one of those between the same firms of the same product.
fn add_up(network: &mut BareNetwork) {
    let key = |flow: &BareFlow| (flow.supplier, flow.product, flow.buyer);
    // Smallest first, so that the sum does not depend on the order of rows.
    network.flows.sort_unstable_by(|a, b| key(a).cmp(&key(b)).then(a.amount.total_cmp(&b.amount)));
    let read = network.flows.len();
    network.flows.dedup_by(|later, kept| {
        let same = key(later) == key(kept);
        kept.amount += if same { later.amount } else { 0.0 };
        same
    });
    let summed = read - network.flows.len();
    network.notes.extend((summed > 0).then_some(BareNote::Summed(summed)));
}

// ---- Essentiality ----

/// What one class of buyers is without one class of inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassNeed {
    /// The supplying class, as the file has it.
    pub supplying: Arc<str>,
    /// The buying class.
    pub buying: Arc<str>,
    /// The need.
    pub need: Need,
}

/// A table of essentiality by itself.
///
/// # Errors
/// When the file cannot be read, or holds what cannot be meant.
pub fn read_needs(path: &Path) -> Result<Vec<ClassNeed>, Error> {
    let table = NeedTable::read(crate::ingest::files::load(path)?)?;
    let pairs = table.classes[0].iter().flat_map(|row| table.classes[1].iter().map(move |column| (row, column)));
    let need = |((row, column), need): ((&Arc<str>, &Arc<str>), &Need)| ClassNeed {
        supplying: row.clone(),
        buying: column.clone(),
        need: *need,
    };
    Ok(pairs.zip(&table.needs).map(need).collect())
}

struct NeedTable {
    /// Supplying and buying classes, as the file has them.
    classes: [Vec<Arc<str>>; 2],
    /// Row of each supplying class.
    rows: Memo,
    /// Column of each buying class.
    columns: Memo,
    width: usize,
    needs: Vec<Need>,
}

impl NeedTable {
    fn read(source: SourceFile) -> Result<Self, Error> {
        let mut grid = Grid::matrix(source)?.filled()?;
        let mut faults = std::mem::take(&mut grid.faults);
        let mut columns = Memo::default();
        let headings = grid.headings();
        for (at, heading) in headings.iter().enumerate().skip(1) {
            if columns.get(heading).is_some() {
                faults.add(grid.origin_at(0, at), heading, FaultKind::Repeated(grid.sheet.row_number(0)));
            }
            columns.insert(heading, count(at - 1));
        }
        let buying = headings.iter().skip(1).map(|heading| Arc::from(heading.as_str())).collect();
        let (mut rows, mut needs, mut supplying) = (Memo::default(), Vec::new(), Vec::new());
        for (at, row) in grid.rows().enumerate() {
            let Some(class) = grid.id_at(row, 0, &mut faults) else { continue };
            if let Some(first) = rows.get(&class) {
                let first = grid.sheet.row_number(first as usize + 1);
                faults.add(grid.origin_at(row, 0), &class, FaultKind::Repeated(first));
            }
            rows.insert(&class, count(at));
            supplying.push(Arc::from(&*class));
            needs.extend((1..headings.len()).map(|column| grid.need(row, column, &mut faults)));
        }
        faults.end()?;
        Ok(Self { classes: [supplying, buying], rows, columns, width: headings.len() - 1, needs })
    }

    fn apply(&self, network: &mut BareNetwork) {
        network.needs_given = true;
        let rows: Vec<Option<u32>> = network.classes.iter().map(|class| self.rows.get(class)).collect();
        let columns: Vec<Option<u32>> = network.classes.iter().map(|class| self.columns.get(class)).collect();
        let mut unknown = BTreeSet::new();
        for flow in &mut network.flows {
            let (supplying, buying) = (flow.product as usize, network.firms[flow.buyer as usize].class as usize);
            match (rows[supplying], columns[buying]) {
                (Some(row), Some(column)) => flow.need = self.needs[row as usize * self.width + column as usize],
                (row, column) => {
                    unknown.extend(row.is_none().then_some(supplying));
                    unknown.extend(column.is_none().then_some(buying));
                }
            }
        }
        if !unknown.is_empty() {
            let classes = unknown.into_iter().map(|class| network.classes[class].clone()).collect();
            network.notes.push(BareNote::UnknownClasses(classes));
        }
    }
}

// ---- Scenarios ----

/// By scenario and firm.
type Shocks = BTreeMap<(u32, u32), BareShock>;

fn read_scenarios(
    shocks: Option<SourceFile>,
    shocks_up: Option<SourceFile>,
    firms: &Memo,
) -> Result<Option<Vec<BareScenario>>, Error> {
    if shocks.is_none() && shocks_up.is_none() {
        return Ok(None);
    }
    let (mut names, mut all) = (Numbering::default(), Shocks::new());
    let both = shocks_up.is_none();
    if let Some(source) = shocks {
        read_shocks(source, firms, &mut names, &mut all, |shock, share| {
            shock.down = share;
            shock.up = if both { share } else { 0.0 };
        })?;
    }
    if let Some(source) = shocks_up {
        read_shocks(source, firms, &mut names, &mut all, |shock, share| shock.up = share)?;
    }
    let mut sorted = Vec::new();
    let renumbered = names.sorted(&mut sorted);
    let mut scenarios: Vec<BareScenario> =
        sorted.into_iter().map(|id| BareScenario { id, shocks: Vec::new() }).collect();
    for ((scenario, _), shock) in all {
        scenarios[renumbered[scenario as usize] as usize].shocks.push(shock);
    }
    Ok(Some(scenarios))
}

fn read_shocks(
    source: SourceFile,
    firms: &Memo,
    names: &mut Numbering,
    all: &mut Shocks,
    set: impl Fn(&mut BareShock, f64),
) -> Result<(), Error> {
    let mut grid = Grid::open(source, &grid::SHOCKS)?.filled()?;
    let mut faults = std::mem::take(&mut grid.faults);
    let mut rows: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for row in grid.rows() {
        let scenario = grid.id(row, grid::SCENARIO, &mut faults).map(|text| names.of(&text));
        let firm = grid.known_firm(row, grid::SHOCKED, firms, &mut faults);
        let share = grid.value(row, grid::SHOCK, Wanted::Share, &mut faults);
        let (Some(scenario), Some(firm), Some(share)) = (scenario, firm, share) else { continue };
        if let Some(first) = rows.insert((scenario, firm), row) {
            let kind = FaultKind::Repeated(grid.sheet.row_number(first));
            faults.add(grid.origin(row, grid::SHOCKED), &grid.text(row, grid::SHOCKED), kind);
        }
        set(all.entry((scenario, firm)).or_insert(BareShock { firm, down: 0.0, up: 0.0 }), share);
    }
    faults.end()?;
    Ok(())
}

#[cfg(test)]
mod tests;
