//! The cleaning rules of methods §0.3, from files to the rate: one test for each row of the table, named after it.
//!
//! Multi-plant firms, traders and related parties: `tests/origin.rs`.
#![allow(clippy::unwrap_used, missing_docs)]

use liantu::analysis::rate::{Basis, RateLevel, RateRow};
use liantu::analysis::scope::TierName;
use liantu::analysis::{RateOptions, rate};
use liantu::graph::SupplyGraph;
use liantu::ingest::{self, Ingested, ReadOptions};
use liantu::issue::Code;
use liantu::model::nearness::Tier;
use liantu::model::{Amount, AreaCode, Dataset, Measure, Nearness, Ring, region};
use std::sync::Arc;

const HEADER: &str = "采购方,采购方所在地,供应商,供应商所在地,产品,采购额(万元),年份,合同号,来源";

/// Reads a ledger of rows under [`HEADER`].
fn ledger(rows: &str) -> Ingested {
    files(&[("采购.csv", &format!("{HEADER}\n{rows}"))])
}

fn files(files: &[(&str, &str)]) -> Ingested {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    ingest::read(folder.path(), &ReadOptions::default()).unwrap()
}

fn count(read: &Ingested, code: Code) -> usize {
    read.issues.iter().filter(|issue| issue.code == code).count()
}

fn wan(dataset: &Dataset) -> Vec<Option<f64>> {
    dataset.links.iter().map(|link| link.amount.known().map(|yuan| yuan / 1e4)).collect()
}

/// Rows of one basis in the city tier.
fn rates(dataset: &Dataset, basis: Basis, arms_length: bool) -> Vec<RateRow> {
    let graph = SupplyGraph::build(Arc::new(dataset.clone()));
    let options = RateOptions { tiers: vec![TierName::City], arms_length, ..RateOptions::default() };
    rate(&graph, &options).unwrap().rows.into_iter().filter(|row| row.basis == basis).collect()
}

fn total(dataset: &Dataset, basis: Basis) -> Measure {
    rates(dataset, basis, false).into_iter().find(|row| row.level == RateLevel::Total).unwrap().measure
}

#[test]
fn exact_duplicate_rows_keep_one() {
    let read = ledger("甲,泗县,乙,泗县,轴承,5,2024,H1,发票\n甲,泗县,乙,泗县,轴承,5,2024,H1,发票\n");
    assert_eq!((wan(&read.dataset), count(&read, Code::DuplicateRow)), (vec![Some(5.0)], 1));
}

#[test]
fn same_link_with_different_contracts_sums() {
    let read = ledger("甲,泗县,乙,泗县,轴承,5,2024,H1,发票\n甲,泗县,乙,泗县,轴承,5,2024,H2,发票\n");
    assert_eq!(total(&read.dataset, Basis::Amount).numerator, Some(10e4));
}

#[test]
fn sources_that_disagree_follow_precedence_and_leave_bounds() {
    let read = ledger("甲,泗县,乙,泗县,轴承,5,2024,,发票\n甲,泗县,乙,泗县,轴承,20,2024,,估算\n");
    assert_eq!((wan(&read.dataset), count(&read, Code::ConflictingAmount)), (vec![Some(5.0)], 1));
    assert_eq!(read.dataset.links[0].range, Some((5e4, 20e4)));
}

#[test]
fn a_mirrored_seller_report_is_one_link() {
    let read = ledger("甲,泗县,乙,泗县,轴承,5,2024,,采购方\n甲,泗县,乙,泗县,轴承,5,2024,,供应方\n");
    assert_eq!(wan(&read.dataset), [Some(5.0)]);
}

#[test]
fn red_letter_amounts_are_netted_and_never_fall_below_zero() {
    let read = ledger(
        "甲,泗县,乙,泗县,轴承,5,2024,H1,发票\n甲,泗县,乙,泗县,轴承,-2,2024,H2,发票\n甲,泗县,丙,泗县,轴承,-7,2024,,发票\n",
    );
    assert_eq!(total(&read.dataset, Basis::Amount).denominator, Some(3e4));
    assert_eq!((count(&read, Code::NegativeAmount), count(&read, Code::NegativeLink)), (2, 1));
}

#[test]
fn self_supply_is_in_no_rate() {
    let read = ledger("甲,泗县,甲,泗县,轴承,5,2024,,\n甲,泗县,乙,合肥市,轴承,5,2024,,\n");
    let measure = total(&read.dataset, Basis::Amount);
    assert_eq!((measure.numerator, measure.denominator, count(&read, Code::SelfSupply)), (Some(0.0), Some(5e4), 1));
}

#[test]
fn related_parties_are_kept_and_can_be_left_out() {
    let firms = "企业名称,生产地,集团\n甲,泗县,某集团\n乙,泗县,某集团\n丙,合肥市,\n";
    let purchases = format!("{HEADER}\n甲,,乙,,轴承,5,2024,,\n甲,,丙,,轴承,5,2024,,\n");
    let dataset = files(&[("企业.csv", firms), ("采购.csv", &purchases)]).dataset;
    let share = |arms_length| {
        let rows = rates(&dataset, Basis::Amount, arms_length);
        rows.into_iter().find(|row| row.level == RateLevel::Total).unwrap().measure.value
    };
    assert_eq!([share(false), share(true)], [Some(0.5), Some(0.0)]);
}

#[test]
fn an_unknown_location_is_in_the_bounds_only() {
    let read = ledger("甲,泗县,乙,泗县,轴承,5,2024,,\n甲,泗县,丙,,轴承,5,2024,,\n");
    let measure = total(&read.dataset, Basis::Amount);
    assert_eq!((measure.value, measure.lo, measure.hi), (Some(1.0), Some(0.5), Some(1.0)));
}

#[test]
fn a_missing_amount_counts_but_has_no_rate() {
    let read = ledger("甲,泗县,乙,泗县,轴承,5,2024,,\n甲,泗县,丙,合肥市,齿轮,,2024,,\n甲,泗县,丁,合肥市,钢,*,2024,,\n");
    assert_eq!(total(&read.dataset, Basis::Amount).value, Some(1.0));
    assert_eq!(total(&read.dataset, Basis::Count).denominator, Some(3.0));
    let amounts: Vec<Amount> = read.dataset.links.iter().map(|link| link.amount).collect();
    assert!(amounts.contains(&Amount::Missing) && amounts.contains(&Amount::Undisclosed));
    assert_eq!((count(&read, Code::MissingAmount), count(&read, Code::UndisclosedAmount)), (1, 1));
}

#[test]
fn boundary_changes_lead_every_year_to_one_code_table() {
    // 庐江县 came from 巢湖市 to 合肥市 in 2011: three spellings of three years are one county of today.
    let rows = "甲,泗县,乙,341421,轴承,1,2009,,\n甲,泗县,丙,安徽省巢湖市庐江县,轴承,1,2010,,\n甲,泗县,丁,安徽省合肥市庐江县,轴承,1,2024,,\n\
                甲,泗县,戊,342224,轴承,1,1995,,\n甲,泗县,己,灵璧县,轴承,1,2024,,\n";
    let read = ledger(rows);
    let place = |name: &str| {
        let firm = read.dataset.firms.iter().find(|firm| &*firm.name == name).unwrap();
        firm.location.area.map(|area| area.0)
    };
    assert_eq!(["乙", "丙", "丁"].map(place), [Some(340124); 3], "{:?}", read.issues);
    assert_eq!(place("戊"), place("己"));
    assert_eq!(count(&read, Code::FormerPlace), 3);
    // A code of another vintage is never compared with one of today: 1995's 宿县地区 is the 宿州市 of the buyer.
    assert_eq!(
        rates(&read.dataset, Basis::Amount, false)
            .iter()
            .filter(|row| row.level == RateLevel::Total)
            .find(|row| row.year.is_some_and(|year| year.0 == 1995))
            .unwrap()
            .measure
            .value,
        Some(1.0)
    );
}

#[test]
fn a_foreign_supplier_has_a_country_and_is_far_in_every_domestic_tier() {
    let rows = "甲,泗县,乙,德国,轴承,1,2024,,\n甲,泗县,丙,Germany,轴承,1,2024,,\n甲,泗县,丁,DE,轴承,1,2024,,\n甲,泗县,戊,进口,轴承,1,2024,,\n甲,泗县,己,中国台湾,轴承,1,2024,,\n";
    let read = ledger(rows);
    let firm = |name: &str| read.dataset.firms.iter().find(|firm| &*firm.name == name).unwrap().location.clone();
    let country = |name| firm(name).abroad.map(|country| country.to_string());
    assert_eq!(["乙", "丙", "丁"].map(country), [Some("德国".into()), Some("德国".into()), Some("德国".into())]);
    assert_eq!((country("戊").as_deref(), firm("己").area), (Some("境外"), Some(AreaCode(710000))));
    let delta = region::shipped().into_iter().find(|region| &*region.name == "长三角").unwrap();
    let buyer = firm("甲");
    let tiers = [
        Tier::County,
        Tier::City,
        Tier::Province,
        Tier::Zone,
        Tier::Circle(20_000.0),
        Tier::Area(AreaCode(341300)),
        Tier::Region(delta.into()),
    ];
    for tier in tiers {
        assert_eq!(tier.near(&firm("乙"), &buyer), Nearness::Far, "{tier}");
    }
    assert_eq!(Ring::of(&firm("戊"), &buyer, None), Ring::Abroad);
    let measure = total(&read.dataset, Basis::Amount);
    assert_eq!(
        (measure.value, measure.lo, measure.hi),
        (Some(0.0), Some(0.0), Some(0.0)),
        "known to be far, not unlocated"
    );
}

#[test]
fn an_unknown_product_counts_in_totals_and_in_no_product() {
    let read = ledger("甲,泗县,乙,泗县,,5,2024,,\n甲,泗县,丙,合肥市,轴承,5,2024,,\n");
    assert_eq!(count(&read, Code::BlankProduct), 1);
    assert_eq!(total(&read.dataset, Basis::Amount).denominator, Some(10e4));
    let rows = rates(&read.dataset, Basis::Amount, false);
    let products: Vec<&str> = rows.iter().filter(|row| row.level == RateLevel::Product).map(|row| &*row.name).collect();
    assert_eq!(products, ["轴承"]);
}
