//! Pictures of flows and the way of recruitment over the example: what is drawn is what the answers tell.
#![allow(clippy::unwrap_used, missing_docs)]

use liantu::analysis::roadmap::{Roadmap, RoadmapOptions};
use liantu::analysis::{Answer, RateOptions, Request, Target, TargetOptions};
use liantu::app::Session;
use liantu::app::session::{Policy, read_options};
use liantu::model::{AreaCode, Nearness, Ring};
use liantu::report::figure::{Figure, Flows};
use liantu::report::{Block, Lang};
use std::collections::BTreeMap;
use std::path::Path;

fn session() -> Session {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/suzhou");
    Session::open(&folder, &read_options(&None, &[]), &Policy::default()).unwrap()
}

fn flows(session: &Session, answer: &Answer, lang: Lang) -> Vec<Flows> {
    let figure = |block| match block {
        Block::Figure(Figure::Flows(flows)) => Some(*flows),
        _ => None,
    };
    session.report(answer, lang).blocks.into_iter().filter_map(figure).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// What leaves and what enters a node.
fn sides(flows: &Flows, id: &str) -> (f64, f64) {
    let sum =
        |of: &dyn Fn(&&liantu::report::figure::Ribbon) -> bool| flows.ribbons.iter().filter(of).map(|r| r.amount).sum();
    (sum(&|ribbon| ribbon.from == id), sum(&|ribbon| ribbon.to == id))
}

fn assert_conserved(flows: &Flows) {
    for column in &flows.columns[1..flows.columns.len() - 1] {
        for node in &column.nodes {
            let (out, into) = sides(flows, &node.id);
            assert!(into > 0.0 && close(out, into), "{}: {into} in, {out} out", node.name);
        }
    }
}

#[test]
fn rings_add_up_to_the_published_total() {
    let session = session();
    let request = Request::Rate(RateOptions { scope: session.scope(None, None), ..RateOptions::default() });
    let answer = session.answer(&request).unwrap();
    let Answer::Rate(rate) = &answer else { panic!("answer") };
    let year = rate.years.iter().copied().max().unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let [all, leaders] = flows(&session, &answer, lang).try_into().unwrap();
        assert_eq!((all.head.key.as_str(), leaders.head.key.as_str()), ("rings", "rings-leaders"));
        assert_conserved(&all);
        for ring in Ring::ALL {
            let of_total =
                |row: &&liantu::analysis::rate::RingRow| &*row.id == "341300" && row.year == year && row.ring == ring;
            let published = rate.rings.iter().find(of_total).unwrap().amount;
            let (_, drawn) = sides(&all, &format!("ring/{}", ring as usize));
            assert!(close(drawn, published), "{ring:?} {drawn} {published}");
        }
    }
}

fn roadmap(session: &Session) -> (Answer, Target) {
    let scope = session.scope(None, None);
    let asked = Request::Target(TargetOptions { scope: scope.clone(), ..TargetOptions::default() });
    let Answer::Target(target) = session.answer(&asked).unwrap() else { panic!("answer") };
    let answer = session.answer(&Request::Roadmap(RoadmapOptions { scope, ..RoadmapOptions::default() })).unwrap();
    (answer, *target)
}

#[test]
fn the_way_of_recruitment_draws_what_candidates_bring_and_what_nobody_does() {
    let session = session();
    let (answer, target) = roadmap(&session);
    let [map] = flows(&session, &answer, Lang::Zh).try_into().unwrap();
    assert_conserved(&map);
    for group in &target.tree {
        let (out, _) = sides(&map, &format!("origin/{}", group.origin));
        assert!(close(out, group.value), "{} {out} {}", group.origin, group.value);
    }
    let (open, _) = sides(&map, &format!("origin/{}", target.origins.len()));
    assert!(close(open, target.total.to_recruit - target.total.all), "{open}");
    assert!(map.columns.iter().all(|column| column.nodes.len() <= 20));
}

/// Purchases from outside by product and county, counted from the ledger once more.
fn bought(session: &Session, roadmap: &Roadmap) -> BTreeMap<(String, AreaCode), f64> {
    let (graph, scope) = (&session.graph, session.scope(None, None));
    let mut bought: BTreeMap<(String, AreaCode), f64> = BTreeMap::new();
    for flow in graph.flows().iter().filter(|flow| flow.year == roadmap.year && scope.holds(graph, None, flow)) {
        let to = graph.buyer_place(flow);
        if let Some(area) = to.area.filter(|_| roadmap.tier.near(graph.place(flow), to) == Nearness::Far) {
            *bought.entry((graph.dataset().product(flow.product).id.to_string(), area)).or_default() += flow.amount;
        }
    }
    bought
}

#[test]
fn each_gap_lands_where_most_of_it_is_bought_from_outside() {
    let session = session();
    let (answer, _) = roadmap(&session);
    let Answer::Roadmap(roadmap) = answer else { panic!("answer") };
    let bought = bought(&session, &roadmap);
    assert!(roadmap.rows.len() > 40);
    for row in &roadmap.rows {
        let here = bought.iter().filter(|((product, _), _)| **product == *row.product.id).map(|(_, yuan)| *yuan);
        let most = here.fold(0.0, f64::max);
        let first = row.landing.first().unwrap();
        assert!(close(first.bought.unwrap_or(0.0), most), "{} {most} {first:?}", row.product.name);
        assert!(
            row.landing
                .iter()
                .all(|place| place.area.code.is_in(AreaCode(341_300)) && place.buyers + place.neighbours > 0)
        );
    }
    let types = roadmap.rows.iter().filter(|row| !row.types.is_empty()).count();
    assert_eq!(types, roadmap.rows.len());
}
