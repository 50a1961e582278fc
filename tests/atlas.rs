//! What a page looks up: who stands where, and which rows stand behind a flow.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

mod common;

use common::{Economy, Make, at, wan};
use liantu::analysis::atlas::{Atlas, AtlasOptions, Lane, atlas};
use liantu::analysis::scope::Scope;
use liantu::model::{Amount, AreaCode, Position, Year};

/// The economy of E1 with a maker of 轴承钢管 that sells nothing yet.
fn economy() -> Economy {
    Economy::default()
        .focus(341300)
        .leader("甲车桥", at(341324))
        .firm("灵璧某厂", at(341323))
        .firm("无锡某厂", at(320200))
        .firm("宁国某厂", at(341881))
        .makes("灵璧某厂", "轴承钢管", Make::default())
        .input("轮毂轴承", "轴承钢管")
        .buys_in("甲车桥", "无锡某厂", "轴承钢管", wan(2000.0), Some(2023))
        .buys_in("甲车桥", "无锡某厂", "轮毂轴承", wan(500.0), Some(2024))
        .buys_in("甲车桥", "宁国某厂", "密封件", Amount::Missing, Some(2024))
}

fn asked(scope: Scope, most: Option<usize>) -> Atlas {
    let scope = Scope { focus: Some(AreaCode(341300)), ..scope };
    atlas(&economy().graph(), &AtlasOptions { scope, most }).unwrap()
}

fn node<'a>(atlas: &'a Atlas, name: &str) -> &'a liantu::analysis::atlas::AtlasNode {
    atlas.nodes.iter().find(|node| node.firm.as_ref().is_some_and(|firm| *firm.1 == *name)).unwrap()
}

#[test]
fn firms_stand_by_what_they_sell_most_and_where_they_are() {
    let atlas = asked(Scope::default(), None);
    let of = |name: &str| (node(&atlas, name).position, node(&atlas, name).lane.clone());
    let product = |name: &str| node(&atlas, name).main.map(|main| atlas.products[main].name.to_string());
    assert!(matches!(of("灵璧某厂"), (Some(Position::Midstream), Lane::Area(area)) if area.name == "灵璧县"));
    assert_eq!(product("灵璧某厂").as_deref(), Some("轴承钢管"), "it sells nothing and is able to make it");
    assert_eq!(of("无锡某厂"), (Some(Position::Midstream), Lane::RestOfChina));
    assert_eq!(product("无锡某厂").as_deref(), Some("轴承钢管"), "more than it sells of the other");
    assert_eq!(of("宁国某厂"), (None, Lane::RestOfProvince));
    assert!(matches!(of("甲车桥"), (None, Lane::Area(area)) if area.name == "泗县"));
}

#[test]
fn an_amount_that_nobody_gave_is_none_and_its_rows_are_there() {
    let atlas = asked(Scope::default(), None);
    let seal = atlas.flows.iter().find(|flow| *atlas.products[flow.product].name == *"密封件").unwrap();
    assert_eq!((seal.amount, seal.rows.len()), (None, 1));
    assert_eq!(atlas.flows.iter().filter_map(|flow| flow.amount).sum::<f64>(), 2.5e7);
}

#[test]
fn a_chain_and_a_year_leave_the_rest_out() {
    let scope = Scope { chain: Some("chain".into()), year: Some(Year(2024)), ..Scope::default() };
    let atlas = asked(scope, None);
    assert_eq!(atlas.flows.len(), 1);
    let names: Vec<&str> = atlas.nodes.iter().filter_map(|node| node.firm.as_ref().map(|firm| &*firm.1)).collect();
    assert_eq!(names, ["无锡某厂", "灵璧某厂", "甲车桥"], "makers of the chain stay, those outside it go");
}

#[test]
fn the_largest_flows_are_kept_in_their_order() {
    let (all, two) = (asked(Scope::default(), None), asked(Scope::default(), Some(2)));
    let kept: Vec<_> = all.flows.iter().filter(|flow| flow.amount.is_some()).collect();
    let amounts =
        |flows: &[&liantu::analysis::atlas::AtlasFlow]| flows.iter().map(|flow| flow.amount).collect::<Vec<_>>();
    assert_eq!((two.left_out, all.left_out), (1, 0));
    assert_eq!(amounts(&two.flows.iter().collect::<Vec<_>>()), amounts(&kept));
}
