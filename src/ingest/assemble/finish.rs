//! From what was gathered to the data set: lists sorted by id, references renumbered, lines cleaned, rows balanced.

use crate::ingest::check;
use crate::ingest::clean::{self, Kept, Line, Verdict};
use crate::ingest::fingerprint::fingerprint;
use crate::ingest::mapping::{Field, SheetKind};
use crate::ingest::table::RawTable;
use crate::ingest::{Error, Ingested, Question, RejectSheet};
use crate::issue::{Code, Issue, Origin};
use crate::model::{
    Amount, AmountColumn, AreaCode, Dataset, FirmIx, Location, LocationBasis, ProductIx, RowBalance, RowRef, SetAside,
    Source, SupplyLink, Talent, Withdrawn, division,
};
use std::collections::BTreeSet;
use std::sync::Arc;

use super::Job;
use super::locator::{Locator, Place};
use super::log::Tally;
use super::projects;

/// Finishes the job.
///
/// # Errors
/// When the rows of a table do not balance, which would mean a row lost in silence.
pub(super) fn finish(mut job: Job<'_>) -> Result<Ingested, Error> {
    place_unlisted(&mut job);
    let told = job.firms.with_unread_place();
    let (firm_at, firms) = std::mem::take(&mut job.firms).sorted();
    let product_questions = job.texts.questions(&job.products, job.options.decisions.as_ref());
    let (product_at, products) = std::mem::take(&mut job.products).sorted();
    renumber(&mut job, &firm_at, &product_at);
    let set_aside = set_aside(&job);
    let (links, withdrawn) = links(&mut job);
    let mut dataset = Dataset {
        about: std::mem::take(&mut job.about),
        firms,
        products,
        chains: std::mem::take(&mut job.chains).build(&product_at),
        inputs: std::mem::take(&mut job.inputs).build(&product_at),
        firm_years: std::mem::take(&mut job.firm_years),
        capabilities: std::mem::take(&mut job.capabilities),
        totals: std::mem::take(&mut job.totals),
        links,
        product_texts: std::mem::take(&mut job.texts).build(&product_at),
        withdrawn,
        set_aside,
        projects: std::mem::take(&mut job.projects),
        talents: std::mem::take(&mut job.talents),
        clusters: std::mem::take(&mut job.clusters),
        indicators: std::mem::take(&mut job.indicators),
        targets: std::mem::take(&mut job.targets),
        zones: std::mem::take(&mut job.locator.zones),
        regions: std::mem::take(&mut job.regions),
        sources: job.tables.all.iter().map(source).collect(),
        balance: balance(job.tables.all, &job.log.tallies)?,
        fingerprint: Arc::default(),
    };
    dataset.fingerprint = fingerprint(&dataset);
    let mut issues = std::mem::take(&mut job.log.issues);
    issues.extend(job.tables.all.iter().flat_map(|table| table.issues.iter().cloned()));
    issues.extend(check::dataset(&dataset));
    issues.extend(check::unplaced_buyers(&dataset, &told));
    sort(&mut issues);
    let tallies = std::mem::take(&mut job.log.tallies);
    let rejects = rejects(&job, tallies);
    let by_id = |a: &Question, b: &Question| a.id.cmp(&b.id);
    job.questions.sort_by(by_id);
    job.merges.sort_by(by_id);
    let groups: BTreeSet<u32> = job.tables.groups.iter().copied().collect();
    let dates = groups.iter().map(|group| job.own.get(group)?.as_of.clone()).collect();
    Ok(Ingested { dataset, issues, rejects, questions: job.questions, product_questions, merges: job.merges, dates })
}

/// By file, sheet, row, column and code.
pub(crate) fn sort(issues: &mut [Issue]) {
    /// Columns by their place in the sheet rather than by heading: a shorter address stands further left.
    fn column(origin: &Origin) -> Option<(usize, &str)> {
        origin.cell.as_deref().map(|cell| (cell.len(), cell))
    }
    fn place(issue: &Issue) -> (&str, &str, Option<u32>) {
        (&issue.origin.file, &issue.origin.sheet, issue.origin.row)
    }
    issues.sort_by(|a, b| {
        place(a)
            .cmp(&place(b))
            .then_with(|| column(&a.origin).cmp(&column(&b.origin)))
            .then_with(|| (a.code, &a.text, &a.details).cmp(&(b.code, &b.text, &b.details)))
    });
}

fn source(table: &RawTable) -> Source {
    let column = |field: Field| {
        let (heading, letter) = table.address(field)?;
        Some(AmountColumn { heading, letter: letter.into() })
    };
    // What is bought, or what was declared.
    let amount = column(Field::Amount).or_else(|| column(Field::Total));
    let made = [Field::Output, Field::Capacity, Field::Spare, Field::Committed].map(column);
    let (file, sheet, sha256) = (&table.sheet.file, &table.sheet.name, &table.sheet.sha256);
    Source { file: file.clone(), sheet: sheet.clone(), sha256: sha256.clone(), amount, made }
}

/// Ledger rows that could not be read, before cleaning withdraws any.
fn set_aside(job: &Job<'_>) -> Vec<SetAside> {
    let mut rows = Vec::new();
    for ((table, source), tally) in job.tables.all.iter().zip(0..).zip(&job.log.tallies) {
        if table.kind != SheetKind::Purchases {
            continue;
        }
        let rejected = tally.rejects.iter().map(|(row, codes)| (table.row_number(*row), codes.first().copied()));
        let broken = table.set_aside.iter().map(|row| (table.sheet.row_number(*row), None));
        rows.extend(
            rejected
                .chain(broken)
                .map(|(row, code)| SetAside { row: RowRef { source, row }, code: code.unwrap_or(Code::RaggedRow) }),
        );
    }
    rows.sort_by_key(|row| row.row);
    rows
}

/// Gives firms that no firm row places what the ledgers say of them.
fn place_unlisted(job: &mut Job<'_>) {
    for draft in &mut job.firms.drafts {
        if draft.seen_at.is_empty() || draft.firm.location.is_known() {
            continue;
        }
        let places: Vec<Place> = draft.seen_at.iter().map(|place| job.locator.place(*place).clone()).collect();
        let (place, agree) = common_place(&places);
        if !agree {
            let table = &job.tables.all[draft.firm.row.source as usize];
            let (file, sheet) = (table.sheet.file.clone(), table.sheet.name.clone());
            let origin = Origin { file, sheet, row: Some(draft.firm.row.row), ..Origin::default() };
            let mut names: Vec<String> = places.iter().map(|place| job.locator.label(place)).collect();
            names.sort();
            let issue = Issue::new(Code::ConflictingFirm, origin, draft.firm.name.as_ref());
            job.log.issues.push(Issue { details: names, ..issue });
            let plants = places.iter().map(|place| job.locator.location(place, LocationBasis::Line, None));
            draft.firm.location = Location::one_of(plants.collect());
        } else if let Some(place) = place {
            let point = draft.firm.location.point;
            draft.firm.location = job.locator.location(&place, LocationBasis::Line, point);
        }
    }
}

/// What several places of one firm have in common: the deepest when each lies in the next, else the division that
/// holds them all, else nothing; and whether they agree.
pub(super) fn common_place(places: &[Place]) -> (Option<Place>, bool) {
    let mut sorted: Vec<&Place> = places.iter().collect();
    sorted.sort_by_key(|place| (std::cmp::Reverse((place.area.map(AreaCode::level), place.zone.is_some())), *place));
    let Some(deepest) = sorted.first() else { return (None, true) };
    let holds = |place: &Place| {
        let area = place.area.is_none_or(|area| deepest.area.is_some_and(|deep| deep.is_in(area)));
        area && place.zone.is_none_or(|zone| deepest.zone == Some(zone)) && place.abroad == deepest.abroad
    };
    if places.iter().all(holds) {
        return (Some((*deepest).clone()), true);
    }
    let areas: Option<Vec<AreaCode>> = places.iter().map(|place| place.area).collect();
    let common = areas.and_then(|areas| division::common(&areas));
    (common.map(|area| Place { area: Some(area), zone: None, abroad: None }), false)
}

/// Replaces the order met by the order of ids, and sorts by it.
fn renumber(job: &mut Job<'_>, firms: &[u32], products: &[u32]) {
    let firm = |ix: FirmIx| FirmIx(firms[ix.index()]);
    let product = |ix: ProductIx| ProductIx(products[ix.index()]);
    for row in &mut job.firm_years {
        row.firm = firm(row.firm);
    }
    job.firm_years.sort_by_key(|row| (row.firm, row.year));
    for row in &mut job.capabilities {
        (row.firm, row.product) = (firm(row.firm), product(row.product));
    }
    job.capabilities.sort_by_cached_key(|row| {
        let figures =
            [row.output, row.capacity, row.stated_spare, row.committed].map(|figure| figure.map(f64::to_bits));
        (row.firm, row.product, row.year, figures, row.under_construction)
    });
    for row in &mut job.totals {
        (row.buyer, row.product) = (firm(row.buyer), row.product.map(product));
    }
    job.totals.sort_by_key(|row| (row.buyer, row.product, row.year));
    others(job, firm, product);
    let places = place_ranks(&job.locator);
    for line in &mut job.lines {
        line.buyer = firms[line.buyer as usize];
        line.supplier = line.supplier.map(|supplier| firms[supplier as usize]);
        line.product = products[line.product as usize];
        line.place = line.place.map(|place| places[place as usize]);
    }
}

/// Firms and products of projects and talents; talents are sorted by all they say, for their names are no key.
fn others(job: &mut Job<'_>, firm: impl Fn(FirmIx) -> FirmIx, product: impl Fn(ProductIx) -> ProductIx) {
    let products = |list: &mut Vec<ProductIx>| {
        list.iter_mut().for_each(|entry| *entry = product(*entry));
        list.sort_unstable();
    };
    for row in job.projects.iter_mut().flat_map(|project| &mut project.snapshots) {
        row.firm = row.firm.map(&firm);
        products(&mut row.products);
    }
    for row in &mut job.talents {
        row.firm = row.firm.map(&firm);
        products(&mut row.products);
    }
    job.talents.sort_by(|a, b| {
        let key = |row: &Talent| (row.name.clone(), row.employer.clone(), row.category.clone(), row.field.clone());
        let place = |row: &Talent| (row.location.area, row.location.zone, row.location.abroad.clone());
        key(a).cmp(&key(b)).then_with(|| a.products.cmp(&b.products)).then_with(|| place(a).cmp(&place(b)))
    });
}

/// The position of each place once sorted, so that the order in which places were met does not matter.
fn place_ranks(locator: &Locator) -> Vec<u32> {
    let order = place_order(locator);
    let mut ranks = vec![0; order.len()];
    for (rank, place) in (0..).zip(order) {
        ranks[place as usize] = rank;
    }
    ranks
}

fn place_order(locator: &Locator) -> Vec<u32> {
    let count = u32::try_from(locator.place_count()).expect("fewer than 2^32 distinct places");
    let mut order: Vec<u32> = (0..count).collect();
    order.sort_by_key(|place| locator.place(*place));
    order
}

/// Cleans the lines and makes links of those kept, and of those withdrawn.
fn links(job: &mut Job<'_>) -> (Vec<SupplyLink>, Vec<Withdrawn>) {
    let lines = std::mem::take(&mut job.lines);
    let locations: Vec<Arc<Location>> =
        place_order(&job.locator).into_iter().map(|place| job.locator.line_location(place)).collect();
    let mut links = Vec::with_capacity(lines.len());
    let texts = &mut job.texts;
    let verdicts = clean::clean(&lines, |kept| {
        texts.count(lines[kept.line].text, kept.amount);
        links.push(link(&lines[kept.line], kept, &locations));
    });
    let mut withdrawn = Vec::new();
    for verdict in verdicts {
        let code = note(job, &lines, &verdict);
        withdrawn.extend(withdrawal(&lines, &verdict, code, &locations));
    }
    (links, withdrawn)
}

fn link(line: &Line, kept: Kept, locations: &[Arc<Location>]) -> SupplyLink {
    SupplyLink { contract: line.contract.clone(), range: kept.range, ..link_of(line, kept.amount, locations) }
}

fn link_of(line: &Line, amount: Amount, locations: &[Arc<Location>]) -> SupplyLink {
    SupplyLink {
        buyer: FirmIx(line.buyer),
        supplier: line.supplier.map(FirmIx),
        product: ProductIx(line.product),
        amount,
        year: line.year,
        origin: line.place.map(|place| locations[place as usize].clone()),
        source: line.source,
        contract: None,
        range: None,
        row: row_of(line),
    }
}

fn row_of(line: &Line) -> RowRef {
    RowRef { source: line.at.0, row: line.row }
}

/// The line that counts only through another one, for those who ask where a row went.
fn withdrawal(lines: &[Line], verdict: &Verdict, code: Code, locations: &[Arc<Location>]) -> Option<Withdrawn> {
    let (line, stands, amount) = match *verdict {
        Verdict::Duplicate { line, of } => (line, of, lines[line].amount),
        Verdict::Outranked { line, by, .. } => (line, by, lines[line].amount),
        Verdict::Netted { line, into, taken } => (line, into, Amount::Known(-taken)),
        Verdict::Overdrawn { .. } => return None,
    };
    let link = SupplyLink { contract: lines[line].contract.clone(), ..link_of(&lines[line], amount, locations) };
    Some(Withdrawn { link, code, stands: row_of(&lines[stands]) })
}

/// Tells what cleaning did to a line, and under which code.
fn note(job: &mut Job<'_>, lines: &[Line], verdict: &Verdict) -> Code {
    let at = |line: usize| job.tables.at(lines[line].at.0, lines[line].at.1 as usize);
    let spot = |line: usize| at(line).origin(None).to_string();
    match *verdict {
        Verdict::Duplicate { line, of } => {
            let (at, issue) = (at(line), at(line).row_issue(Code::DuplicateRow).with(spot(of)));
            job.log.withdraw(at, issue);
            Code::DuplicateRow
        }
        Verdict::Outranked { line, by, stands, other } => {
            // Two reports that agree to the last digit but one are the same purchase told twice.
            let same = (stands - other).abs() <= 1e-9 * stands.abs().max(other.abs());
            let code = if same { Code::DuplicateRow } else { Code::ConflictingAmount };
            let issue = at(line).issue(Field::Amount, code).with(spot(by));
            let (at, issue) = (at(line), issue.with(stands.to_string()).with(other.to_string()));
            job.log.withdraw(at, issue);
            code
        }
        // The negative amount was told when it was read.
        Verdict::Netted { .. } => Code::NegativeAmount,
        Verdict::Overdrawn { line } => {
            let issue = at(line).issue(Field::Amount, Code::NegativeLink);
            job.log.raise(issue);
            Code::NegativeLink
        }
    }
}

/// Counts of rows, which must add up.
fn balance(tables: &[RawTable], tallies: &[Tally]) -> Result<Vec<RowBalance>, Error> {
    let mut balance = Vec::with_capacity(tables.len());
    for (table, tally) in tables.iter().zip(tallies) {
        let read = table.rows.len() + table.set_aside.len();
        let (used, set_aside) = (tally.used, tally.rejects.len() + tally.broken);
        let (file, sheet) = (table.sheet.file.clone(), table.sheet.name.clone());
        debug_assert_eq!(read, used + set_aside, "rows of {file} {sheet}");
        if read != used + set_aside {
            return Err(Error::Unbalanced { file: file.to_string(), sheet: sheet.to_string(), read, used, set_aside });
        }
        balance.push(RowBalance { file, sheet, read, used, set_aside });
    }
    Ok(balance)
}

/// Rows set aside, with their cells as the user wrote them.
fn rejects(job: &Job<'_>, tallies: Vec<Tally>) -> Vec<RejectSheet> {
    let mut sheets = Vec::new();
    for ((source, table), tally) in (0..).zip(job.tables.all).zip(tallies) {
        let implied = table.implied_year(job.year(source)).or_else(|| projects::implied_date(job, table, source));
        let implied = implied.as_ref();
        let set_aside = tally.rejects.into_iter().map(|(row, codes)| (table.rows[row], codes));
        let broken = table.set_aside.iter().map(|row| (*row, vec![Code::RaggedRow]));
        let text = |(row, codes): (usize, Vec<Code>)| (table.sheet.row_number(row), codes, table.texts(row, implied));
        let mut rows: Vec<(u32, Vec<Code>, Vec<String>)> = set_aside.chain(broken).map(text).collect();
        rows.sort_by_key(|(row, _, _)| *row);
        if !rows.is_empty() {
            let header = table.texts_header(job.units.of(source), implied);
            let (file, sheet) = (table.sheet.file.clone(), table.sheet.name.clone());
            sheets.push(RejectSheet { file, sheet, header, rows });
        }
    }
    sheets
}
