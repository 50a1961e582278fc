//! Where goods come from (methods §0.3): traders, firms with several plants, related parties.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Economy, at, wan};
use liantu::analysis::rate::{Basis, RateLevel};
use liantu::analysis::scope::{LeftOut, Scope};
use liantu::analysis::{GapOptions, RateOptions, SplitOptions, gap, rate, split};
use liantu::graph::SupplyGraph;
use liantu::ingest::{Ingested, ReadOptions};
use liantu::issue::Code;
use liantu::model::{AreaCode, Location, Measure, Nearness, Ring, Role, Tier};
use std::fs;
use std::sync::Arc;

fn read(files: &[(&str, &str)]) -> Ingested {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let options = ReadOptions { focus: Some("宿州市".into()), ..ReadOptions::default() };
    liantu::ingest::read(folder.path(), &options).unwrap()
}

fn scope() -> Scope {
    Scope { focus: Some(AreaCode(341300)), ..Scope::default() }
}

/// The amount rate of all local buyers in one tier.
fn total(graph: &SupplyGraph, options: &RateOptions, tier: &str) -> Measure {
    let answer = rate(graph, &RateOptions { scope: scope(), ..options.clone() }).unwrap();
    let is_it = |row: &&liantu::analysis::rate::RateRow| {
        (row.level, row.basis, &*row.tier) == (RateLevel::Total, Basis::Amount, tier)
    };
    answer.rows.iter().find(is_it).unwrap().measure.clone()
}

fn count(read: &Ingested, code: Code) -> usize {
    read.issues.iter().filter(|issue| issue.code == code).count()
}

/// A leader at 泗县 buys 60 from a maker next door and 40 from a trader next door.
fn with_trader() -> Economy {
    Economy::default()
        .focus(341300)
        .leader("甲", at(341324))
        .firm("乙", at(341323))
        .trader("丙", at(341323))
        .buys("甲", "乙", "钢", wan(60.0))
        .buys("甲", "丙", "油", wan(40.0))
}

#[test]
fn a_traders_goods_come_from_an_unknown_place() {
    let graph = with_trader().graph();
    let measure = total(&graph, &RateOptions::default(), "city");
    assert_eq!((measure.value, measure.lo, measure.hi), (Some(1.0), Some(0.6), Some(1.0)));
    assert_eq!(&*measure.card, "amount/city/external/related-included/plant");
}

#[test]
fn trader_as_origin_counts_the_traders_place_and_its_card_says_so() {
    let graph = Economy::default()
        .focus(341300)
        .leader("甲", at(341324))
        .firm("乙", at(320205))
        .trader("丙", at(341323))
        .buys("甲", "乙", "钢", wan(60.0))
        .buys("甲", "丙", "油", wan(40.0))
        .graph();
    let usual = RateOptions::default();
    let variant = RateOptions { trader_as_origin: true, ..RateOptions::default() };
    assert_eq!(total(&graph, &usual, "city").value, Some(0.0));
    let measure = total(&graph, &variant, "city");
    assert_eq!((measure.value, measure.lo, measure.hi), (Some(0.4), Some(0.4), Some(0.4)));
    assert_eq!(&*measure.card, "amount/city/external/related-included/plant/trader-as-origin");
    let cards = rate(&graph, &variant).unwrap().cards;
    assert!(cards.iter().all(|card| card.traders == "trader"));
    let options = |trader_as_origin| SplitOptions { scope: scope(), trader_as_origin, ..SplitOptions::default() };
    let [usual, variant] = [false, true].map(|flag| split(&graph, &options(flag)).unwrap().total);
    assert_eq!((usual.supplied, usual.unlocated), (0.0, 4e5));
    assert_eq!((variant.supplied, variant.unlocated), (4e5, 0.0));
}

#[test]
fn a_trader_makes_nothing_wherever_it_stands() {
    let graph = with_trader().graph();
    for trader_as_origin in [false, true] {
        let options = GapOptions { scope: scope(), trader_as_origin, ..GapOptions::default() };
        let answer = gap(&graph, &options).unwrap();
        let oil = answer.rows.iter().find(|row| &*row.product.name == "油").unwrap();
        assert_eq!(oil.evidence.local_makers, 0);
        assert_eq!(oil.evidence.rate.as_ref().unwrap().value, trader_as_origin.then_some(1.0));
    }
}

#[test]
fn a_trader_is_one_by_role_or_industry_and_a_name_only_asks() {
    let firms = "企业名称,生产地,角色,行业代码\n甲,泗县,链主,3670\n乙,灵璧县,龙头;贸易商,\n丙,灵璧县,,5164\n丁商贸有限公司,灵璧县,,\n";
    let ledger = "采购方,供应商,产品,采购额(万元),来源地\n甲,乙,钢,10,\n甲,丙,钢,20,\n甲,丙,油,30,江苏省无锡市\n甲,丁商贸有限公司,铁,40,\n";
    let read = read(&[("企业.csv", firms), ("采购.csv", ledger)]);
    let trader = |name: &str| read.dataset.firms.iter().find(|firm| &*firm.name == name).unwrap();
    assert!(trader("乙").trader && trader("丙").trader && !trader("丁商贸有限公司").trader && !trader("甲").trader);
    assert_eq!(trader("乙").role, Some(Role::Major));
    assert_eq!((count(&read, Code::TraderOriginUnknown), count(&read, Code::PossibleTrader)), (2, 1));
    let open: Vec<&str> = read
        .issues
        .iter()
        .filter(|issue| issue.code == Code::TraderOriginUnknown)
        .map(|issue| &*issue.details[0])
        .collect();
    assert_eq!(open, ["1", "1"], "the line that names 无锡市 is not open");
    let graph = SupplyGraph::build(Arc::new(read.dataset));
    // Of 100, 40 come from the maker 丁, 30 from 无锡, and 30 from where traders bought them.
    let measure = total(&graph, &RateOptions::default(), "city");
    assert_eq!(measure.value, Some(40.0 / 70.0));
    assert_eq!((measure.lo, measure.hi), (Some(0.4), Some(0.7)));
}

#[test]
fn a_traders_address_in_the_ledger_is_not_where_its_goods_are_made() {
    let firms = "企业名称,角色\n乙,经销商\n";
    let ledger =
        "采购方,采购方所在地,供应商,供应商所在地,产品,采购额(万元)\n甲,泗县,乙,灵璧县,钢,10\n甲,泗县,丁,灵璧县,铁,10\n";
    let read = read(&[("企业.csv", firms), ("采购.csv", ledger)]);
    assert_eq!(count(&read, Code::TraderOriginUnknown), 1);
    let graph = SupplyGraph::build(Arc::new(read.dataset));
    let measure = total(&graph, &RateOptions::default(), "city");
    assert_eq!((measure.value, measure.lo, measure.hi), (Some(1.0), Some(0.5), Some(1.0)));
    let variant = RateOptions { trader_as_origin: true, ..RateOptions::default() };
    assert_eq!(total(&graph, &variant, "city").lo, Some(1.0));
}

fn plants(codes: &[u32]) -> Location {
    Location::one_of(codes.iter().map(|code| at(*code)).collect())
}

#[test]
fn several_plants_are_near_or_far_only_when_all_are() {
    let buyer = at(341324);
    let side = |tier: Tier, codes: &[u32]| tier.near(&plants(codes), &buyer);
    assert_eq!(side(Tier::City, &[341323, 341302]), Nearness::Near);
    assert_eq!(side(Tier::City, &[320505, 310115]), Nearness::Far, "two provinces that hold nothing in common");
    assert_eq!(side(Tier::City, &[341323, 320505]), Nearness::Unknown);
    assert_eq!(side(Tier::County, &[341324, 341323]), Nearness::Unknown, "never the nearest");
    assert_eq!(side(Tier::Circle(100.0), &[341323, 440305]), Nearness::Unknown);
    assert_eq!(Ring::of(&plants(&[341323, 341302]), &buyer, None), Ring::RestOfCity);
    assert_eq!(Ring::of(&plants(&[341323, 341324]), &buyer, None), Ring::Unlocated);
    let buyers = plants(&[341324, 341323]);
    assert_eq!(Tier::City.near(&at(341302), &buyers), Nearness::Near);
    assert_eq!(Tier::County.near(&at(341324), &buyers), Nearness::Unknown);
}

#[test]
fn the_nearest_plant_is_the_upper_bound_and_no_point() {
    let graph = Economy::default()
        .focus(341300)
        .leader("甲", at(341324))
        .firm("乙", plants(&[341323, 320505]))
        .firm("丙", at(341302))
        .buys("甲", "乙", "钢", wan(60.0))
        .buys("甲", "丙", "油", wan(40.0))
        .graph();
    let measure = total(&graph, &RateOptions::default(), "city");
    assert_eq!((measure.value, measure.lo, measure.hi), (Some(1.0), Some(0.4), Some(1.0)));
    let county = total(&graph, &RateOptions::default(), "county");
    assert_eq!((county.value, county.lo, county.hi), (Some(0.0), Some(0.0), Some(0.0)), "no plant is in 泗县");
}

#[test]
fn the_shipping_plant_rules_where_the_line_says_it() {
    let firms = "企业名称,生产地\n乙,安徽省宿州市灵璧县；江苏省苏州市吴中区\n丙,泗县\n丙,萧县\n丁,宿州市;灵璧县\n";
    let ledger = "采购方,采购方所在地,供应商,来源地,供应商所在地,产品,采购额(万元)\n\
                  甲,泗县,乙,灵璧县,,钢,1\n甲,泗县,乙,,苏州市,钢,2\n甲,泗县,乙,,上海市,钢,4\n甲,泗县,乙,,,钢,8\n\
                  甲,泗县,丙,,,铁,16\n甲,泗县,丁,,,铜,32\n";
    let read = read(&[("企业.csv", firms), ("采购.csv", ledger)]);
    assert_eq!((count(&read, Code::SeveralPlants), count(&read, Code::ConflictingFirm)), (2, 0));
    let issue = read.issues.iter().find(|issue| issue.code == Code::SeveralPlants).unwrap();
    assert_eq!(issue.details, ["江苏省苏州市吴中区", "安徽省宿州市灵璧县"]);
    let firm = |name: &str| read.dataset.firms.iter().find(|firm| &*firm.name == name).unwrap();
    assert_eq!((firm("丙").location.area, firm("丙").location.each().len()), (Some(AreaCode(341300)), 2));
    assert_eq!(firm("丁").location.area, Some(AreaCode(341323)), "the city is but a wider name of its county");
    let graph = SupplyGraph::build(Arc::new(read.dataset));
    // Near: 1 from 灵璧, 16 of 丙 whose plants agree, 32. Far: 2 from 苏州. Open: 4 whose address is no plant, and 8.
    let measure = total(&graph, &RateOptions::default(), "city");
    assert_eq!((measure.numerator, measure.denominator), (Some(49e4), Some(51e4)));
    assert_eq!((measure.lo, measure.hi), (Some(49.0 / 63.0), Some(61.0 / 63.0)));
}

#[test]
fn related_parties_count_unless_arms_length_is_asked_and_the_card_says_which() {
    let firms = "企业名称,生产地,集团\n甲,泗县,群\n乙,灵璧县,群\n丙,江苏省无锡市,\n";
    let ledger = "采购方,供应商,产品,采购额(万元)\n甲,乙,钢,40\n甲,丙,铁,60\n";
    let read = read(&[("企业.csv", firms), ("采购.csv", ledger)]);
    let graph = SupplyGraph::build(Arc::new(read.dataset));
    let usual = total(&graph, &RateOptions::default(), "city");
    assert_eq!((usual.value, &*usual.card), (Some(0.4), "amount/city/external/related-included/plant"));
    let asked = RateOptions { arms_length: true, ..RateOptions::default() };
    let apart = total(&graph, &asked, "city");
    assert_eq!((apart.value, &*apart.card), (Some(0.0), "amount/city/external/related-excluded/plant"));
    assert!(rate(&graph, &asked).unwrap().cards.iter().all(|card| card.related == "excluded"));
}

#[test]
fn what_buyers_without_a_place_buy_is_told_beside_the_rate() {
    let ledger = "采购方,采购方所在地,供应商,来源地,产品,采购额(万元),年份
甲厂,泗县,乙厂,宿州市,轴承,100,2024
丁厂,,乙厂,宿州市,轴承,9000,2024
丁厂,,乙厂,宿州市,钢管,未填,2024
丁厂,,丁厂,宿州市,轴承,7,2024
戊厂,火星县,乙厂,宿州市,轴承,9000,2024
戊厂,火星县,乙厂,宿州市,轴承,5,2023
";
    let graph = SupplyGraph::build(Arc::new(read(&[("采购.csv", ledger)]).dataset));
    let measure = total(&graph, &RateOptions::default(), "city");
    assert_eq!((measure.value, measure.denominator, measure.coverage), (Some(1.0), Some(1e6), Some(1.0)));
    let answer = rate(&graph, &RateOptions { scope: scope(), ..RateOptions::default() }).unwrap();
    let told =
        |left: &LeftOut| (left.year.map(|year| year.0), left.buyers, left.lines, left.unpriced_lines, left.amount);
    let told: Vec<_> = answer.left_out.iter().map(told).collect();
    assert_eq!(told, [(Some(2023), 1, 1, 0, Some(5e4)), (Some(2024), 2, 3, 1, Some(1.8e8))]);
    let halves = split(&graph, &SplitOptions { scope: scope(), ..SplitOptions::default() }).unwrap();
    assert_eq!(halves.left_out.as_ref(), answer.left_out.last());
    let everyone = rate(&graph, &RateOptions::default()).unwrap();
    assert!(everyone.left_out.is_empty(), "without a focus nobody is left out");
}
