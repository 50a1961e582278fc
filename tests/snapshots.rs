//! The JSON of every answer, so that a renamed field or a moved row shows up as a difference.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Economy, Make, at, wan};
use liantu::analysis::rate::Traced;
use liantu::analysis::scope::{Scope, TierName};
use liantu::analysis::{
    GapOptions, MatchOptions, NetworkOptions, PanoramaOptions, Projection, RateOptions, Request, SplitOptions, rate,
};
use liantu::model::{Amount, AreaCode};

/// The economy of E1 and E2 with a short chain: 轴承钢管 goes into 轮毂轴承.
fn economy() -> Economy {
    Economy::default()
        .focus(341300)
        .leader("甲车桥", at(341324))
        .firm("灵璧某厂", at(341323))
        .makes("灵璧某厂", "轴承钢管", Make { spare: Some(1500.0), ..Make::default() })
        .input("轮毂轴承", "轴承钢管")
        .buys("甲车桥", "灵璧某厂", "轮毂轴承", wan(3000.0))
        .buys_from("甲车桥", at(320200), "轴承钢管", wan(2000.0))
        .buys_from("甲车桥", at(341324), "铸件", wan(1000.0))
        .buys_from("甲车桥", at(341881), "密封件", Amount::Missing)
        .buys_from("甲车桥", at(320500), "电控", wan(4000.0))
}

#[test]
fn every_answer_keeps_its_shape() {
    let graph = economy().graph();
    let scope = Scope { focus: Some(AreaCode(341300)), ..Scope::default() };
    let gap = GapOptions { scope: scope.clone(), ..GapOptions::default() };
    let tiers = vec![TierName::City];
    let requests = [
        Request::Rate(RateOptions { scope: scope.clone(), tiers, ..RateOptions::default() }),
        Request::Split(SplitOptions { scope: scope.clone(), ..SplitOptions::default() }),
        Request::Gap(gap.clone()),
        Request::Match(MatchOptions { scope: scope.clone(), ..MatchOptions::default() }),
        Request::Panorama(PanoramaOptions { gap, ..PanoramaOptions::default() }),
        Request::Network(NetworkOptions { scope, projection: Projection::Mixed }),
    ];
    let tiers = vec![TierName::City];
    let traced = RateOptions { tiers, embodied: Some(Traced::Auto), ..RateOptions::default() };
    let answer = rate(&graph, &traced).unwrap();
    let firm = answer.embodied.iter().find(|row| *row.id == *"甲车桥").unwrap();
    insta::assert_json_snapshot!("rate_embodied", serde_json::json!({ "request": traced, "row": firm }));
    for request in requests {
        let answer = request.run(&graph).unwrap();
        insta::assert_json_snapshot!(request.name(), serde_json::json!({ "request": request, "answer": answer }));
    }
}
