//! Laws of every picture, on random and on hostile panoramas: nothing lies upon anything else, every character has a
//! glyph, the same figure gives the same bytes.

use proptest::prelude::*;

use crate::render::figure::bands;
use crate::render::figure::card::Card;
use crate::render::figure::diagram::Wire;
use crate::render::figure::font::{bold_has, has_glyph};
use crate::render::figure::geometry::{Point, Rect};
use crate::render::figure::layout::{Layout, layout, layout_beside};
use crate::render::figure::positions::Positions;
use crate::render::figure::{FigureError, png, svg};
use crate::report::figure::{
    BoxState, Chains, Changes, Figure, Head, Legend, Panorama, PanoramaBox, PanoramaColumn, PanoramaEdge, PanoramaFirm,
    PanoramaSegment, RiskWay,
};

/// Random numbers from a seed, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len())]
    }

    fn fraction(&mut self) -> f64 {
        f64::from(u32::try_from(self.roll(1000)).unwrap()) / 1000.0
    }
}

fn name(dice: &mut Dice, hostile: bool) -> String {
    const PARTS: [&str; 10] = ["高精度", "轴承", "套圈", "ABS", "控制器", "钢管", "（毛坯）", "新能源", "总成", "5G "];
    const HOSTILE: [&str; 9] = [
        "",
        "<script>alert(1)</script>",
        "\u{202E}反向\u{200F}",
        "🚀🏭",
        "两\n行\t\u{0}",
        "\"'&amp;<",
        "שלום",
        "㊣",
        " \u{3000} ",
    ];
    if hostile && dice.roll(4) == 0 {
        return if dice.roll(5) == 0 { "长".repeat(300) } else { dice.pick(&HOSTILE).to_owned() };
    }
    (0..=dice.roll(4)).map(|_| dice.pick(&PARTS)).collect()
}

fn firm(dice: &mut Dice, hostile: bool) -> PanoramaFirm {
    let mark = if dice.roll(3) == 0 { "主".to_owned() } else { String::new() };
    PanoramaFirm {
        mark: if hostile && dice.roll(4) == 0 { name(dice, true) } else { mark },
        name: name(dice, hostile),
        amount: match dice.roll(3) {
            0 => String::new(),
            1 if hostile => "9".repeat(90),
            _ => format!("{} 万元", dice.roll(99_999)),
        },
    }
}

fn product(dice: &mut Dice, id: usize, hostile: bool) -> PanoramaBox {
    let (a, b) = (dice.fraction(), dice.fraction());
    let known = dice.roll(3) > 0;
    let extreme = hostile && dice.roll(6) == 0;
    PanoramaBox {
        id: format!("p{id}"),
        name: name(dice, hostile),
        state: dice.pick(&BoxState::ALL),
        types: (0..dice.roll(if hostile { 9 } else { 3 }))
            .map(|_| name(dice, hostile).chars().take(2).collect())
            .collect(),
        rate: known.then(|| if extreme { "9".repeat(80) } else { format!("{:.1}–{:.1}%", a * 100.0, b * 100.0) }),
        bar: known.then_some(if extreme { (f64::NAN, f64::INFINITY) } else { (a, b) }),
        firms: format!("本地 {} 家{}", dice.roll(20), if hostile { name(dice, true) } else { String::new() }),
        leaders: (0..dice.roll(5)).map(|_| firm(dice, hostile)).collect(),
        more: if dice.roll(2) == 0 { format!("供 {}", name(dice, hostile)) } else { String::new() },
        project: if dice.roll(3) == 0 { format!("2024开工 {}", name(dice, hostile)) } else { String::new() },
        essential: dice.roll(4) == 0,
    }
}

fn legend() -> Legend {
    Legend {
        states: BoxState::ALL.map(|state| (state, "一种状态：它的含义写在这里，可能比一行长".to_owned())).to_vec(),
        edges: ("必需投入".to_owned(), "可选投入".to_owned()),
        risks: "ways".into(),
        changes: String::new(),
        bar: "配套率".to_owned(),
        essential: "关键产品".to_owned(),
        types: vec![("补".to_owned(), "补链".to_owned()), ("强".to_owned(), "强链".to_owned())],
        faded: String::new(),
        project: "在建项目".into(),
        marks: vec![("主".into(), "链主".into())],
        lines: vec!["口径：市域一级配套，按金额计算。".repeat(5), "数据截至 2024-09-30".to_owned()],
    }
}

/// A panorama of `count` products with `edges` edges in any direction, loops and unknown ends among them.
pub(super) fn random(seed: u64, count: usize, edges: usize, hostile: bool) -> Panorama {
    let mut dice = Dice(seed);
    let mut columns: Vec<PanoramaColumn> = Vec::new();
    for heading in ["上游", "中游", "下游", "配套服务"] {
        let segments = (0..dice.roll(6)).map(|at| PanoramaSegment {
            id: format!("s{at}"),
            name: name(&mut dice, hostile),
            caption: format!("本地企业 {} 家 · 配套率 41.3%", dice.roll(500)),
            boxes: Vec::new(),
        });
        columns.push(PanoramaColumn {
            id: heading.to_owned(),
            heading: heading.to_owned(),
            segments: segments.collect(),
        });
    }
    for id in 0..count {
        let data = product(&mut dice, id, hostile);
        let column = dice.roll(columns.len());
        let segments = &mut columns[column].segments;
        if segments.is_empty() {
            let (id, name) = ("s".to_owned(), "环节".to_owned());
            segments.push(PanoramaSegment { id, name, caption: String::new(), boxes: Vec::new() });
        }
        let segment = dice.roll(segments.len());
        segments[segment].boxes.push(data);
    }
    let edges = (0..edges).map(|_| PanoramaEdge {
        from: format!("p{}", dice.roll(count + usize::from(hostile))),
        to: format!("p{}", dice.roll(count)),
        required: dice.roll(4) > 0,
        amount: (dice.roll(3) > 0).then(|| dice.fraction() * 1e8),
    });
    let edges = edges.collect();
    let title = if hostile { "标题🚀".repeat(60) } else { "宿州市轴承产业链全景图".to_owned() };
    Panorama {
        key: "panorama-test".to_owned(),
        title,
        subtitle: "2024 年".to_owned(),
        columns,
        edges,
        risks: (0..if seed % 2 == 1 { 3 } else { 0 })
            .map(|at| RiskWay {
                sign: (at + 1).to_string(),
                boxes: vec![format!("p{at}"), format!("p{}", at + 1)],
                text: "示例企业停产，传至示例整机，他企年损失 12,345.6 万元".to_owned(),
            })
            .collect(),
        changes: None,
        present: None,
        legend: legend(),
    }
}

fn empty() -> Panorama {
    Panorama {
        key: String::new(),
        title: String::new(),
        subtitle: String::new(),
        columns: Vec::new(),
        edges: Vec::new(),
        risks: Vec::new(),
        changes: None,
        present: None,
        legend: Legend::default(),
    }
}

fn pairs<T>(list: &[T]) -> impl Iterator<Item = (&T, &T)> {
    list.iter().enumerate().flat_map(|(at, a)| list[at + 1..].iter().map(move |b| (a, b)))
}

/// Asserts everything that must hold of any picture.
fn check(laid: &Layout) {
    let sheet = Rect::new(0.0, 0.0, laid.width, laid.height);
    for (a, b) in pairs(&laid.cards) {
        assert!(!a.rect.overlaps(&b.rect), "boxes {} and {}", a.id, b.id);
    }
    for (a, b) in pairs(&laid.frames) {
        assert!(!a.rect.overlaps(&b.rect), "frames {:?} and {:?}", a.rect, b.rect);
    }
    let texts: Vec<(Rect, &str)> = laid.texts().map(|label| (label.rect(), label.text.as_str())).collect();
    for (a, b) in pairs(&texts) {
        assert!(!a.0.overlaps(&b.0), "{a:?} upon {b:?}");
    }
    for (rect, text) in &texts {
        assert!(sheet.contains(rect), "{text} {rect:?} outside of {sheet:?}");
    }
    laid.cards.iter().for_each(|card| check_card(laid, card));
    laid.wires.iter().for_each(|wire| check_wire(laid, wire, &texts, &sheet));
}

fn check_card(laid: &Layout, card: &Card) {
    assert!(laid.frames.iter().any(|frame| frame.rect.contains(&card.rect)), "{} in no frame", card.id);
    for label in &card.labels {
        assert!(card.rect.contains(&label.rect()), "{} runs out of {}", label.text, card.id);
        assert!(!label.rect().overlaps(&card.mark), "{} upon the mark of {}", label.text, card.id);
        assert!(card.bar.is_none_or(|bar| !bar.rect.overlaps(&label.rect())), "{} upon the bar", label.text);
        assert!(card.badges.iter().all(|badge| !badge.rect.overlaps(&label.rect())), "{} upon a badge", label.text);
    }
    let small = || card.badges.iter().chain(&card.signs).chain(&card.strip);
    for label in &card.labels {
        assert!(small().all(|badge| !badge.rect.overlaps(&label.rect())), "{} upon a sign of {}", label.text, card.id);
    }
    for badge in small() {
        assert!(card.rect.contains(&badge.rect) && badge.rect.contains(&badge.label.rect()));
    }
}

fn check_wire(laid: &Layout, wire: &Wire, texts: &[(Rect, &str)], sheet: &Rect) {
    let (from, to) = (&laid.cards[wire.from].rect, &laid.cards[wire.to].rect);
    let (start, end) = (wire.points[0], wire.points[wire.points.len() - 1]);
    assert!((start.0 - from.right).abs() < 0.01 && start.1 > from.top && start.1 < from.bottom, "{wire:?} {from:?}");
    assert!((end.0 - to.left).abs() < 0.01 && end.1 > to.top && end.1 < to.bottom, "{wire:?} {to:?}");
    for piece in wire.points.windows(2) {
        let (a, b) = (piece[0], piece[1]);
        assert!((a.0 - b.0).abs() < 0.01 || (a.1 - b.1).abs() < 0.01, "slanting: {wire:?}");
        for card in &laid.cards {
            assert!(!card.rect.crossed_by(a, b), "{a:?} {b:?} through {} {:?}", card.id, card.rect);
        }
        for (text, words) in texts {
            assert!(!text.crossed_by(a, b), "{a:?} {b:?} through {words}");
        }
        assert!(sheet.contains(&Rect::new(b.0, b.1, 0.0, 0.0)));
    }
}

/// Length over which edges of different nets lie upon each other, but for the last bit before a port they share.
fn run_together(laid: &Layout) -> f64 {
    let pieces: Vec<(usize, usize, Point, Point)> = laid
        .wires
        .iter()
        .flat_map(|wire| wire.points.windows(2).map(|piece| (wire.from, wire.to, piece[0], piece[1])))
        .collect();
    let mut length = 0.0;
    for (a, b) in pairs(&pieces) {
        if a.0 == b.0 || a.1 == b.1 {
            continue;
        }
        for (along, across) in
            [(|p: Point| p.0) as fn(Point) -> f64, |p: Point| p.1].into_iter().zip([|p: Point| p.1, |p: Point| p.0])
        {
            let flat = |piece: &(usize, usize, Point, Point)| (across(piece.2) - across(piece.3)).abs() < 0.01;
            if flat(a) && flat(b) && (across(a.2) - across(b.2)).abs() < 1.0 {
                let low = along(a.2).min(along(a.3)).max(along(b.2).min(along(b.3)));
                let high = along(a.2).max(along(a.3)).min(along(b.2).max(along(b.3)));
                length += (high - low).max(0.0);
            }
        }
    }
    length
}

#[test]
fn nothing_lies_upon_anything() {
    for (seed, count) in [10, 13, 17, 25, 40, 60, 90, 120, 150].into_iter().enumerate() {
        let laid = layout(&random(seed as u64 + 1, count, count * 3 / 2, false));
        check(&laid);
        assert_eq!(laid.cards.len(), count);
        let all: f64 =
            laid.wires.iter().flat_map(|w| w.points.windows(2)).map(|p| (p[0].0 - p[1].0).hypot(p[0].1 - p[1].1)).sum();
        assert!(run_together(&laid) <= all * 0.002, "{count}: {} of {all}", run_together(&laid));
    }
}

#[test]
fn hostile_names_stay_in_their_places() {
    for seed in 0..12 {
        check(&layout(&random(seed, 24, 40, true)));
    }
}

#[test]
fn small_ones_are_drawn_too() {
    check(&layout(&empty()));
    assert!(svg(&Figure::Panorama(Box::new(empty()))).is_ok());
    for (count, edges) in [(1, 0), (1, 3), (2, 1), (3, 9), (12, 0)] {
        let panorama = random(7, count, edges, false);
        check(&layout(&panorama));
        assert!(png(&svg(&Figure::Panorama(Box::new(panorama))).unwrap(), 0.5).is_ok());
    }
}

#[test]
fn sheets_come_near_the_shape_of_paper() {
    for (seed, count) in [30, 60, 100, 150].into_iter().enumerate() {
        let laid = layout(&random(seed as u64 + 20, count, count, false));
        let shape = laid.width / laid.height;
        assert!((0.95..2.1).contains(&shape), "{count}: {shape}");
    }
}

#[test]
fn inputs_run_to_the_right_where_they_can() {
    let mut panorama = random(3, 0, 0, false);
    let product = |id: usize| PanoramaBox { name: format!("产品{id}"), ..product(&mut Dice(id as u64), id, false) };
    let segment = |ids: [usize; 3]| PanoramaSegment {
        id: format!("s{}", ids[0]),
        name: "环节".into(),
        caption: String::new(),
        boxes: ids.map(product).to_vec(),
    };
    panorama.columns = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
        .map(segment)
        .map(|s| PanoramaColumn { id: s.id.clone(), heading: "位置".into(), segments: vec![s] })
        .to_vec();
    let edge = |(from, to): (usize, usize)| PanoramaEdge {
        from: format!("p{from}"),
        to: format!("p{to}"),
        required: true,
        amount: None,
    };
    panorama.edges = [(0, 3), (1, 4), (2, 5), (3, 6), (4, 7), (5, 8), (0, 8)].map(edge).to_vec();
    let laid = layout(&panorama);
    check(&laid);
    assert!(laid.wires.iter().all(|wire| wire.points.windows(2).all(|p| p[0].0 <= p[1].0)));
    // No line makes a step so small that it looks like a fault of the printer.
    let steps = laid.wires.iter().flat_map(|wire| wire.points.windows(2)).map(|p| (p[0].1 - p[1].1).abs());
    assert!(steps.filter(|step| *step > 0.01).all(|step| step >= 4.0));
}

#[test]
fn one_more_firm_moves_nothing() {
    let before = random(5, 40, 60, false);
    let mut after = before.clone();
    let one =
        &mut after.columns.iter_mut().flat_map(|c| &mut c.segments).find(|s| !s.boxes.is_empty()).unwrap().boxes[0];
    one.firms = "本地 21 家".to_owned();
    one.leaders.push(PanoramaFirm { name: "新企业".to_owned(), ..PanoramaFirm::default() });
    one.state = BoxState::Made;
    let places = |panorama: &Panorama| -> Vec<Rect> { layout(panorama).cards.iter().map(|card| card.rect).collect() };
    assert_eq!(places(&before), places(&after));
}

#[test]
fn boxes_have_one_extent_whatever_is_known_of_them() {
    let full = random(5, 40, 60, false);
    let mut bare = full.clone();
    for segment in bare.columns.iter_mut().flat_map(|column| &mut column.segments) {
        segment.caption.clear();
        for of in &mut segment.boxes {
            (of.rate, of.bar) = (None, None);
            (of.firms, of.more, of.project) = Default::default();
            (of.leaders, of.types) = Default::default();
        }
    }
    bare.legend = Legend::default();
    bare.edges.iter_mut().for_each(|edge| edge.amount = None);
    let places = |panorama: &Panorama| -> Vec<Rect> { layout(panorama).cards.iter().map(|card| card.rect).collect() };
    assert_eq!(places(&full), places(&bare));
}

/// The map one product later: one more box, with lines to others.
fn with_product(panorama: &Panorama, id: usize, dice: &mut Dice) -> Panorama {
    let mut after = panorama.clone();
    let many = after.columns.iter().flat_map(|column| &column.segments).count();
    let at = dice.roll(many);
    let segment = after.columns.iter_mut().flat_map(|column| &mut column.segments).nth(at).unwrap();
    let ends = |of: &Panorama, dice: &mut Dice| {
        let boxes: Vec<String> =
            of.columns.iter().flat_map(|c| &c.segments).flat_map(|s| &s.boxes).map(|of| of.id.clone()).collect();
        boxes[dice.roll(boxes.len())].clone()
    };
    let place = dice.roll(segment.boxes.len() + 1);
    segment.boxes.insert(place, PanoramaBox { name: "新产品".into(), ..product(dice, id, false) });
    for back in [false, true, true] {
        let (own, other) = (format!("p{id}"), ends(panorama, dice));
        let (from, to) = if back { (other, own) } else { (own, other) };
        after.edges.push(PanoramaEdge { from, to, required: true, amount: Some(1e6) });
    }
    after
}

#[test]
fn one_more_product_moves_no_other_box_beside_the_last_map() {
    for seed in [0, 3, 6, 7] {
        let mut dice = Dice(seed + 100);
        let mut map = random(seed, 24 + 6 * usize::try_from(seed).unwrap(), 50, false);
        let (mut laid, mut kept) = layout_beside(&map, None);
        for more in 0..6 {
            let next = with_product(&map, 1_000 + more, &mut dice);
            let (after, positions) = layout_beside(&next, Some(&kept));
            check(&after);
            assert_eq!(after.cards.len(), laid.cards.len() + 1);
            for card in &laid.cards {
                let now = after.cards.iter().find(|other| other.id == card.id).unwrap();
                assert_eq!(now.rect, card.rect, "{} of map {seed} moved", card.id);
            }
            let mut file = Positions::default();
            file.maps.insert("m".into(), positions.clone());
            assert_eq!(Positions::read(&file.bytes()), Some(file));
            (map, laid, kept) = (next, after, positions);
        }
        // The same map beside itself is the same map.
        assert_eq!(layout_beside(&map, Some(&kept)).1, kept);
    }
}

#[test]
fn positions_of_something_else_are_no_harm() {
    let (_, kept) = layout_beside(&random(3, 30, 40, false), None);
    for seed in 0..6 {
        check(&layout_beside(&random(seed, 25, 40, seed % 2 == 0), Some(&kept)).0);
    }
    let mut bent = kept.clone();
    bent.boxes.values_mut().for_each(|place| place.top = 0.0);
    check(&layout_beside(&random(3, 30, 40, false), Some(&bent)).0);
    bent = kept.clone();
    bent.frames.values_mut().for_each(|frame| (frame.top, frame.bottom) = (5.0, 5_000.0));
    check(&layout_beside(&random(3, 30, 40, false), Some(&bent)).0);
}

/// A sheet of `count` chains.
fn sheet(count: u64, boxes: usize, hostile: bool) -> Chains {
    let maps = (0..count).map(|seed| random(seed + 3, boxes, boxes * 3 / 2, hostile)).collect();
    let title = if hostile { "图".repeat(200) } else { "九县产业链全景图".to_owned() };
    let head = Head { key: "chains".into(), title, subtitle: "2024 年".into(), notes: vec!["口径".into()] };
    Chains { head, maps, legend: Legend { lines: Vec::new(), ..legend() } }
}

fn check_sheet(chains: &Chains) {
    let laid = bands::layout(chains);
    let sheet = Rect::new(0.0, 0.0, laid.sheet.width, laid.sheet.height);
    let texts: Vec<(Rect, &str)> = (laid.bands.iter().chain([&laid.sheet]))
        .flat_map(Layout::texts)
        .map(|label| (label.rect(), label.text.as_str()))
        .collect();
    for (a, b) in pairs(&texts) {
        assert!(!a.0.overlaps(&b.0), "{a:?} upon {b:?}");
    }
    for (rect, text) in &texts {
        assert!(sheet.contains(rect), "{text} {rect:?} outside of {sheet:?}");
    }
    for (a, b) in pairs(&laid.bands) {
        for one in &a.frames {
            assert!(b.frames.iter().all(|other| !one.rect.overlaps(&other.rect)));
        }
    }
    for band in &laid.bands {
        band.cards.iter().for_each(|card| check_card(band, card));
        band.wires.iter().for_each(|wire| check_wire(band, wire, &texts, &sheet));
    }
}

#[test]
fn several_chains_stand_on_one_sheet() {
    for (count, boxes) in [(0, 0), (1, 5), (2, 12), (4, 16), (9, 7)] {
        check_sheet(&sheet(count, boxes, false));
    }
    check_sheet(&sheet(3, 10, true));
    let figure = Figure::Chains(Box::new(sheet(2, 9, true)));
    let first = svg(&figure).unwrap();
    assert_eq!(first, svg(&figure).unwrap());
    assert!(roxmltree::Document::parse(&first).is_ok());
}

#[test]
fn positions_of_chains_stand_below_each_other() {
    let laid = bands::layout(&sheet(2, 12, false));
    let ends: Vec<f64> = laid.sheet.bars.iter().map(|bar| bar.left).collect();
    assert!(!ends.is_empty());
    for frame in laid.bands.iter().flat_map(|band| &band.frames) {
        // The leftmost frame of a position begins at its heading or right of it, never left of the first heading.
        assert!(frame.rect.left >= ends[0] - 0.01);
    }
}

#[test]
fn a_map_about_some_boxes_fades_the_others() {
    let plain = random(5, 40, 60, false);
    let one = plain.edges[0].from.clone();
    let mut marked = plain.clone();
    marked.present = Some([one.clone()].into());
    marked.legend.faded = "淡显".into();
    let document = svg(&Figure::Panorama(Box::new(marked))).unwrap();
    let tree = roxmltree::Document::parse(&document).unwrap();
    let groups = |id: &str, faded: bool| {
        let of = |node: &roxmltree::Node<'_, '_>| node.attribute("data-box") == Some(id);
        tree.descendants().filter(of).filter(|node| node.attribute("opacity").is_some() == faded).count()
    };
    assert_eq!(groups(&one, true), 0);
    assert!(groups(&one, false) > 0);
    let other = plain.columns.iter().flat_map(|c| &c.segments).flat_map(|s| &s.boxes).find(|of| of.id != one).unwrap();
    assert_eq!(groups(&other.id, false), 0);
}

#[test]
fn projects_and_types_are_told_by_shape() {
    let mut map = random(3, 0, 0, false);
    let of = |id: usize, types: &[&str], project: &str| PanoramaBox {
        name: "产品".into(),
        types: types.iter().map(|t| (*t).to_owned()).collect(),
        project: project.into(),
        leaders: vec![PanoramaFirm { mark: "主".into(), name: "甲".into(), amount: "3 亿元".into() }],
        more: String::new(),
        ..product(&mut Dice(1), id, false)
    };
    let boxes = vec![of(0, &[], ""), of(1, &["补", "固"], "2024开工 甲项目")];
    let segment = PanoramaSegment { id: "s".into(), name: "环节".into(), caption: String::new(), boxes };
    map.columns = vec![PanoramaColumn { id: "c".into(), heading: "上游".into(), segments: vec![segment] }];
    let laid = layout(&map);
    check(&laid);
    let (plain, framed) = (&laid.cards[0], &laid.cards[1]);
    assert_eq!((plain.badges.len(), plain.strip.is_some(), plain.signs.len()), (0, false, 1));
    assert_eq!((framed.badges.len(), framed.strip.is_some()), (2, true));
    assert_eq!(plain.rect.height(), framed.rect.height());
    let document = svg(&Figure::Panorama(Box::new(map))).unwrap();
    for text in ["2024开工 甲项目", "补", "固", "3 亿元"] {
        assert!(document.contains(text), "{text}");
    }
}

#[test]
fn widths_are_in_proportion_to_amounts() {
    let mut map = random(3, 6, 0, false);
    let edge = |(from, to, amount): (usize, usize, Option<f64>)| PanoramaEdge {
        from: format!("p{from}"),
        to: format!("p{to}"),
        required: true,
        amount,
    };
    map.edges = [(0, 1, Some(8e7)), (0, 2, Some(4e7)), (1, 3, None), (2, 3, Some(1.0))].map(edge).to_vec();
    let laid = layout(&map);
    let width = |from: usize, to: usize| {
        let at = |id: usize| laid.cards.iter().position(|card| card.id == format!("p{id}"));
        laid.wires.iter().find(|wire| (Some(wire.from), Some(wire.to)) == (at(from), at(to))).unwrap().width
    };
    assert!((width(0, 1) / width(0, 2) - 2.0).abs() < 1e-9);
    assert!(width(1, 3) < width(0, 2) && (width(1, 3) - width(2, 3)).abs() < 1e-9);
}

#[test]
fn every_character_has_a_glyph_and_text_stays_text() {
    for seed in 0..4 {
        let mut panorama = random(seed, 20, 30, true);
        panorama.columns[0].segments.push(PanoramaSegment {
            id: "special".to_owned(),
            name: "特别环节".to_owned(),
            caption: String::new(),
            boxes: vec![PanoramaBox { name: "特🚀<b>".to_owned(), ..product(&mut Dice(1), 999, false) }],
        });
        let document = svg(&Figure::Panorama(Box::new(panorama))).unwrap();
        let tree = roxmltree::Document::parse(&document).unwrap();
        let texts = || tree.descendants().filter(|node| node.has_tag_name("text"));
        for node in texts() {
            let text = node.text().unwrap_or_default();
            let covered = if node.attribute("font-weight") == Some("bold") {
                bold_has(text)
            } else {
                text.chars().all(has_glyph)
            };
            assert!(covered && text.trim() == text, "{text:?}");
        }
        assert!(texts().any(|node| node.text() == Some("特□<b>")));
        assert!(tree.descendants().all(|node| !node.has_tag_name("script")));
    }
}

#[test]
fn changes_stand_out_and_move_nothing() {
    let plain = random(5, 40, 60, false);
    let mut marked = plain.clone();
    let edge = plain.edges.iter().find(|edge| edge.from != edge.to).unwrap();
    marked.changes =
        Some(Changes { boxes: [edge.from.clone()].into(), edges: [(edge.from.clone(), edge.to.clone())].into() });
    let faded = |panorama: &Panorama| {
        let document = svg(&Figure::Panorama(Box::new(panorama.clone()))).unwrap();
        document.matches("opacity=\"0.3\"").count()
    };
    assert_eq!(faded(&plain), 0);
    assert!(faded(&marked) > 39, "{}", faded(&marked));
    let places = |panorama: &Panorama| -> Vec<Rect> { layout(panorama).cards.iter().map(|card| card.rect).collect() };
    assert_eq!(places(&plain), places(&marked));
}

#[test]
fn bytes_are_the_same_each_time() {
    let figure = Figure::Panorama(Box::new(random(9, 40, 60, false)));
    let first = svg(&figure).unwrap();
    assert_eq!(first, svg(&figure).unwrap());
    assert_eq!(png(&svg(&figure).unwrap(), 1.0).unwrap(), png(&svg(&figure).unwrap(), 1.0).unwrap());
    // No coordinate has more than two decimals.
    let body = &first[first.find("</style>").unwrap()..];
    let long = body
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .find(|n| n.split_once('.').is_some_and(|(_, d)| d.len() > 2));
    assert_eq!(long, None);
}

#[test]
fn too_large_is_an_error() {
    let figure = Figure::Panorama(Box::new(random(2, 20, 20, false)));
    assert_eq!(png(&svg(&figure).unwrap(), 1000.0), Err(FigureError::Size));
    assert_eq!(png(&svg(&figure).unwrap(), 0.0), Err(FigureError::Size));
    assert_eq!(png(&svg(&figure).unwrap(), f32::NAN), Err(FigureError::Size));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold_for_any_panorama(seed in any::<u64>(), count in 1_usize..60, density in 0_usize..4, hostile in any::<bool>()) {
        check(&layout(&random(seed, count, count * density, hostile)));
    }
}
