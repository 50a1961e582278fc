//! The development path in words: the map, and gaps, projects and targets as tables.

use crate::analysis::development::{Development, GapPath, Known, ProjectPath, StatedUnit, TargetPath, Timing};
use crate::analysis::gap::GapType;
use crate::model::{Date, Measure};
use crate::report::columns::Columns;
use crate::report::figure::{Figure, Head, PathLane, PathMap, PathProject, PathSign, PathTarget};
use crate::report::table::{Cell, Reason, Table, Unit};
use crate::report::words::column as head;
use crate::report::words::{Lang, development as words, gap as gap_words, number, panorama as map_words, term};
use crate::report::{Block, Context, KeyFigure, Report, measure, title};
use std::collections::{BTreeMap, BTreeSet};

/// Most projects and targets on the map, and most lanes.
const PROJECTS: usize = 48;
const TARGETS: usize = 24;
/// Weak links and projects named in a line.
const NAMED: usize = 8;
/// Years that the axis holds before and after the date of the data.
const YEARS: (u16, u16) = (6, 16);

pub(super) fn present(answer: &Development, context: &Context) -> Report {
    let lang = context.lang;
    let mut blocks = Vec::new();
    if !answer.projects.is_empty() || !answer.targets.is_empty() {
        blocks.push(Block::Figure(Figure::Path(Box::new(map(answer, context)))));
    }
    let tables = [gaps(answer, lang), projects(answer, lang), targets(&answer.targets, lang)];
    blocks.extend(tables.map(Block::Table));
    Report {
        title: title(answer.focus.as_ref(), words::title(lang), lang),
        subtitle: context.subtitle_of(answer.year, &answer.tier),
        key_figures: key_figures(answer, lang),
        blocks,
        notes: notes(answer, lang),
    }
}

fn notes(answer: &Development, lang: Lang) -> Vec<String> {
    let definition = map_words::definition(&term::tier(&answer.tier.to_string(), lang), lang);
    words::notes(definition, against(answer, lang), lang)
}

fn against(answer: &Development, lang: Lang) -> String {
    words::against(answer.as_of.map(|date| date.to_string()).as_deref(), lang)
}

/// Weak products and those with a project, each product once.
fn counts(answer: &Development) -> (usize, usize) {
    let distinct =
        |rows: &mut dyn Iterator<Item = &GapPath>| rows.map(|row| &row.product.id).collect::<BTreeSet<_>>().len();
    let all = distinct(&mut answer.gaps.iter());
    (all, distinct(&mut answer.gaps.iter().filter(|row| !row.projects.is_empty())))
}

fn overdue(answer: &Development) -> usize {
    answer.projects.iter().filter(|project| project.timing == Timing::Overdue).count()
}

fn key_figures(answer: &Development, lang: Lang) -> Vec<KeyFigure> {
    let (weak, answered) = counts(answer);
    let late = if answer.as_of.is_some() { Cell::count(overdue(answer)) } else { Cell::Missing(Reason::Unknown) };
    let values = [
        (Cell::count(weak), String::new()),
        (Cell::count(answered), String::new()),
        (late, against(answer, lang)),
        (Cell::count(answer.targets.len()), String::new()),
    ];
    let figure = |(label, (value, note)): (&str, (Cell, String))| KeyFigure {
        label: label.to_owned(),
        value,
        unit: Unit::Count,
        note,
    };
    words::labels(lang).into_iter().zip(values).map(figure).collect()
}

/// What a chief reads; nothing without projects.
pub(super) fn sentence(answer: &Development, lang: Lang) -> Option<String> {
    let (weak, answered) = counts(answer);
    (!answer.projects.is_empty() && weak > 0).then(|| words::sentence(weak, answered, overdue(answer), lang))
}

fn map(answer: &Development, context: &Context) -> PathMap {
    let lang = context.lang;
    let place = answer.focus.as_ref().map(|area| area.name.as_str());
    let years = years(answer);
    let plan = Plan::new(answer, years);
    let hidden = words::hidden(plan.hidden.0, plan.hidden.1, lang);
    let signs = [
        PathSign::Signed,
        PathSign::Started,
        PathSign::Opened,
        PathSign::Past,
        PathSign::Planned,
        PathSign::Open,
        PathSign::Target,
        PathSign::Now,
    ];
    PathMap {
        head: Head {
            key: "path".to_owned(),
            title: words::map_title(place, lang),
            subtitle: context.subtitle_of(answer.year, &answer.tier),
            notes: notes(answer, lang).into_iter().chain(hidden).collect(),
        },
        years,
        now: answer.as_of.map(|date| (point(date), term::as_of(&date.to_string(), lang))),
        headings: words::headings(lang),
        lanes: plan.lanes(answer, lang),
        aside: plan.aside(answer, lang),
        signs: signs.map(|sign| (sign, words::sign(sign, lang).to_owned())).into(),
        types: [GapType::Fill, GapType::Strengthen, GapType::Secure, GapType::Extend]
            .map(|kind| (gap_words::short_type(kind, lang).to_owned(), map_words::type_meaning(kind, lang).to_owned()))
            .into(),
    }
}

/// A date in years; the middle of what is not told.
fn point(date: Date) -> f64 {
    let month = date.month.map_or(6.0, |month| f64::from(month) - 1.0);
    let day = match (date.month, date.day) {
        (Some(_), Some(day)) => (f64::from(day) - 1.0) / 31.0,
        (Some(_), None) => 0.5,
        (None, _) => 0.0,
    };
    f64::from(date.year) + (month + day) / 12.0
}

/// First and last year of the axis: what is told, within some years of the date of the data.
fn years(answer: &Development) -> (u16, u16) {
    let dates = answer.projects.iter().flat_map(|project| dates(project).map(|(date, _)| date.year));
    let goals = answer.targets.iter().map(|target| target.target_year.0);
    let bases = answer.targets.iter().filter_map(|target| target.base_year.map(|year| year.0));
    let all: Vec<u16> = dates.chain(goals).chain(bases).collect();
    let told = answer.as_of.map(|date| date.year).or(answer.year.map(|year| year.0));
    let middle = told.or_else(|| all.iter().copied().min()).unwrap_or(2000);
    let (least, most) = (middle.saturating_sub(YEARS.0), middle.saturating_add(YEARS.1));
    let inside = || all.iter().copied().filter(|year| (least..=most).contains(year)).chain([middle]);
    (inside().min().unwrap_or(middle), inside().max().unwrap_or(middle))
}

/// Dates that are told, with their signs.
fn dates(project: &ProjectPath) -> impl Iterator<Item = (Date, PathSign)> + use<> {
    let of = |date: Option<Date>, sign| date.map(|date| (date, sign));
    let dates = [
        of(project.signed, PathSign::Signed),
        of(project.started, PathSign::Started),
        of(project.opened, PathSign::Opened),
    ];
    dates.into_iter().flatten()
}

/// Which projects and targets are drawn, and where.
struct Plan {
    years: (u16, u16),
    /// Positions of projects in the answer.
    projects: Vec<usize>,
    targets: Vec<usize>,
    /// Projects and targets without a place for want of room.
    hidden: (usize, usize),
    /// The best rank of what a project answers, by its id.
    ranks: BTreeMap<String, usize>,
}

impl Plan {
    fn new(answer: &Development, years: (u16, u16)) -> Self {
        let mut ranks: BTreeMap<String, usize> = BTreeMap::new();
        for (at, gap) in answer.gaps.iter().enumerate() {
            for id in &gap.projects {
                ranks.entry(id.to_string()).or_insert(at);
            }
        }
        let mut plan = Self { years, projects: Vec::new(), targets: Vec::new(), hidden: (0, 0), ranks };
        let mut projects: Vec<usize> =
            (0..answer.projects.len()).filter(|at| plan.is_placed(&answer.projects[*at])).collect();
        let rank = |at: &usize| plan.ranks.get(&*answer.projects[*at].project.id).copied().unwrap_or(usize::MAX);
        projects.sort_by_key(|at| (rank(at), *at));
        let mut targets: Vec<usize> = (0..answer.targets.len())
            .filter(|at| (years.0..=years.1).contains(&answer.targets[*at].target_year.0))
            .collect();
        // What there is to compare with comes first.
        targets.sort_by_key(|at| (answer.targets[*at].to_go.is_none(), answer.targets[*at].target_year, *at));
        plan.hidden = (projects.len().saturating_sub(PROJECTS), answer.targets.len() - targets.len().min(TARGETS));
        projects.truncate(PROJECTS);
        targets.truncate(TARGETS);
        (plan.projects, plan.targets) = (projects, targets);
        plan
    }

    fn is_placed(&self, project: &ProjectPath) -> bool {
        let timed = matches!(project.timing, Timing::Done | Timing::Planned | Timing::Open);
        let mut told = dates(project).peekable();
        timed && told.peek().is_some() && told.all(|(date, _)| (self.years.0..=self.years.1).contains(&date.year))
    }

    fn lanes(&self, answer: &Development, lang: Lang) -> Vec<PathLane> {
        // What belongs to no chain comes last.
        let key = |chain: Option<&str>| (chain.is_none(), chain.unwrap_or_default().to_owned());
        let mut lanes: BTreeMap<(bool, String), PathLane> = BTreeMap::new();
        let lane = |lanes: &mut BTreeMap<(bool, String), PathLane>, chain: Option<&str>| {
            let name = chain.unwrap_or(words::outside(lang)).to_owned();
            lanes.entry(key(chain)).or_insert_with(|| PathLane {
                name,
                projects: Vec::new(),
                targets: Vec::new(),
                waiting: waiting(answer, chain, lang),
            });
        };
        let mut add_project = |at: &usize| {
            let project = &answer.projects[*at];
            let gap = self.gap(answer, project);
            let chain = gap.and_then(|gap| gap.chain.as_deref()).or(project.chains.first().map(|name| &**name));
            lane(&mut lanes, chain);
            if let Some(lane) = lanes.get_mut(&key(chain)) {
                lane.projects.push(shown(project, gap, lang));
            }
        };
        self.projects.iter().for_each(&mut add_project);
        for at in &self.targets {
            let target = &answer.targets[*at];
            lane(&mut lanes, target.chain.as_deref());
            if let Some(lane) = lanes.get_mut(&key(target.chain.as_deref())) {
                lane.targets.push(goal(target, self.years, lang));
            }
        }
        let mut lanes: Vec<PathLane> = lanes.into_values().collect();
        let begins = |project: &PathProject| project.marks.first().map_or(0.0, |mark| mark.0);
        for lane in &mut lanes {
            lane.projects.sort_by(|a, b| begins(a).total_cmp(&begins(b)).then_with(|| a.id.cmp(&b.id)));
            lane.targets.sort_by(|a, b| a.target.0.total_cmp(&b.target.0).then_with(|| a.name.cmp(&b.name)));
        }
        lanes
    }

    /// The weak link of best rank that a project answers.
    fn gap<'a>(&self, answer: &'a Development, project: &ProjectPath) -> Option<&'a GapPath> {
        answer.gaps.get(*self.ranks.get(&*project.project.id)?)
    }

    /// Projects without a place on the axis, by why.
    fn aside(&self, answer: &Development, lang: Lang) -> Vec<(String, String)> {
        let groups = [Timing::Overdue, Timing::Undated, Timing::Contradictory, Timing::Open];
        let group = |timing: Timing| {
            let fits = |project: &&ProjectPath| match project.timing {
                Timing::Overdue | Timing::Undated | Timing::Contradictory => project.timing == timing,
                // What produces without a date has nothing more to come.
                _ => timing == Timing::Open && !self.is_placed(project) && dates(project).next().is_some(),
            };
            let found: Vec<&ProjectPath> = answer.projects.iter().filter(fits).collect();
            let mut names: Vec<String> = (found.iter().take(2 * NAMED))
                .map(|project| words::named(&project.project.name, project.due, lang))
                .collect();
            let rest = found.len() - names.len();
            names.extend((rest > 0).then(|| words::others(rest, lang)));
            (!names.is_empty()).then(|| (words::aside(timing, lang).to_owned(), term::list(&names, lang)))
        };
        groups.into_iter().filter_map(group).collect()
    }
}

/// Weak links of a chain without a project.
fn waiting(answer: &Development, chain: Option<&str>, lang: Lang) -> String {
    let Some(chain) = chain else { return String::new() };
    let open = answer.gaps.iter().filter(|gap| gap.projects.is_empty() && gap.chain.as_deref() == Some(chain));
    let names: Vec<&str> = open.map(|gap| &*gap.product.name).collect();
    words::waiting(&names[..names.len().min(NAMED)], names.len(), lang)
}

fn shown(project: &ProjectPath, gap: Option<&GapPath>, lang: Lang) -> PathProject {
    let yuan = |amount: Option<f64>| amount.map(|yuan| number::money(yuan, lang));
    let of = &project.project;
    let stage = of.stage.map(|stage| words::stage(stage, lang));
    let products = || term::list(&of.products.iter().map(|product| &*product.name).collect::<Vec<_>>(), lang);
    PathProject {
        id: of.id.to_string(),
        gap: gap.map_or_else(products, |gap| gap.product.name.to_string()),
        types: gap.map_or_else(Vec::new, |gap| {
            gap.types.iter().map(|kind| gap_words::short_type(*kind, lang).to_owned()).collect()
        }),
        name: of.name.to_string(),
        detail: words::detail(stage, yuan(of.capacity).as_deref(), yuan(of.investment).as_deref(), lang),
        marks: dates(project).map(|(date, sign)| (point(date), sign)).collect(),
        until: project.opened.map(|date| date.to_string()).unwrap_or_default(),
        open: project.timing == Timing::Open,
    }
}

fn goal(target: &TargetPath, years: (u16, u16), lang: Lang) -> PathTarget {
    let inside = |year: u16| (years.0..=years.1).contains(&year);
    let end = |year: u16| f64::from(year) + 1.0;
    let base = target.base_year.filter(|year| inside(year.0));
    let base = base.map(|year| (end(year.0), words::stated(&target.base, lang)));
    let now = target.now.as_ref().and_then(|now| match now {
        Known::Computed { year, .. } => *year,
        Known::Reported { year, .. } => Some(*year),
    });
    let now = now.filter(|year| inside(year.0) && Some(*year) != target.base_year);
    PathTarget {
        name: words::target(&target.subject, &target.metric, lang),
        detail: told(target, lang),
        base,
        now: now.map(|year| end(year.0)),
        target: (end(target.target_year.0), words::stated(&target.target, lang)),
    }
}

/// What there is now, what the projects bring, what is still to go.
fn told(target: &TargetPath, lang: Lang) -> String {
    let Some(now) = &target.now else { return words::no_now(lang).to_owned() };
    let mut parts = vec![words::now(&value(now, lang), &year(now, lang), is_computed(now), lang)];
    parts.extend(with_projects(now, lang).map(|built| words::built(&built, lang)));
    parts.extend(target.to_go.map(|go| match go > 0.0 {
        true => words::still(&words::to_go(go, &target.target.unit, lang), lang),
        false => words::reached(lang).to_owned(),
    }));
    term::clauses(&parts, lang)
}

fn is_computed(now: &Known) -> bool {
    matches!(now, Known::Computed { .. })
}

fn year(now: &Known, lang: Lang) -> String {
    let year = match now {
        Known::Computed { year, .. } => *year,
        Known::Reported { year, .. } => Some(*year),
    };
    term::year(year, lang)
}

fn value(now: &Known, lang: Lang) -> String {
    match now {
        Known::Computed { rate, .. } => share(rate, lang),
        Known::Reported { figure, .. } => words::stated(figure, lang),
    }
}

/// The rate, or where nothing bounds it that of the lines that are known.
fn share(rate: &Measure, lang: Lang) -> String {
    let known = measure::known_lines(rate).map(|value| words::known_lines(&number::percent(value), lang));
    known.unwrap_or_else(|| number::cell(&measure::figure(rate), Unit::Share, lang))
}

/// The rate with the projects built, where it is another.
fn with_projects(now: &Known, lang: Lang) -> Option<String> {
    let Known::Computed { built, .. } = now else { return None };
    built.as_ref().map(|rate| share(rate, lang))
}

fn list<T: AsRef<str>>(names: &[T], lang: Lang) -> Cell {
    Cell::text_or((!names.is_empty()).then(|| term::list(names, lang)), Reason::NotApplicable)
}

fn gaps(answer: &Development, lang: Lang) -> Table {
    let names: BTreeMap<&str, &str> =
        answer.projects.iter().map(|project| (&*project.project.id, &*project.project.name)).collect();
    let projects = move |row: &GapPath| {
        let names: Vec<&str> = row.projects.iter().filter_map(|id| names.get(&**id).copied()).collect();
        list(&names, lang)
    };
    let short = move |kind: GapType| gap_words::short_type(kind, lang);
    Columns::new(lang)
        .with(head::RANK, |row: &GapPath| Cell::count(row.rank))
        .with(head::PRODUCT, |row| Cell::text(&*row.product.name))
        .with(head::CHAIN, |row| Cell::text_or(row.chain.as_deref(), Reason::NotApplicable))
        .with(head::SEGMENT, |row| Cell::text_or(row.segment.as_deref(), Reason::NotApplicable))
        .with(head::TYPES, move |row| list(&row.types.iter().map(|kind| short(*kind)).collect::<Vec<_>>(), lang))
        .with(head::PRIMARY, move |row| Cell::text(short(row.primary)))
        .with(head::OUTSIDE, |row| Cell::number_or(row.outside, Reason::NotIdentified))
        .with(head::PROJECT_COUNT, |row| Cell::count(row.projects.len()))
        .with(head::ANSWERED_BY, projects)
        .with(head::OPENS, |row| Cell::text_or(row.opens.map(|date| date.to_string()), Reason::Unknown))
        .with(head::PRODUCT_ID, |row| Cell::text(&*row.product.id))
        .table("development", words::table_title("development", lang), &answer.gaps)
}

fn projects(answer: &Development, lang: Lang) -> Table {
    let date = |date: Option<Date>| Cell::text_or(date.map(|date| date.to_string()), Reason::Unknown);
    Columns::new(lang)
        .with(head::BUILT, |row: &ProjectPath| Cell::text(&*row.project.name))
        .with(head::PROJECT_KIND, move |row| {
            Cell::text_or(row.kind.map(|kind| words::kind(kind, lang)), Reason::Unknown)
        })
        .with(head::STAGE, move |row| {
            Cell::text_or(row.project.stage.map(|stage| words::stage(stage, lang)), Reason::Unknown)
        })
        .with(head::BUILT_PRODUCTS, move |row| {
            list(&row.project.products.iter().map(|product| &*product.name).collect::<Vec<_>>(), lang)
        })
        .with(head::CHAIN, move |row| list(&row.chains, lang))
        .with(head::SIGNED, move |row| date(row.signed))
        .with(head::STARTED, move |row| date(row.started))
        .with(head::OPENED, move |row| date(row.opened))
        .with(head::TIMING, move |row| Cell::text(words::timing(row.timing, row.due, lang)))
        .with(head::CAPACITY, |row| Cell::number_or(row.project.capacity, Reason::Unknown))
        .with(head::INVESTMENT, |row| Cell::number_or(row.project.investment, Reason::Unknown))
        .with(head::PAID_IN, |row| Cell::number_or(row.paid_in, Reason::Unknown))
        .with(head::BUILT_AT, |row| {
            Cell::text_or(Some(&*row.project.place).filter(|place| !place.is_empty()), Reason::Unknown)
        })
        .with(head::BUILT_ID, |row| Cell::text(&*row.project.id))
        .table("development_projects", words::table_title("development_projects", lang), &answer.projects)
}

/// Targets differ in unit from row to row, so their figures are text with unit.
fn targets(rows: &[TargetPath], lang: Lang) -> Table {
    let unit = |row: &TargetPath| -> StatedUnit { row.target.unit.clone() };
    let now = |row: &TargetPath, of: fn(&Known, Lang) -> String| row.now.as_ref().map(|now| of(now, lang));
    Columns::new(lang)
        .with(head::SUBJECT, |row: &TargetPath| Cell::text(&*row.subject))
        .with(head::METRIC, |row| Cell::text(&*row.metric))
        .with(head::BASE_YEAR, |row| Cell::text_or(row.base_year.map(|year| year.0.to_string()), Reason::Unknown))
        .with(head::BASE_VALUE, move |row| Cell::text(words::stated(&row.base, lang)))
        .with(head::NOW_YEAR, move |row| Cell::text_or(now(row, year), Reason::Unknown))
        .with(head::NOW_VALUE, move |row| Cell::text_or(now(row, value), Reason::Unknown))
        .with(head::NOW_SOURCE, move |row| {
            Cell::text_or(row.now.as_ref().map(|now| words::source(is_computed(now), lang)), Reason::NotApplicable)
        })
        .with(head::WITH_PROJECTS, move |row| {
            Cell::text_or(row.now.as_ref().and_then(|now| with_projects(now, lang)), Reason::NotComputed)
        })
        .with(head::TARGET_YEAR, |row| Cell::text(row.target_year.0.to_string()))
        .with(head::TARGET_VALUE, move |row| Cell::text(words::stated(&row.target, lang)))
        .with(head::TO_GO, move |row| {
            Cell::text_or(row.to_go.map(|go| words::to_go(go, &unit(row), lang)), Reason::NotIdentified)
        })
        .with(head::EXPECTED_PACE, move |row| {
            Cell::text_or(row.pace.map(|pace| words::amount(pace.expected, &unit(row), lang)), Reason::NotIdentified)
        })
        .with(head::PACE, move |row| {
            // Binary floats must not make somebody late who is on the line.
            let on_time = |pace: crate::analysis::development::Pace| pace.ahead >= -1e-9 * pace.expected.abs();
            Cell::text_or(row.pace.map(|pace| words::pace(on_time(pace), lang)), Reason::NotIdentified)
        })
        .with(head::CLAUSE, |row| Cell::text_or(row.clause.as_deref(), Reason::Unknown))
        .table("development_targets", words::table_title("development_targets", lang), rows)
}
