//! Labels keep off each other and stay on the sheet, whatever the names and numbers.

use super::{map, supply, tiles};
use crate::render::figure::scene::tests::assert_readable;
use crate::report::figure::{
    CountyMap, CountySupply, CountyTiles, Head, Outline, OutsideBox, PlaceArrow, PlaceDisc, PlaceTile, SupplyCard,
    SupplyCell,
};

/// Numbers from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn name(at: usize) -> String {
    match at % 6 {
        0 => "泗县".to_owned(),
        1 => "积石山保安族东乡族撒拉族自治县".to_owned(),
        2 => "<script>\"&'\u{202E}\u{0}".to_owned(),
        3 => "长".repeat(300),
        4 => String::new(),
        _ => "A county with a rather long English name".to_owned(),
    }
}

fn amount(dice: &mut Dice) -> Option<f64> {
    match dice.below(6) {
        0 => None,
        1 => Some(1e308),
        2 => Some(0.0),
        _ => Some(dice.below(1_000_000_000) as f64),
    }
}

fn head() -> Head {
    Head {
        key: "k".into(),
        title: "县区供需示意图".into(),
        subtitle: "2024 年".into(),
        notes: vec!["口径".repeat(40); 3],
    }
}

fn degrees(dice: &mut Dice, crowd: f64) -> Option<(f64, f64)> {
    match dice.below(9) {
        0 => None,
        1 => Some((f64::NAN, 33.0)),
        _ => Some((116.0 + crowd * dice.below(200) as f64 / 100.0, 33.0 + crowd * dice.below(200) as f64 / 100.0)),
    }
}

const COUNTS: [usize; 6] = [0, 1, 2, 5, 16, 38];

fn discs(count: usize, crowd: f64, dice: &mut Dice) -> CountyMap {
    let disc = |at: usize, dice: &mut Dice| PlaceDisc {
        id: at.to_string(),
        name: name(at),
        at: degrees(dice, crowd),
        amount: amount(dice),
        parts: [0; 4].map(|_: i32| amount(dice).unwrap_or(f64::NAN)),
        captions: (0..dice.below(4)).map(|row| name(at + row as usize)).collect(),
        tip: name(at + 1),
    };
    let outside = |at: usize, dice: &mut Dice| OutsideBox {
        id: format!("o{at}"),
        name: name(at),
        at: degrees(dice, 9.0),
        bought: amount(dice),
        sold: amount(dice),
        captions: vec![name(at), name(at + 1), name(at + 2)],
        tip: String::new(),
    };
    let arrow = |dice: &mut Dice| PlaceArrow {
        from: dice.below(count as u64 + 1).to_string(),
        to: dice.below(count as u64 + 1).to_string(),
        amount: amount(dice),
        label: "26.79 亿元".into(),
        tip: String::new(),
    };
    CountyMap {
        head: head(),
        area: name(count),
        places: (0..count).map(|at| disc(at, dice)).collect(),
        outside: (0..count.min(9)).map(|at| outside(at, dice)).collect(),
        flows: (0..count * 2).map(|_| arrow(dice)).collect(),
        ..CountyMap::default()
    }
}

fn plates(count: usize, with_outlines: bool) -> CountyTiles {
    let plate = |at: usize| PlaceTile {
        id: at.to_string(),
        name: name(at),
        cell: (at % 6, at / 6),
        class: (at % 7 < 6).then_some(at % 7),
        certain: at.is_multiple_of(3),
        rate: ["44.0%", "36.7–53.3%", "约 44.0%*", "—（数据不足以判定）"][at % 4].to_owned(),
        captions: vec![name(at + 1); at % 6],
        tip: String::new(),
    };
    let outline = |at: usize| {
        let (x, y) = (116.0 + (at % 7) as f64 * 0.3, 33.0 + (at / 7) as f64 * 0.3);
        let size = if at % 5 == 4 { 0.001 } else { 0.29 };
        let ring = vec![(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)];
        let hole = vec![(x + 0.1, y + 0.1), (x + 0.2, y + 0.1), (x + 0.2, y + 0.2)];
        Outline { id: at.to_string(), polygons: vec![vec![ring, hole], Vec::new(), vec![vec![(x, y); 4]]] }
    };
    CountyTiles {
        head: head(),
        places: (0..count).map(plate).collect(),
        outlines: if with_outlines { (0..count + 2).map(outline).collect() } else { Vec::new() },
        approval: if with_outlines { name(3) } else { String::new() },
        classes: vec!["<20%".into(); 5],
        marks: ["斜线".into(), "无采购".into()],
    }
}

fn cards(count: usize, dice: &mut Dice) -> CountySupply {
    let card = |at: usize, dice: &mut Dice| SupplyCard {
        id: at.to_string(),
        name: name(at),
        firms: name(at + 1),
        rate: name(at + 2),
        parts: [0; 4].map(|_: i32| amount(dice).unwrap_or(0.0)),
        lists: (0..dice.below(4) as usize).map(|list| (name(list), vec![name(at + list); list * 2])).collect(),
        tip: String::new(),
    };
    let cell = |at: usize| SupplyCell {
        text: name(at),
        shade: (!at.is_multiple_of(3)).then_some(at % 9),
        own: at.is_multiple_of(4),
        tip: String::new(),
    };
    let names: Vec<String> = (0..=count).map(name).collect();
    CountySupply {
        head: head(),
        axes: ("供货地".into(), "采购地".into()),
        cells: (0..=count).map(|row| (0..=count).map(|column| cell(row * 5 + column)).collect()).collect(),
        names: (names.clone(), names),
        cards: (0..count).map(|at| card(at, dice)).collect(),
        ..CountySupply::default()
    }
}

#[test]
fn maps_of_places_stay_readable() {
    let mut dice = Dice(7);
    for count in COUNTS {
        for crowd in [0.0, 0.02, 1.0] {
            let of = discs(count, crowd, &mut dice);
            let scene = map::scene(&of);
            assert_readable(&scene);
            assert_eq!(scene, map::scene(&of));
            assert!(scene.svg(&of.head).unwrap().ends_with("</svg>\n"));
        }
    }
}

#[test]
fn tiles_and_outlines_stay_readable() {
    for count in COUNTS {
        for with_outlines in [false, true] {
            let of = plates(count, with_outlines);
            let scene = tiles::scene(&of);
            assert_readable(&scene);
            assert!(scene.svg(&of.head).unwrap().ends_with("</svg>\n"));
            let named = scene.texts().filter(|label| label.text.starts_with("泗县")).count();
            assert_eq!(
                named,
                (0..count).filter(|at| at % 6 == 0).count() + captions_of(&of),
                "{count} {with_outlines}"
            );
        }
    }
}

/// Captions with the short name, which tiles show and outlines do not.
fn captions_of(of: &CountyTiles) -> usize {
    let shown = |place: &PlaceTile| place.captions.iter().take(4).filter(|text| text.starts_with("泗县")).count();
    if of.outlines.is_empty() { of.places.iter().map(shown).sum() } else { 0 }
}

#[test]
fn cards_stay_readable() {
    let mut dice = Dice(13);
    for count in COUNTS {
        let of = cards(count, &mut dice);
        let scene = supply::scene(&of);
        assert_readable(&scene);
        assert!(scene.svg(&of.head).unwrap().ends_with("</svg>\n"));
    }
}
