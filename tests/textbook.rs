//! We compute what the methods and the acceptance scenarios print; each number names its example and tag.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

mod common;

use common::{Economy, Make, at, km, wan};
use liantu::analysis::rate::{Basis, RateLevel};
use liantu::analysis::scope::{Scope, TierName};
use liantu::analysis::{RateOptions, SplitOptions, rate, split};
use liantu::graph::SupplyGraph;
use liantu::model::measure::Side;
use liantu::model::{Amount, Measure, Status};

const C1: u32 = 340102;

fn measure(graph: &SupplyGraph, firm: &str, tier: &str, basis: Basis) -> Measure {
    let options = RateOptions { tiers: vec![tier.parse().unwrap()], ..RateOptions::default() };
    let answer = rate(graph, &options).unwrap();
    let is_asked =
        |row: &&liantu::analysis::rate::RateRow| row.level == RateLevel::Firm && *row.id == *firm && row.basis == basis;
    answer.rows.iter().find(is_asked).unwrap().measure.clone()
}

#[track_caller]
fn close(figure: Option<f64>, expected: f64) {
    let figure = figure.expect("a figure");
    assert!((figure - expected).abs() < 5e-4, "{figure} is not {expected}");
}

/// Example 1 of the methods, §1.6: amounts in 万元.
fn example_1(complete: bool) -> SupplyGraph {
    Economy::default()
        .leader("L", km(C1, 0.0))
        .firm("s1", km(C1, 5.0))
        .firm("s2", km(340103, 30.0))
        .firm("s3", km(340202, 150.0))
        .firm("s4", km(320102, 80.0))
        .firm("s5", liantu::model::Location::UNKNOWN)
        .firm("s6", km(C1, 8.0))
        .buys("L", "s1", "a", wan(30.0))
        .buys("L", "s2", "a", wan(20.0))
        .buys("L", "s3", "b", wan(10.0))
        .buys("L", "s4", "b", wan(40.0))
        .buys("L", "s5", "c", wan(25.0))
        .buys("L", "s6", "d", Amount::Missing)
        .buys("L", "L", "e", wan(15.0))
        .total("L", 150.0, complete)
        .graph()
}

#[test]
fn example_1_amount_rates_and_bounds_lr1_to_lr4() {
    let (open, complete) = (example_1(false), example_1(true));
    for (tier, r, lo, hi, complete_lo, complete_hi) in [
        ("county", 0.300, 0.200, 0.533, 0.367, 0.533),
        ("city", 0.500, 0.333, 0.667, 0.500, 0.667),
        ("province", 0.600, 0.400, 0.733, 0.567, 0.733),
        ("circle:100", 0.900, 0.600, 0.933, 0.767, 0.933),
    ] {
        let figure = measure(&open, "L", tier, Basis::Amount);
        close(figure.value, r);
        close(figure.lo, lo);
        close(figure.hi, hi);
        close(figure.coverage, 2.0 / 3.0);
        assert_eq!((figure.n, figure.status), (6, Status::Ok), "{tier}");
        let figure = measure(&complete, "L", tier, Basis::Amount);
        close(figure.value, r);
        close(figure.lo, complete_lo);
        close(figure.hi, complete_hi);
    }
}

#[test]
fn example_1_counts_and_coverage_lr5_and_lr7() {
    let graph = example_1(false);
    for (tier, near, products) in
        [("county", 2.0, 2.0), ("city", 3.0, 2.0), ("province", 4.0, 3.0), ("circle:100", 4.0, 3.0)]
    {
        let count = measure(&graph, "L", tier, Basis::Count);
        assert_eq!((count.numerator, count.denominator, count.n), (Some(near), Some(5.0), 6), "{tier}");
        close(count.lo, near / 6.0);
        close(count.hi, (near + 1.0) / 6.0);
        let coverage = measure(&graph, "L", tier, Basis::Coverage);
        assert_eq!((coverage.numerator, coverage.denominator), (Some(products), Some(4.0)), "{tier}");
        close(coverage.hi, (products + 1.0) / 4.0);
    }
}

#[test]
fn example_1_rings_sum_to_one() {
    let answer = rate(&example_1(false), &RateOptions::default()).unwrap();
    let rings: Vec<f64> =
        answer.rings.iter().filter(|ring| ring.level == RateLevel::Firm).map(|ring| ring.amount / 1e4).collect();
    assert_eq!(rings, [30.0, 20.0, 10.0, 40.0, 0.0, 0.0, 25.0]);
}

#[test]
fn example_1_self_supply_stands_apart_as_vertical_integration() {
    let answer = rate(&example_1(false), &RateOptions::default()).unwrap();
    let [own] = &answer.self_supply[..] else { panic!("{:?}", answer.self_supply) };
    assert_eq!((own.own, own.external), (15e4, 150e4));
    close(own.ratio, 0.0909);
}

#[test]
fn a_group_without_a_declared_total_leaves_an_unlocated_unpriced_line_open() {
    let graph = Economy::default()
        .firm("L", at(C1))
        .firm("s", at(C1))
        .firm("u", liantu::model::Location::UNKNOWN)
        .buys("L", "s", "a", wan(1.0))
        .buys("L", "u", "a", Amount::Missing)
        .graph();
    let figure = measure(&graph, "L", "county", Basis::Amount);
    assert_eq!((figure.value, figure.lo, figure.hi, figure.coverage), (Some(1.0), None, None, None));
    assert_eq!(figure.status, Status::NotIdentified);
}

#[test]
fn a_purchase_of_zero_is_neither_a_supplier_nor_a_product() {
    let graph = Economy::default()
        .firm("L", at(C1))
        .firm("near", at(C1))
        .firm("far", at(320200))
        .buys("L", "near", "a", wan(3000.0))
        .buys("L", "far", "b", wan(0.0))
        .graph();
    for basis in [Basis::Count, Basis::Coverage] {
        let figure = measure(&graph, "L", "county", basis);
        assert_eq!((figure.value, figure.n), (Some(1.0), 1), "{basis:?}");
    }
}

/// E1 of the needs: the ledger of 甲车桥 at 泗县, amounts in 万元; the fourth line has no amount.
fn e1(total: Option<f64>) -> SupplyGraph {
    let economy = Economy::default()
        .firm("甲车桥", at(341324))
        .buys_from("甲车桥", at(341323), "轮毂轴承", wan(3000.0))
        .buys_from("甲车桥", at(320200), "轴承钢管", wan(2000.0))
        .buys_from("甲车桥", at(341324), "铸件", wan(1000.0))
        .buys_from("甲车桥", at(341881), "密封件", Amount::Missing)
        .buys_from("甲车桥", at(320500), "电控", wan(4000.0));
    match total {
        Some(total) => economy.total("甲车桥", total, true).graph(),
        None => economy.graph(),
    }
}

#[test]
fn e1_without_a_total_the_side_of_the_unpriced_line_rules() {
    let graph = e1(None);
    for (tier, r) in [("county", 0.1), ("city", 0.4)] {
        let figure = measure(&graph, "甲车桥", tier, Basis::Amount);
        assert_eq!((figure.value, figure.lo, figure.hi), (Some(r), Some(0.0), Some(r)), "{tier}");
        assert_eq!((figure.open, figure.status), (Some(Side::Lo), Status::BoundedOnly));
    }
    let province = measure(&graph, "甲车桥", "province", Basis::Amount);
    assert_eq!((province.value, province.lo, province.hi), (Some(0.4), Some(0.4), Some(1.0)));
    assert_eq!(province.open, Some(Side::Hi));
    assert_eq!(measure(&graph, "甲车桥", "region:长三角", Basis::Amount).value, Some(1.0));
    assert_eq!(measure(&graph, "甲车桥", "city", Basis::Count).value, Some(0.4));
}

#[test]
fn e1_with_a_declared_total_every_tier_is_one_number() {
    let graph = e1(Some(10_500.0));
    for (tier, near) in [("county", 1000.0), ("city", 4000.0), ("province", 4500.0)] {
        let figure = measure(&graph, "甲车桥", tier, Basis::Amount);
        assert_eq!(figure.value, Some(near / 10_500.0), "{tier}");
        assert_eq!((figure.lo, figure.hi), (figure.value, figure.value), "{tier}");
    }
    let percent = |tier| 100.0 * measure(&graph, "甲车桥", tier, Basis::Amount).value.unwrap();
    assert_eq!(
        format!("{:.2} {:.2} {:.2}", percent("county"), percent("city"), percent("province")),
        "9.52 38.10 42.86"
    );
}

/// E2 of the needs: spare capacity of one firm in 灵璧, and a second buyer who needs it too.
fn e2(second_buyer: bool) -> SupplyGraph {
    let mut economy = Economy::default()
        .focus(341300)
        .firm("甲车桥", at(341324))
        .firm("灵璧某厂", at(341323))
        .makes("灵璧某厂", "轴承钢管", Make { spare: Some(1500.0), ..Make::default() })
        .buys_from("甲车桥", at(341323), "轮毂轴承", wan(3000.0))
        .buys_from("甲车桥", at(320200), "轴承钢管", wan(2000.0))
        .buys_from("甲车桥", at(341324), "铸件", wan(1000.0))
        .buys_from("甲车桥", at(341881), "密封件", Amount::Missing)
        .buys_from("甲车桥", at(320500), "电控", wan(4000.0));
    if second_buyer {
        economy = economy.firm("乙", at(341302)).buys_from("乙", at(320200), "轴承钢管", wan(1000.0));
    }
    economy.graph()
}

fn e2_options() -> SplitOptions {
    let scope = Scope { focus: Some(liantu::model::AreaCode(341300)), ..Scope::default() };
    SplitOptions { scope, ..SplitOptions::default() }
}

#[test]
fn e2_three_way_split_and_ceiling() {
    let answer = split(&e2(false), &e2_options()).unwrap();
    let total = &answer.total;
    assert_eq!((total.supplied, total.bridgeable, total.to_recruit), (4e7, 1.5e7, 4.5e7));
    assert_eq!((total.rate, total.ceiling, total.unpriced_lines), (Some(0.4), Some(0.55), 1));
    let [meeting] = &answer.matches[..] else { panic!("{:?}", answer.matches) };
    assert_eq!(
        (&*meeting.buyer.name, &*meeting.seller.name, &*meeting.product.name),
        ("甲车桥", "灵璧某厂", "轴承钢管")
    );
    assert_eq!((meeting.amount, meeting.need, meeting.spare), (1.5e7, 2e7, 1.5e7));
}

#[test]
fn e2_spare_is_never_promised_twice() {
    let answer = split(&e2(true), &e2_options()).unwrap();
    assert_eq!(answer.matches.iter().map(|meeting| meeting.amount).sum::<f64>(), 1.5e7);
    assert_eq!(answer.total.bridgeable, 1.5e7);
    assert_eq!(answer.total.to_recruit, 5.5e7);
}

#[test]
fn a_firm_is_not_introduced_to_itself() {
    let graph = Economy::default()
        .firm("a", at(341324))
        .firm("far", at(320500))
        .makes("a", "k", Make { spare: Some(10.0), ..Make::default() })
        .buys("a", "far", "k", wan(5.0))
        .graph();
    let answer = split(&graph, &SplitOptions::default()).unwrap();
    assert_eq!((answer.total.bridgeable, answer.total.to_recruit), (0.0, 5e4));
}

#[test]
fn a_local_seller_without_a_stated_capacity_is_asked_and_promised_nothing() {
    let graph = Economy::default()
        .focus(341300)
        .firm("buyer", at(341324))
        .firm("seller", at(341323))
        .firm("far", at(320500))
        .buys("buyer", "seller", "k", wan(5.0))
        .buys("buyer", "far", "k", wan(7.0))
        .graph();
    let answer = split(&graph, &e2_options()).unwrap();
    assert_eq!((answer.total.bridgeable, answer.total.to_recruit), (0.0, 7e4));
    let [candidate] = &answer.candidates[..] else { panic!("{:?}", answer.candidates) };
    assert_eq!((&*candidate.seller.id, candidate.open_need), ("seller", 7e4));
}

/// Example 3 of the methods through the whole analysis: [TR-1].
#[test]
fn example_3_decomposition_of_a_change() {
    let mut economy = Economy::default().firm("L", at(341324)).firm("near", at(341324)).firm("far", at(320500));
    for (year, product, near, far) in
        [(2022, "k1", 20.0, 80.0), (2022, "k2", 60.0, 40.0), (2023, "k1", 60.0, 140.0), (2023, "k2", 50.0, 50.0)]
    {
        economy = economy.buys_in("L", "near", product, wan(near), Some(year)).buys_in(
            "L",
            "far",
            product,
            wan(far),
            Some(year),
        );
    }
    let options = RateOptions { tiers: vec![TierName::City], ..RateOptions::default() };
    let answer = rate(&economy.graph(), &options).unwrap();
    let row = answer.trend.iter().find(|row| row.level == RateLevel::Total).unwrap();
    close(row.rate_from, 0.4);
    close(row.rate_to, 0.3667);
    close(row.within, 0.0167);
    close(row.between, -0.05);
    close(row.change, -0.0333);
    let parts = row.within.unwrap() + row.between.unwrap() + row.entry_exit.unwrap();
    assert!((parts - row.change.unwrap()).abs() < 1e-12);
}

mod weak_links {
    //! Types of weak links, methods §2.7: 补, 强, 延, 固 and the numbers behind them.

    use super::common::{Economy, Make, at, wan};
    use liantu::analysis::gap::{GapRow, GapType, Trigger};
    use liantu::analysis::scope::Scope;
    use liantu::analysis::{GapOptions, gap};
    use liantu::model::{Amount, AreaCode};

    const LOCAL: u32 = 341324;
    const FAR: u32 = 320500;

    fn row(economy: Economy, product: &str) -> GapRow {
        let graph =
            economy.firm("buyer", at(LOCAL)).firm("maker", at(LOCAL)).firm("far", at(FAR)).firm("far2", at(440305));
        let scope = Scope { focus: Some(AreaCode(341300)), ..Scope::default() };
        let answer = gap(&graph.graph(), &GapOptions { scope, ..GapOptions::default() }).unwrap();
        answer.rows.into_iter().find(|row| *row.product.id == *product).unwrap()
    }

    #[test]
    fn bought_and_made_by_nobody_here_is_filled() {
        let economy = || Economy::default().buys("buyer", "far", "k", wan(60.0)).buys("buyer", "far2", "k", wan(40.0));
        // Without any capacity in the data only sellers are seen: nobody is called absent for certain.
        assert!(row(economy(), "k").triggers.contains(&Trigger::NoLocalSupplier));
        let row = row(economy().makes("maker", "other", Make::default()), "k");
        assert_eq!(row.primary, Some(GapType::Fill));
        assert!(row.triggers.contains(&Trigger::NoLocalMaker));
        assert_eq!((row.evidence.origins.outside, row.evidence.demand), (1e6, Some(1e6)));
        // Shares 0.6 and 0.4: HHI 0.52, as if 1.92 equal suppliers, hence also 固.
        assert!((row.evidence.concentration.hhi.unwrap() - 0.52).abs() < 1e-12);
        assert_eq!(row.types, [GapType::Fill, GapType::Secure]);
    }

    #[test]
    fn demand_of_unknown_worth_is_a_gap_and_no_zero() {
        let row = row(Economy::default().buys("buyer", "far", "k", Amount::Missing), "k");
        assert_eq!(row.triggers[0], Trigger::NoLocalMakerDemandUnknown);
        assert_eq!(row.evidence.concentration.hhi, None);
    }

    #[test]
    fn a_purchase_of_zero_is_no_demand() {
        let row = row(Economy::default().buys("buyer", "far", "k", wan(0.0)), "k");
        assert_eq!((row.primary, row.priority), (None, None));
    }

    #[test]
    fn short_or_idle_capacity_is_strengthened_wl5_wl6() {
        let make = Make { capacity: Some(70.0), output: Some(60.0), ..Make::default() };
        let economy = Economy::default()
            .makes("maker", "k", make)
            .buys("buyer", "maker", "k", wan(50.0))
            .buys("buyer", "far", "k", wan(30.0))
            .buys("buyer", "far2", "k", wan(20.0));
        let row = row(economy, "k");
        assert_eq!(row.types, [GapType::Strengthen]);
        assert_eq!(row.triggers, [Trigger::CapacityShort, Trigger::CapacityUnused]);
        // CS = (100 − 70) / 100; 20 of 70 are not sold here yet and 50 are bought outside.
        assert!((row.evidence.capacity.shortfall.unwrap() - 0.3).abs() < 1e-12);
        assert_eq!(row.evidence.capacity.unused_match, Some(2e5));
    }

    #[test]
    fn unknown_capacity_leaves_the_shortfall_open() {
        let economy = Economy::default()
            .makes("maker", "k", Make { output: Some(60.0), ..Make::default() })
            .buys("buyer", "maker", "k", wan(40.0))
            .buys("buyer", "far", "k", wan(30.0))
            .buys("buyer", "far2", "k", wan(30.0));
        let row = row(economy, "k");
        assert_eq!((row.evidence.capacity.shortfall, row.evidence.capacity.unused_match), (None, None));
        assert_eq!(row.types, []);
    }

    #[test]
    fn a_product_bought_nearby_is_made_here_though_no_capacity_was_handed_in() {
        for economy in [
            Economy::default().buys("buyer", "maker", "k", wan(30.0)),
            Economy::default().buys_from("buyer", at(341323), "k", wan(30.0)),
        ] {
            let row = row(economy, "k");
            assert_eq!((row.evidence.local_makers, row.evidence.capacity.unknown_makers), (1, 1));
            assert_eq!((row.primary, row.evidence.capacity.shortfall), (Some(GapType::Secure), None));
        }
    }

    #[test]
    fn without_a_focus_a_maker_is_local_only_near_a_buyer() {
        let make = Make { capacity: Some(50.0), output: Some(20.0), ..Make::default() };
        let graph = Economy::default()
            .firm("buyer", at(LOCAL))
            .firm("far", at(FAR))
            .makes("far", "k", make)
            .buys("buyer", "far", "k", wan(20.0))
            .graph();
        let answer = gap(&graph, &GapOptions::default()).unwrap();
        assert_eq!((answer.rows[0].evidence.local_makers, answer.rows[0].primary), (0, Some(GapType::Fill)));
    }

    #[test]
    fn a_spare_stated_without_a_capacity_is_to_be_introduced_as_in_the_split() {
        let spare = Make { spare: Some(15.0), ..Make::default() };
        let row = row(Economy::default().makes("maker", "k", spare).buys("buyer", "far", "k", wan(20.0)), "k");
        assert_eq!(row.evidence.capacity.unused_match, Some(1.5e5));
        assert_eq!(row.types, [GapType::Strengthen, GapType::Secure]);
    }

    #[test]
    fn one_source_is_secured_wl2_wl3() {
        let make = Make { capacity: Some(100.0), committed: Some(20.0), output: Some(80.0), ..Make::default() };
        let economy = Economy::default().makes("maker", "k", make).buys("buyer", "maker", "k", wan(50.0));
        let row = row(economy, "k");
        assert_eq!(row.triggers, [Trigger::SingleSource, Trigger::Concentrated]);
        assert_eq!(row.evidence.concentration.single_source, Some(true));
        assert_eq!(row.evidence.concentration.effective, Some(1.0));
    }

    #[test]
    fn absent_between_two_neighbours_made_here_is_a_break_and_beside_one_an_extension() {
        let sold = Make { capacity: Some(10.0), output: Some(10.0), committed: Some(5.0), ..Make::default() };
        let chain = || Economy::default().input("k2", "k1").input("k3", "k2").makes("maker", "k1", sold);
        let broken = row(chain().makes("maker", "k3", sold), "k2");
        assert_eq!((broken.primary, broken.triggers), (Some(GapType::Fill), vec![Trigger::BrokenLink]));
        let forward = row(chain(), "k2");
        assert_eq!((forward.primary, forward.triggers), (Some(GapType::Extend), vec![Trigger::ForwardOpen]));
        assert_eq!(row(chain(), "k3").primary, None);
    }
}
