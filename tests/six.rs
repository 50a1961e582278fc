//! The tree of a chain, innovation and talent, and the development path: numbers worked by hand, and the size of needs E10.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;
#[path = "common/e10.rs"]
mod e10;

use common::{Economy, Make, at, wan};
use liantu::analysis::development::{Development, Known, Timing};
use liantu::analysis::innovation::TalentCount;
use liantu::analysis::scope::Scope;
use liantu::analysis::{
    Answer, DevelopmentOptions, GapOptions, Innovation, InnovationOptions, PanoramaOptions, Request, development,
    innovation,
};
use liantu::app::Session;
use liantu::app::session::{Policy, read_options};
use liantu::graph::SupplyGraph;
use liantu::model::{
    Amount, AreaCode, Dataset, Date, FirmIx, FirmYear, Indicator, Location, Metric, Project, ProjectId,
    ProjectSnapshot, ProjectStage, Qualification, Quantity, RowRef, Talent, TalentKind, Target, Unit, Year,
};
use liantu::render::figure::svg;
use liantu::report::{Block, Context, Figure, Lang, Report, present};
use std::sync::Arc;

const ROW: RowRef = RowRef { source: 0, row: 2 };

/// 甲 (泗县) buys hubs for 3,000 from 乙 (灵璧) and tubes for 2,000 from 无锡; 丙 (灵璧) makes hubs too and sells none.
fn dataset() -> Dataset {
    Economy::default()
        .focus(341300)
        .leader("甲", at(341324))
        .firm("乙", at(341323))
        .firm("丙", at(341323))
        .makes("乙", "轮毂", Make { capacity: Some(4000.0), output: Some(4000.0), ..Make::default() })
        .makes("丙", "轮毂", Make::default())
        .input("轮毂", "钢管")
        .buys_in("甲", "乙", "轮毂", wan(3000.0), Some(2024))
        .buys_in("甲", "丁", "钢管", wan(2000.0), Some(2024))
        .firm("丁", at(320200))
        .dataset()
}

fn firm(dataset: &Dataset, name: &str) -> FirmIx {
    FirmIx::from(dataset.firms.iter().position(|firm| *firm.name == *name).unwrap())
}

fn product(dataset: &Dataset, name: &str) -> liantu::model::ProductIx {
    liantu::model::ProductIx::from(dataset.products.iter().position(|product| *product.name == *name).unwrap())
}

fn scope() -> Scope {
    Scope { focus: Some(AreaCode(341300)), ..Scope::default() }
}

fn who_knows(dataset: Dataset) -> Innovation {
    let graph = SupplyGraph::build(Arc::new(dataset));
    innovation(&graph, &InnovationOptions { scope: scope(), ..InnovationOptions::default() }).unwrap()
}

fn year(firm: FirmIx, year: u16, figures: [Option<f64>; 3]) -> FirmYear {
    let [revenue, research, patents] = figures;
    FirmYear {
        firm,
        year: Year(year),
        revenue,
        output: None,
        cost: None,
        research,
        employees: None,
        patents,
        tax: None,
        land: None,
        energy: None,
        row: ROW,
    }
}

fn talent(name: &str, products: Vec<liantu::model::ProductIx>, location: Location) -> Talent {
    Talent {
        name: name.into(),
        category: None,
        kind: Some(TalentKind::Institution),
        field: None,
        products,
        location,
        employer: None,
        firm: None,
        row: ROW,
    }
}

#[test]
fn what_is_not_reported_or_listed_is_unknown_and_never_zero() {
    let empty = who_knows(dataset());
    let strength = &empty.chains[0].strength;
    assert_eq!(
        (strength.firms, strength.patents.value, strength.research.value, strength.talents),
        (2, None, None, None)
    );
    let unserved: Vec<&str> = empty.chains[0].segments[0].unserved.iter().map(|open| &*open.product.name).collect();
    assert!(unserved.contains(&"钢管"), "{unserved:?}");
    let report = present(&Answer::Innovation(Box::new(empty)), &Context::default());
    assert!(matches!(report.key_figures[0].value, liantu::report::Cell::Missing(_)));
}

#[test]
fn strength_is_of_local_makers_that_report() {
    let mut data = dataset();
    let (b, c) = (firm(&data, "乙"), firm(&data, "丙"));
    data.firms[b.index()].qualifications =
        vec![Qualification::LittleGiant, Qualification::HighTech, Qualification::Listed];
    let mut years = vec![
        year(b, 2023, [Some(5e7), Some(5e6), Some(99.0)]),
        year(b, 2024, [Some(1e8), Some(3e6), Some(10.0)]),
        year(c, 2024, [Some(2e8), None, Some(4.0)]),
        // After the year of the question.
        year(c, 2025, [Some(2e8), Some(2e8), Some(1000.0)]),
        year(firm(&data, "丁"), 2024, [Some(1e9), Some(9e8), Some(500.0)]),
    ];
    years.sort_by_key(|entry| (entry.firm, entry.year));
    data.firm_years = years;
    let (tube, hub) = (product(&data, "钢管"), product(&data, "轮毂"));
    data.talents = vec![
        talent("研究所", vec![tube], at(341300)),
        talent("大学", vec![tube.min(hub), tube.max(hub)], at(320200)),
        talent("某人", Vec::new(), Location::UNKNOWN),
    ];
    let answer = who_knows(data);
    let strength = &answer.chains[0].strength;
    assert_eq!(answer.figures_year, Some(Year(2024)));
    assert_eq!((strength.firms, strength.titled, strength.titles.len()), (2, 1, 2));
    assert_eq!((strength.patents.value, strength.patents.told, strength.patents.of), (Some(14.0), 2, 2));
    assert_eq!((strength.research.told, strength.research.of), (1, 2));
    assert!((strength.research.value.unwrap() - 0.03).abs() < 1e-12);
    let counted = TalentCount { here: 1, elsewhere: 1, unplaced: 0, institutions: 2, teams: 0 };
    assert_eq!(strength.talents, Some(counted));
    assert!(answer.chains[0].segments[0].unserved.is_empty());
    assert_eq!((answer.talents.len(), answer.without_product), (3, 1));
}

fn snapshot(data: &Dataset, dates: [&str; 3]) -> ProjectSnapshot {
    let [signed, started, opened] = dates.map(Date::parse);
    ProjectSnapshot {
        date: Date::parse("2025-03-31"),
        kind: None,
        stage: Some(ProjectStage::Started),
        firm: None,
        products: vec![product(data, "钢管")],
        location: at(341323),
        origin: Location::UNKNOWN,
        enclave: None,
        investment: Amount::Undisclosed,
        paid_in: Amount::Missing,
        land: None,
        energy: None,
        capacity: wan(1500.0),
        signed,
        started,
        opened,
        counted: None,
        responsible: None,
        row: ROW,
    }
}

fn target(subject: &str, metric: &str, known: Option<Metric>, base: Amount, (goal, unit): (f64, Unit)) -> Target {
    Target {
        subject: subject.into(),
        metric: metric.into(),
        known,
        base_year: Some(Year(2022)),
        base: Quantity { value: base, unit: Some(unit.clone()) },
        target_year: Year(2026),
        target: Quantity { value: Amount::Known(goal), unit: Some(unit) },
        clause: None,
        row: ROW,
    }
}

fn course() -> Development {
    let mut data = dataset();
    data.about.as_of = Some("2025-03-31".into());
    let project = |id: &str, dates| Project {
        id: ProjectId(id.into()),
        name: id.into(),
        number: None,
        snapshots: vec![snapshot(&data, dates)],
    };
    data.projects = vec![
        project("P1", ["2024-01-05", "2024-08-01", "2026-06"]),
        project("P2", ["", "", "2025-01-31"]),
        project("P3", ["", "", ""]),
    ];
    data.targets = vec![
        target("chain", "产值", None, Amount::Known(1e8), (0.15, Unit::Share)),
        target("chain", "近地化配套率", Some(Metric::LocalRate), Amount::Known(0.5), (0.8, Unit::Share)),
        target("宿州市", "近地化配套率", Some(Metric::LocalRate), Amount::Missing, (0.8, Unit::Share)),
        target("灵璧县", "新增企业", None, Amount::Known(10.0), (40.0, Unit::Named("家".into()))),
    ];
    data.indicators = [(2023, Amount::Known(16.0)), (2024, Amount::Undisclosed)]
        .map(|(year, value)| Indicator {
            subject: "灵璧县".into(),
            indicator: "新增企业".into(),
            year: Year(year),
            value: Quantity { value, unit: Some(Unit::Named("家".into())) },
            row: ROW,
        })
        .into();
    let graph = SupplyGraph::build(Arc::new(data));
    development(&graph, &DevelopmentOptions { scope: scope(), ..DevelopmentOptions::default() }).unwrap()
}

#[test]
fn gaps_lead_to_projects_and_targets_to_what_there_is() {
    let answer = course();
    let tube = answer.gaps.iter().find(|gap| *gap.product.name == *"钢管").unwrap();
    assert_eq!(tube.projects, ["P1".into(), "P2".into(), "P3".into()]);
    assert_eq!((tube.opens, tube.outside), (Date::parse("2026-06"), Some(2e7)));
    let timings: Vec<Timing> = answer.projects.iter().map(|project| project.timing).collect();
    assert_eq!(timings, [Timing::Planned, Timing::Overdue, Timing::Undated]);
    assert_eq!(answer.projects[1].due, Some(ProjectStage::Producing));
    let of = |subject: &str, metric: &str| {
        answer.targets.iter().find(|target| *target.subject == *subject && *target.metric == *metric).unwrap()
    };
    // 3,000 of 5,000 are near; three plants of 1,500 take the 2,000 from 无锡.
    for subject in ["chain", "宿州市"] {
        let Some(Known::Computed { rate, built, .. }) = &of(subject, "近地化配套率").now else {
            panic!("{subject}")
        };
        assert!((rate.value.unwrap() - 0.6).abs() < 1e-12 && built.as_ref().unwrap().value.unwrap() > 0.99);
    }
    let rate = of("chain", "近地化配套率");
    assert!((rate.to_go.unwrap() - 0.2).abs() < 1e-12);
    // Half of the way from 2022 to 2026 wants 0.65.
    let pace = rate.pace.unwrap();
    assert!((pace.expected - 0.65).abs() < 1e-12 && (pace.ahead + 0.05).abs() < 1e-12, "{pace:?}");
    assert_eq!(of("宿州市", "近地化配套率").pace, None);
    // Growth is no amount, and the indicator withheld for 2024 leaves that of 2023.
    assert_eq!((of("chain", "产值").to_go, of("chain", "产值").now.is_none()), (None, true));
    let firms = of("灵璧县", "新增企业");
    assert!(matches!(firms.now, Some(Known::Reported { year: Year(2023), .. })));
    assert!((firms.to_go.unwrap() - 24.0).abs() < 1e-12 && (firms.pace.unwrap().expected - 17.5).abs() < 1e-12);
}

#[test]
fn overdue_and_undated_projects_are_named_and_not_placed() {
    let report = present(&Answer::Development(Box::new(course())), &Context { lang: Lang::Zh, ..Context::default() });
    let Some(Figure::Path(map)) = figures(&report).next() else { panic!("no path") };
    let placed: Vec<&str> =
        map.lanes.iter().flat_map(|lane| &lane.projects).map(|project| project.id.as_str()).collect();
    assert_eq!(placed, ["P1"]);
    let named: Vec<&str> = map.aside.iter().map(|(_, names)| names.as_str()).collect();
    assert_eq!(named, ["P2（应竣工投产）", "P3"]);
    assert_eq!((map.years.0, map.years.1), (2022, 2026));
}

fn figures(report: &Report) -> impl Iterator<Item = &Figure> {
    report.blocks.iter().filter_map(|block| if let Block::Figure(figure) = block { Some(figure) } else { None })
}

#[test]
fn a_region_of_needs_e10_is_told_in_at_most_eighty_marks() {
    let folder = tempfile::tempdir().unwrap();
    e10::write(folder.path(), 0);
    let options = read_options(&Some("合肥市".into()), &[]);
    let session = Session::open(folder.path(), &options, &Policy::default()).unwrap();
    let scope = session.scope(None, None);
    let gap = GapOptions { scope: scope.clone(), ..GapOptions::default() };
    let requests = [
        Request::Panorama(PanoramaOptions { gap, risks: Some(false), ..PanoramaOptions::default() }),
        Request::Innovation(InnovationOptions { scope: scope.clone(), ..InnovationOptions::default() }),
    ];
    let mut seen = 0;
    for request in requests {
        let report = session.report(&session.answer(&request).unwrap(), Lang::Zh);
        for figure in figures(&report) {
            let marks: usize = match figure {
                Figure::Tree(tree) => tree.branches.iter().map(|branch| branch.leaves.len()).sum(),
                Figure::Innovation(map) => map.lanes.iter().map(|lane| lane.cards.len()).sum(),
                _ => continue,
            };
            seen += 1;
            assert!((1..=80).contains(&marks), "{} {marks}", figure.key());
            assert_eq!(svg(figure).unwrap(), svg(figure).unwrap());
        }
    }
    assert_eq!(seen, 5);
}
