//! A small answer of each kind, for tests.

mod capability;
mod county;
mod development;
mod ego;
mod innovation;
mod matching;
mod pictures;
mod plan;
pub(super) mod priority;
mod risk;
mod roadmap;
mod stress;
mod target;
mod whatif;
pub(super) use matching::matching;
pub(super) use pictures::{innovation_words, path_words, tree_words};
pub(super) use plan::plan;
pub(super) use risk::{risk as failures, spread, structure};
pub(super) use whatif::whatif;

use crate::analysis::Answer;
use crate::analysis::catalogue::{Catalogue, CatalogueRow, ClassRow};
use crate::analysis::gap::{
    Capacity, Concentration, Evidence, Gap, GapRow, GapType, Origins, Priority, SinglePoint, Trigger,
};
use crate::analysis::key::{FigureKey, Question};
use crate::analysis::network::{Network, NetworkEdge, NetworkNode, Projection};
use crate::analysis::overview::{ForUse, Links, SegmentId, SegmentLink};
use crate::analysis::panorama::{
    AreaMakers, ChainPanorama, Maker, Panorama, PanoramaInput, PanoramaProduct, PanoramaRisk, PanoramaSegment,
    ProductState, UnderWay,
};
use crate::analysis::rate::{
    Amounts, Basis, BuyerScope, Card, Completeness, PartsRatio, Rate, RateLevel, RateRow, RingRow, Sales, SelfSupply,
    TrendRow,
};
use crate::analysis::scope::AreaName;
use crate::analysis::split::{Candidate, FirmName, Meeting, ProductName, Split, SplitRow, SplitTotal};
use crate::model::measure::{Side, Status};
use crate::model::{AreaCode, BaseClass, Measure, Position, ProjectStage, Ring, Role, Tier, Year};
use std::sync::Arc;

pub(super) use capability::capability;
pub(super) use ego::ego;

/// One answer of each kind.
pub(super) fn answers() -> Vec<Answer> {
    vec![
        Answer::Rate(Box::new(rate())),
        Answer::Split(Box::new(split())),
        Answer::Gap(Box::new(gap())),
        Answer::Risk(Box::new(risk::risk())),
        Answer::Target(Box::new(target::target())),
        Answer::Roadmap(Box::new(roadmap::roadmap())),
        Answer::Capability(Box::new(capability())),
        Answer::Innovation(Box::new(innovation::innovation())),
        Answer::Development(Box::new(development::development())),
        Answer::Match(Box::new(matching())),
        Answer::Plan(Box::new(plan())),
        Answer::WhatIf(Box::new(whatif())),
        Answer::Catalogue(Box::new(catalogue())),
        Answer::County(Box::new(county::county())),
        Answer::Panorama(Box::new(panorama())),
        Answer::Ego(Box::new(ego())),
        Answer::Network(Box::new(network())),
    ]
}

pub(super) fn measure(value: f64, lo: f64, hi: f64) -> Measure {
    Measure {
        value: Some(value),
        lo: Some(lo),
        hi: Some(hi),
        numerator: Some(value * 100.0),
        denominator: Some(100.0),
        coverage: Some(0.95),
        n: 5,
        status: Status::Ok,
        ..Measure::empty("amount/city/external/related-included/plant")
    }
}

/// The half-open interval of needs E1: one unpriced line from far away.
pub(super) fn half_open() -> Measure {
    Measure { open: Some(Side::Lo), status: Status::BoundedOnly, coverage: None, ..measure(0.4, 0.0, 0.4) }
}

fn key(question: Question, stem: &str, tail: &str) -> FigureKey {
    FigureKey::new(question, &stem.into(), &tail.into())
}

fn focus() -> Option<AreaName> {
    Some(AreaName::of(AreaCode(341_300)))
}

fn rate_rows(level: RateLevel, id: &str, scope: BuyerScope, near: f64) -> Vec<RateRow> {
    let row = |tier: &str, year, basis: Basis, measure| RateRow {
        figure: key(Question::Rate, &format!("{id}/{year}"), &format!("{tier}/{}", basis.as_str())),
        level,
        id: id.into(),
        name: if level == RateLevel::Chain { "轴承".into() } else { id.into() },
        role: (level == RateLevel::Firm && near > 1.0).then_some(Role::Leader),
        scope,
        year: Some(Year(year)),
        tier: tier.into(),
        basis,
        measure,
        amounts: (basis == Basis::Amount).then_some(Amounts {
            near,
            far: 6e7,
            unlocated: 0.0,
            residual: 0.0,
            unpriced_lines: 1,
        }),
    };
    let mut rows = Vec::new();
    for year in [2023, 2024] {
        for tier in ["county", "city"] {
            let amount = if year == 2023 { half_open() } else { measure(0.41, 0.38, 0.43) };
            rows.push(row(tier, year, Basis::Amount, amount));
            rows.push(row(tier, year, Basis::Count, measure(0.4, 0.4, 0.4)));
            rows.push(row(tier, year, Basis::Coverage, Measure::empty("card")));
        }
    }
    rows
}

fn rows_of_all_levels() -> Vec<RateRow> {
    [
        (RateLevel::Total, "341300", BuyerScope::All, 4e7),
        (RateLevel::County, "341324", BuyerScope::All, 4e7),
        (RateLevel::Chain, "bearing", BuyerScope::Leaders, 4e7),
        (RateLevel::Segment, "bearing/material", BuyerScope::All, 4e7),
        (RateLevel::Product, "轴承钢", BuyerScope::All, 1e6),
        (RateLevel::Product, "轴承钢管", BuyerScope::All, 4e7),
        (RateLevel::Firm, "乙公司", BuyerScope::All, 0.5),
        (RateLevel::Firm, "甲公司", BuyerScope::All, 4e7),
    ]
    .into_iter()
    .flat_map(|(level, id, scope, near)| rate_rows(level, id, scope, near))
    .collect()
}

/// A ring of one group in the latest year.
pub(super) fn ring_row(level: RateLevel, id: &str, ring: Ring, amount: f64) -> RingRow {
    RingRow {
        figure: key(Question::Ring, "total", "county"),
        level,
        id: id.into(),
        name: id.into(),
        chain: None,
        segment: None,
        scope: BuyerScope::All,
        year: Some(Year(2024)),
        ring,
        amount,
        share: Some(if amount > 0.0 { 1.0 } else { 0.0 }),
        unpriced_lines: 0,
    }
}

fn rings() -> Vec<RingRow> {
    let of = |level, id: &'static str| {
        Ring::ALL.map(move |ring| ring_row(level, id, ring, if ring == Ring::County { 1e7 } else { 0.0 }))
    };
    let levels = [(RateLevel::Total, "all"), (RateLevel::Product, "轴承钢"), (RateLevel::Firm, "甲公司")];
    levels.into_iter().flat_map(|(level, id)| of(level, id)).collect()
}

pub(super) fn rate() -> Rate {
    Rate {
        focus: focus(),
        years: vec![Some(Year(2023)), Some(Year(2024))],
        tiers: vec![Tier::County, Tier::City],
        rows: rows_of_all_levels(),
        rings: rings(),
        ring_region: Some("长三角".into()),
        self_supply: vec![SelfSupply {
            id: "甲".into(),
            name: "甲车桥".into(),
            year: Some(Year(2024)),
            own: 1.5e5,
            external: 1.5e6,
            ratio: Some(1.0 / 11.0),
            unpriced_lines: 0,
        }],
        sales: vec![Sales {
            id: AreaCode(341_324),
            name: "泗县".into(),
            year: Some(Year(2024)),
            local: 0.0,
            total: 0.0,
            share: None,
        }],
        trend: vec![trend()],
        completeness: vec![completeness("轴承", 0.6), completeness("光伏", 0.8)],
        parts_ratio: vec![PartsRatio {
            chain: "bearing".into(),
            name: "轴承".into(),
            year: Year(2024),
            assembly: 0.0,
            parts: 1e8,
            ratio: None,
            coverage: Some(0.5),
        }],
        cards: cards(),
        unlocated_buyers: vec![("x".into(), "丙公司".into())],
        left_out: Vec::new(),
        embodied_buyers: None,
        embodied: Vec::new(),
        wanting: Vec::new(),
    }
}

fn trend() -> TrendRow {
    TrendRow {
        level: RateLevel::Total,
        id: "341300".into(),
        name: "宿州市".into(),
        scope: BuyerScope::All,
        tier: "city".into(),
        from: Year(2023),
        to: Year(2024),
        rate_from: Some(0.4),
        rate_to: Some(0.41),
        change: Some(0.01),
        within: Some(0.02),
        between: Some(-0.01),
        entry_exit: Some(0.0),
        matched_change: None,
        slope: None,
    }
}

fn cards() -> Vec<Card> {
    let tiers = ["county", "city", "province", "zone", "region:长三角", "circle:100", "area:341300"];
    let bases = [("amount", ""), ("count", "10000000"), ("coverage", "0"), ("coverage", "0.5")];
    let card = |tier: &str, (basis, threshold): (&str, &str)| Card {
        id: format!("{basis}/{tier}").into(),
        basis: basis.into(),
        tier: tier.into(),
        lines: "external".into(),
        related: "included".into(),
        traders: if tier == "city" { "trader" } else { "unknown" }.into(),
        threshold: threshold.into(),
    };
    tiers.iter().flat_map(|tier| bases.map(|basis| card(tier, basis))).collect()
}

fn completeness(chain: &str, value: f64) -> Completeness {
    Completeness {
        chain: chain.into(),
        name: chain.into(),
        version: None,
        area: focus(),
        products: measure(value, value, value),
        segments: measure(1.0, 1.0, 1.0),
        missing: vec!["轴承钢管".into()],
        undecided_firms: 0,
    }
}

fn firm(name: &str, contact: Option<&str>) -> FirmName {
    FirmName { id: name.into(), name: name.into(), place: "".into(), contact: contact.map(Into::into) }
}

fn product(name: &str) -> ProductName {
    ProductName { id: name.into(), name: name.into() }
}

/// Needs E2: of 10 000 (万元), 4 000 supplied, 1 500 bridgeable, 4 500 to recruit.
pub(super) fn split() -> Split {
    let row = |name: &str, demand, supplied, bridgeable| SplitRow {
        figure: key(Question::Split, &format!("甲车桥/{name}"), ""),
        buyer: firm("甲车桥", None),
        product: product(name),
        demand: Some(demand),
        supplied: Some(supplied),
        bridgeable: Some(bridgeable),
        to_recruit: Some(demand - supplied - bridgeable),
        unlocated: Some(0.0),
        unpriced_lines: u32::from(demand <= 0.0),
    };
    Split {
        focus: focus(),
        year: Some(Year(2024)),
        tier: Tier::Area(AreaCode(341_300)),
        rows: vec![
            row("轮毂轴承", 4e7, 4e7, 0.0),
            row("轴承钢管", 2e7, 0.0, 1.5e7),
            row("电控", 4e7, 0.0, 0.0),
            row("密封件", 0.0, 0.0, 0.0),
        ],
        total: SplitTotal {
            demand: 1e8,
            supplied: 4e7,
            bridgeable: 1.5e7,
            to_recruit: 4.5e7,
            unlocated: 0.0,
            unpriced_lines: 1,
            rate: Some(0.4),
            ceiling: Some(0.55),
        },
        matches: vec![Meeting {
            buyer: firm("甲车桥", Some("张三 1")),
            seller: firm("灵璧某厂", None),
            product: product("轴承钢管"),
            amount: 1.5e7,
            need: 2e7,
            spare: 1.5e7,
            already_supplies: false,
        }],
        candidates: vec![Candidate { seller: firm("丁厂", None), product: product("电控"), open_need: 4e7 }],
        unlocated_buyers: 2,
        left_out: None,
    }
}

pub(super) fn evidence() -> Evidence {
    Evidence {
        demand: Some(2e7),
        lines: 3,
        unpriced_lines: 1,
        buyers: 2,
        leaders: 1,
        local_makers: 0,
        makers_told: true,
        possible_makers: 0,
        in_pipeline: 1,
        rate: Some(measure(0.0, 0.0, 0.0)),
        concentration: Concentration { suppliers: 1, single_source: Some(true), ..Concentration::default() },
        capacity: Capacity::default(),
        origins: Origins {
            outside: 2e7,
            largest: Some("江苏省".into()),
            largest_share: Some(1.0),
            ..Origins::default()
        },
        made_before: false,
        made_after: true,
        input_sold_outside: false,
        output_sold_outside: true,
        single_points: vec![SinglePoint { firm: firm("丁厂", None), leaders: 1 }],
    }
}

/// Neither bought nor made.
fn no_evidence() -> Evidence {
    Evidence {
        demand: None,
        lines: 0,
        unpriced_lines: 0,
        rate: None,
        concentration: Concentration::default(),
        origins: Origins::default(),
        single_points: Vec::new(),
        ..evidence()
    }
}

fn catalogue() -> Catalogue {
    let rows = [("轴承钢", Some(BaseClass::Materials)), ("电控", None)].map(|(name, class)| CatalogueRow {
        figure: key(Question::Gap, name, ""),
        class,
        product: product(name),
        chains: vec!["轴承".into()],
        evidence: evidence(),
    });
    let class =
        ClassRow { products: 1, demand: Some(2e7), outside: Some(2e7), unpriced_lines: 1, ..ClassRow::default() };
    Catalogue {
        focus: Some(AreaName::of(AreaCode(341300))),
        year: Some(Year(2024)),
        tier: Tier::City,
        classes: vec![ClassRow { class: Some(BaseClass::Materials), ..class.clone() }, class.clone()],
        total: ClassRow { products: 2, demand: Some(4e7), ..class },
        rows: rows.into(),
    }
}

pub(super) fn gap() -> Gap {
    let every = [
        Trigger::NoLocalMaker,
        Trigger::NoLocalSupplier,
        Trigger::NoLocalMakerDemandUnknown,
        Trigger::BrokenLink,
        Trigger::CapacityShort,
        Trigger::CapacityUnused,
        Trigger::RateBelowReference,
        Trigger::ForwardOpen,
        Trigger::BackwardOpen,
        Trigger::SingleSource,
        Trigger::Concentrated,
        Trigger::OneRegion,
        Trigger::Imported,
        Trigger::Chokepoint,
    ];
    let row = GapRow {
        figure: key(Question::Gap, "轴承钢管", ""),
        product: product("轴承钢管"),
        segment: Some("原材料".into()),
        chain: Some("轴承".into()),
        types: vec![GapType::Fill, GapType::Strengthen, GapType::Secure, GapType::Extend],
        primary: Some(GapType::Fill),
        stakes: Some(risk::stakes()),
        triggers: every.into(),
        evidence: evidence(),
        relatedness: Some(0.4),
        composite: Some(priority::row()),
        priority: Some(Priority { rank: 1, front: 1, convertible: 2e7, single_sourced: 0.0, leaders: 1 }),
    };
    let sound = GapRow {
        figure: key(Question::Gap, "保持架", ""),
        product: product("保持架"),
        types: Vec::new(),
        primary: None,
        stakes: None,
        triggers: Vec::new(),
        evidence: no_evidence(),
        priority: None,
        relatedness: None,
        composite: None,
        segment: None,
        chain: None,
    };
    Gap {
        focus: focus(),
        year: Some(Year(2024)),
        tier: Tier::Area(AreaCode(341_300)),
        stop_probability: Some(0.01),
        reference: Some(0.5),
        rows: vec![row, sound],
        counts: [(GapType::Fill, 1)].into(),
        weighed: Some(priority::weighed()),
        completeness: vec![completeness("轴承", 0.6), completeness("光伏", 0.8)],
    }
}

fn under_way(name: &str) -> UnderWay {
    UnderWay {
        id: name.into(),
        name: format!("{name}示例项目").into(),
        stage: Some(ProjectStage::Started),
        since: Some(2024),
        opens: Some(2026),
    }
}

fn box_of(name: &str, state: ProductState, rate: Option<Measure>, firms: &[&str]) -> PanoramaProduct {
    PanoramaProduct {
        id: name.into(),
        name: name.into(),
        essential: true,
        state,
        types: vec![GapType::Fill, GapType::Secure],
        demand: rate.as_ref().map(|_| 2e7),
        rate,
        firms: firms.iter().map(|name| Arc::from(*name)).collect(),
        makers: (firms.iter().enumerate())
            .map(|(at, _)| match at {
                0 => Maker { role: Some(Role::Leader), amount: Some(3.2e8) },
                1 => Maker { role: Some(Role::Major), amount: Some(5e7) },
                _ => Maker { role: None, amount: None },
            })
            .collect(),
        elsewhere: 0,
        projects: if firms.is_empty() { vec![under_way(name), under_way("另一")] } else { Vec::new() },
        feeds: vec!["光伏".into()],
        in_pipeline: usize::from(firms.is_empty()),
        possible_makers: 0,
        changed: false,
    }
}

pub(super) fn chain(id: &str) -> ChainPanorama {
    let makers = ["灵璧县示例轴承有限公司", "宿州乙轴承集团有限公司", "泗县丙轴承股份有限公司"];
    let segment = |name: &str, position, product| PanoramaSegment {
        id: name.into(),
        name: name.into(),
        name_en: Some("Segment".into()),
        position,
        products: vec![product],
        firm_count: 12,
        makers_by_area: vec![AreaMakers { area: AreaName::of(AreaCode(341_324)), makers: 3 }],
        near: 4.13e7,
        located: 1e8,
    };
    ChainPanorama {
        id: id.into(),
        name: "轴承".into(),
        name_en: Some("Bearings".into()),
        segments: vec![
            segment("原材料", Position::Upstream, box_of("轴承钢管", ProductState::Gap, Some(half_open()), &[])),
            segment(
                "成品",
                Position::Midstream,
                box_of("轮毂轴承", ProductState::Made, Some(measure(0.41, 0.38, 0.43)), &makers),
            ),
            segment("服务", Position::Service, box_of("检测", ProductState::Absent, None, &[])),
        ],
        inputs: vec![PanoramaInput {
            input: "轴承钢管".into(),
            product: "轮毂轴承".into(),
            required: true,
            amount: Some(2e7),
            changed: false,
        }],
        completeness: measure(0.6, 0.6, 0.6),
        near: 4.13e7,
        located: 9.5e7,
        demand: 1e8,
        unpriced_lines: 3,
        risks: vec![PanoramaRisk {
            firm: "丙公司".into(),
            loss: 6e7,
            end: "甲车桥".into(),
            products: vec!["bearing-steel".into()],
        }],
    }
}

/// Purchases of bearings: of steel tubes for them, and of them by somebody who makes nothing of them.
fn links() -> Links {
    let id = |segment: &str| SegmentId { chain: "bearing".into(), segment: segment.into() };
    let link = SegmentLink {
        from: id("原材料"),
        to: id("成品"),
        amount: Some(2e7),
        near: 5e6,
        located: 1.5e7,
        lines: 4,
        unpriced_lines: 1,
        pairs: 3,
    };
    Links { links: vec![link], for_use: ForUse { amount: 3e6, lines: 2 } }
}

pub(super) fn panorama() -> Panorama {
    Panorama {
        focus: focus(),
        year: Some(Year(2024)),
        tier: Tier::City,
        chains: vec![chain("bearing"), chain("轴承"), chain("bearing")],
        together: false,
        county: None,
        purchases: None,
        links: Some(links()),
    }
}

pub(super) fn network() -> Network {
    let node = |id: &str, kind| NetworkNode { id: id.into(), label: id.into(), kind, area: None, place: None };
    let edge = |kind, lines| NetworkEdge {
        source: "firm:甲".into(),
        target: "firm:乙".into(),
        kind,
        product: None,
        year: None,
        amount: None,
        lines,
        unpriced_lines: lines,
    };
    Network {
        projection: Projection::Mixed,
        nodes: vec![node("firm:甲", "leader"), node("product:丙", "product")],
        edges: vec![edge("supplies", Some(1)), edge("located_in", None)],
    }
}
