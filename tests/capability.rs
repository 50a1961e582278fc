//! Capability against its definition, and the weak links that it puts in order.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{Economy, Make, at, wan};
use liantu::analysis::capability::{Counted, Identified, Panel};
use liantu::analysis::gap::{GapRow, GapType};
use liantu::analysis::priority::{PriorityOptions, Variant};
use liantu::analysis::scope::Scope;
use liantu::analysis::{Capability, CapabilityOptions, Error, Gap, GapOptions, capability, gap};
use liantu::model::{AreaCode, PanelEntry};

const FOCUS: AreaCode = AreaCode(341_300);
/// Two counties here, ten elsewhere.
const COUNTIES: [u32; 12] =
    [341_324, 341_323, 340_102, 340_202, 340_302, 340_402, 340_502, 340_602, 340_702, 320_205, 320_302, 310_115];

fn scope() -> Scope {
    Scope { focus: Some(FOCUS), ..Scope::default() }
}

/// `a` is made here. `c` is made wherever `a` is, `b` only where it is not; the other products are spread
/// about elsewhere.
fn panel() -> Panel {
    let mut entries = Vec::new();
    let mut makes = |area: u32, product: &str, value: f64| {
        entries.push(PanelEntry { area: area.to_string(), product: product.into(), value });
    };
    for (at, county) in COUNTIES.into_iter().enumerate() {
        let with_a = at < 6;
        if with_a {
            makes(county, "a", 2.0);
        }
        if at >= 2 {
            makes(county, if with_a { "c" } else { "b" }, 2.0);
        }
        for other in 0..9 {
            if at >= 2 && (at + other) % 3 == 0 {
                makes(county, &format!("其他{other}"), 1.0);
            }
        }
    }
    Panel { source: "panel.csv".into(), entries: entries.into() }
}

/// `a` is made here and sold outside; `b` and `c` would be made of it, and nobody buys them.
fn economy() -> Economy {
    Economy::default()
        .focus(FOCUS.0)
        .leader("L", at(341_324))
        .firm("M", at(341_323))
        .firm("O", at(320_205))
        .makes("M", "a", Make { output: Some(100.0), capacity: Some(100.0), ..Make::default() })
        .buys("O", "M", "a", wan(50.0))
        .buys("L", "O", "d", wan(10.0))
        .input("b", "a")
        .input("c", "a")
}

fn weak(options: GapOptions) -> Gap {
    gap(&economy().graph(), &GapOptions { scope: scope(), ..options }).unwrap()
}

fn extend(gap: &Gap) -> Vec<&GapRow> {
    gap.rows.iter().filter(|row| row.types.contains(&GapType::Extend)).collect()
}

fn ask(options: CapabilityOptions) -> Capability {
    capability(&economy().graph(), &CapabilityOptions { scope: scope(), ..options }).unwrap()
}

#[test]
fn what_lies_nearer_is_extended_first() {
    let without = weak(GapOptions::default());
    let names = |gap: &Gap| extend(gap).iter().map(|row| row.product.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&without), ["b", "c"]);
    assert!(without.rows.iter().all(|row| row.relatedness.is_none()), "two counties tell nothing");
    let with = weak(GapOptions { panel: Some(panel()), ..GapOptions::default() });
    assert_eq!(names(&with), ["c", "b"]);
    let of = |name: &str| with.rows.iter().find(|row| &*row.product.name == name).unwrap().relatedness;
    assert!(of("c").unwrap() > of("b").unwrap());
    let answer = ask(CapabilityOptions { panel: Some(panel()), ..CapabilityOptions::default() });
    let first =
        |name: &str| answer.options.iter().find(|row| &*row.product.name == name && row.area.code == Some(FOCUS));
    assert_eq!(first("c").unwrap().relatedness, of("c"), "one figure, whoever asks");
    assert_eq!(&*first("c").unwrap().nearest[0].product.name, "a");
}

#[test]
fn the_composite_of_the_weak_links_adds_up() {
    let order = PriorityOptions { composite: true, draws: 300, ..PriorityOptions::default() };
    let found = weak(GapOptions { order, panel: Some(panel()), ..GapOptions::default() });
    let weighed = found.weighed.as_ref().unwrap();
    assert!((weighed.criteria.iter().map(|used| used.weight).sum::<f64>() - 1.0).abs() < 1e-12);
    let rows: Vec<_> = found.rows.iter().filter_map(|row| row.composite.as_ref()).collect();
    assert_eq!(rows.len(), found.rows.iter().filter(|row| row.priority.is_some()).count());
    for row in &rows {
        let sum: Option<f64> = row.contributions.iter().map(|part| part.adds).sum();
        assert_eq!(sum, row.score);
    }
    assert!((rows.iter().map(|row| row.first).sum::<f64>() - 1.0).abs() < 1e-9);
    assert!(weighed.comparison.agreement.iter().any(|row| row.variant == Variant::Geometric));
    assert_eq!(weak(GapOptions::default()).weighed, None, "only when it is asked for");
    let weights = [("nonsense".to_owned(), 1.0)].into();
    let order = PriorityOptions { weights, ..PriorityOptions::default() };
    let options = GapOptions { scope: scope(), order, ..GapOptions::default() };
    assert!(matches!(gap(&economy().graph(), &options), Err(Error::UnknownCriterion { .. })));
}

/// [RD-1], [RD-2], [RD-3] as they stand, from the entries alone.
fn oracle(entries: &[PanelEntry], product: &str) -> f64 {
    let sum = |area: Option<&str>, product: Option<&str>| -> f64 {
        let fits = |entry: &&PanelEntry| {
            area.is_none_or(|area| entry.area == area) && product.is_none_or(|product| entry.product == product)
        };
        entries.iter().filter(fits).map(|entry| entry.value).sum()
    };
    let here = |product: Option<&str>| sum(Some("341324"), product) + sum(Some("341323"), product);
    let makes = |own: f64, of: f64, k: &str| own > 0.0 && own / of >= sum(None, Some(k)) / sum(None, None);
    let areas: Vec<String> = COUNTIES.iter().map(u32::to_string).collect();
    let specialised =
        |area: &String, k: &str| makes(sum(Some(area.as_str()), Some(k)), sum(Some(area.as_str()), None), k);
    let mut products: Vec<&str> = entries.iter().map(|entry| entry.product.as_str()).collect();
    products.sort_unstable();
    products.dedup();
    let count = |of: &dyn Fn(&String) -> bool| areas.iter().filter(|area| of(area)).count() as f64;
    let phi = |j: &str| {
        let both = count(&|area| specialised(area, product) && specialised(area, j));
        both / count(&|area| specialised(area, product)).max(count(&|area| specialised(area, j))).max(1.0)
    };
    let others = || products.iter().filter(|j| **j != product);
    let made = others().filter(|j| makes(here(Some(j)), here(None), j)).map(|j| phi(j)).sum::<f64>();
    made / others().map(|j| phi(j)).sum::<f64>()
}

#[test]
fn relatedness_of_the_area_is_as_defined() {
    let answer = ask(CapabilityOptions { panel: Some(panel()), ..CapabilityOptions::default() });
    let of_focus = answer.options.iter().filter(|row| row.area.code == Some(FOCUS));
    let mut compared = 0;
    for row in of_focus {
        let expected = oracle(&panel().entries, &row.product.name);
        assert!((row.relatedness.unwrap() - expected).abs() < 1e-12, "{} {expected}", row.product.name);
        compared += 1;
    }
    assert!(compared > 3);
    assert_eq!((answer.panel.areas, answer.panel.small), (12, false));
}

#[test]
fn rows_may_come_in_any_order_and_repeat_themselves() {
    let asked = |panel: Panel| ask(CapabilityOptions { panel: Some(panel), ..CapabilityOptions::default() });
    let whole = asked(panel());
    let backwards: Vec<PanelEntry> = panel().entries.iter().rev().cloned().collect();
    assert_eq!(asked(Panel { entries: backwards.into(), ..panel() }), whole);
    let once = panel();
    let halves = once.entries.iter().flat_map(|entry| {
        let half = PanelEntry { value: entry.value / 2.0, ..entry.clone() };
        [half.clone(), half]
    });
    assert_eq!(asked(Panel { entries: halves.collect(), ..panel() }), whole);
}

#[test]
fn odd_panels_are_told_not_computed() {
    let entry = |area: &str, product: &str, value| PanelEntry { area: area.into(), product: product.into(), value };
    let asked = |entries: Vec<PanelEntry>, threshold| {
        let panel = Some(Panel { source: "p".into(), entries: entries.into() });
        ask(CapabilityOptions { panel, threshold, ..CapabilityOptions::default() })
    };
    let empty = asked(Vec::new(), 1.0);
    assert_eq!((empty.panel.areas, empty.panel.identified, empty.options.len()), (0, Identified::TooFew, 0));
    let zeros = asked(vec![entry("泗县", "a", 0.0), entry("灵璧县", "b", 1.0)], 1.0);
    assert_eq!(
        (zeros.panel.dropped_areas, zeros.panel.dropped_products),
        (vec!["泗县".to_owned()], vec!["a".to_owned()])
    );
    let nowhere =
        asked(vec![entry("乌有县\u{7}", "a", 1.0), entry("灵璧县", "b", 1e308), entry("灵璧县", "c", 1e308)], 1.0);
    assert_eq!(nowhere.panel.unresolved_areas.len(), 1);
    let text = serde_json::to_string(&nowhere).unwrap();
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    // A threshold above what an area reaches leaves it without products; others keep theirs.
    let strict = ask(CapabilityOptions { panel: Some(panel()), threshold: 5.0, ..CapabilityOptions::default() });
    assert!(strict.areas.iter().any(|row| row.diversity == 0 && row.eci.is_none()));
    assert!(strict.areas.iter().all(|row| row.eci.is_none_or(f64::is_finite)));
}

#[test]
fn the_data_set_has_a_panel_of_its_own() {
    let firms = ask(CapabilityOptions::default());
    assert_eq!((firms.panel.areas, firms.panel.products, firms.panel.small), (1, 1, true));
    let output = ask(CapabilityOptions { counted: Counted::Output, ..CapabilityOptions::default() });
    assert_eq!((output.panel.areas, output.panel.left_out), (1, 0));
    let nowhere = Economy::default().focus(FOCUS.0).firm("M", at(341_300)).makes(
        "M",
        "a",
        Make { output: Some(1.0), ..Make::default() },
    );
    let answer = capability(&nowhere.graph(), &CapabilityOptions { scope: scope(), ..CapabilityOptions::default() });
    assert_eq!(answer.unwrap().panel.left_out, 1, "a city is no county");
}
