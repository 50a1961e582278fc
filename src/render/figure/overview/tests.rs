//! Laws of the map of all segments: no box or text upon another, in the layout and in the drawn svg; nothing moves that was
//! there; hostile names stay in their boxes.

use resvg::usvg;

use crate::render::figure::geometry::Rect;
use crate::render::figure::overview::{OverviewLayout, layout, svg};
use crate::render::figure::{font, label::Label};
use crate::report::figure::{Band, BoxState, Legend, Overview, OverviewBox, OverviewEdge};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

fn band(id: &str) -> Band {
    Band { id: id.to_owned(), text: id.to_owned() }
}

fn name(dice: &mut Dice, hostile: bool) -> String {
    const PLAIN: [&str; 6] =
        ["轴承套圈", "新能源整车制造", "检测与认证", "ABS 控制器总成", "钢", "精密锻件与铸件毛坯加工"];
    const HOSTILE: [&str; 6] = ["", "<script>alert(1)</script>", "\u{202E}反向", "🚀🏭", "两\n行\u{0}", "\"'&amp;<"];
    if hostile && dice.roll(3) == 0 {
        return if dice.roll(4) == 0 { "长".repeat(300) } else { HOSTILE[dice.roll(6)].to_owned() };
    }
    PLAIN[dice.roll(6)].to_owned()
}

/// A map of `count` segments in four columns and `lanes` lanes with edges to any side, loops and unknown ends among them.
fn random(seed: u64, count: usize, edges: usize, (lanes, hostile): (usize, bool)) -> Overview {
    let mut dice = Dice(seed);
    let segment = |dice: &mut Dice, at: usize| OverviewBox {
        id: format!("s{at}"),
        name: name(dice, hostile),
        column: dice.roll(4),
        lane: dice.roll(lanes),
        state: BoxState::ALL[dice.roll(7)],
        bar: (dice.roll(2) == 0).then_some((0.3, 0.6)),
        makers: (0..9).map(|_| dice.roll(4) * dice.roll(60)).collect(),
        types: (0..dice.roll(5)).map(|_| name(dice, hostile)).collect(),
        caption: format!("本地 {} 家 · 配套率 41.3%", dice.roll(90)),
        states: BoxState::ALL.iter().filter(|_| dice.roll(2) == 0).map(|state| (*state, "12".to_owned())).collect(),
        firms: (0..dice.roll(4)).map(|_| name(dice, hostile)).collect(),
        more: if dice.roll(2) == 0 { format!("等 {} 家", dice.roll(99)) } else { String::new() },
    };
    let edge = |dice: &mut Dice| OverviewEdge {
        from: format!("s{}", dice.roll(count + 1)),
        to: format!("s{}", dice.roll(count)),
        amount: (dice.roll(5) > 0).then(|| f64::from(u32::try_from(dice.roll(1000) * dice.roll(1000)).unwrap())),
        near: dice.roll(2) == 0,
        text: "甲 → 乙：12 万元".to_owned(),
    };
    Overview {
        key: "overview".to_owned(),
        title: "合肥市产业链环节供需总图".to_owned(),
        subtitle: "2024 年".to_owned(),
        columns: ["上游", "中游", "下游", "配套服务"].map(band).to_vec(),
        lanes: ["汽车零部件", "高端装备", "新材料", "绿色食品"][..lanes].iter().map(|id| band(id)).collect(),
        places: ["瑶海", "庐阳", "蜀山", "包河", "长丰", "肥东", "肥西", "庐江", "巢湖"].map(str::to_owned).to_vec(),
        boxes: (0..count).map(|at| segment(&mut dice, at)).collect(),
        edges: (0..edges).map(|_| edge(&mut dice)).collect(),
        legend: Legend {
            states: BoxState::ALL.map(|state| (state, "一种状态：它的含义".to_owned())).to_vec(),
            edges: ("实线".to_owned(), "虚线".to_owned()),
            lines: vec!["口径：市域一级配套，按金额计算。".repeat(4)],
            ..Legend::default()
        },
    }
}

fn apart<T>(list: &[T], rect: impl Fn(&T) -> Rect, name: impl Fn(&T) -> String) {
    for (at, a) in list.iter().enumerate() {
        for b in &list[at + 1..] {
            assert!(!rect(a).overlaps(&rect(b)), "{} upon {}", name(a), name(b));
        }
    }
}

fn check(laid: &OverviewLayout) {
    let sheet = Rect::new(0.0, 0.0, laid.sheet.width, laid.sheet.height);
    apart(&laid.cards, |card| card.rect, |card| card.id.clone());
    let labels: Vec<&Label> = laid.texts().collect();
    apart(&labels, |label| label.rect(), |label| label.text.clone());
    assert!(labels.iter().all(|label| sheet.contains(&label.rect())));
    for card in &laid.cards {
        assert!(card.labels.iter().all(|label| card.rect.contains(&label.rect())), "{card:?}");
        let badges = card.badges.iter().map(|badge| &badge.rect);
        let parts = card.marks.iter().map(|(_, mark)| mark).chain(&card.columns).chain(badges);
        assert!(parts.chain(card.bar.iter().map(|bar| &bar.rect)).all(|part| card.rect.contains(part)), "{card:?}");
    }
    for line in &laid.lines {
        for point in line.route.points(12) {
            assert!(sheet.contains(&Rect::new(point.0, point.1, 0.0, 0.0)), "{point:?} outside");
            let inside = |card: &Rect| {
                point.0 > card.left + 0.1 && point.0 < card.right - 0.1 && point.1 > card.top && point.1 < card.bottom
            };
            assert!(laid.cards.iter().all(|card| !inside(&card.rect)), "a line runs through a box");
        }
    }
}

/// What the drawn texts cover, as an independent reader of the svg sets them with the embedded font.
fn drawn(svg: &str) -> Vec<(Rect, String)> {
    fn walk(group: &usvg::Group, found: &mut Vec<(Rect, String)>) {
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => walk(group, found),
                usvg::Node::Text(text) => {
                    let by = text.abs_bounding_box();
                    let edge = |value: f32| f64::from(value);
                    let rect = Rect {
                        left: edge(by.left()),
                        top: edge(by.top()),
                        right: edge(by.right()),
                        bottom: edge(by.bottom()),
                    };
                    found.push((rect, text.chunks().iter().map(|chunk| chunk.text()).collect()));
                }
                _ => {}
            }
        }
    }
    let options =
        usvg::Options { fontdb: font::database(), font_family: font::FAMILY.to_owned(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).unwrap();
    let mut found = Vec::new();
    walk(tree.root(), &mut found);
    found
}

#[test]
fn a_hundred_and_twenty_segments_keep_apart_in_layout_and_svg() {
    let overview = random(3, 120, 500, (4, false));
    let laid = layout(&overview, None);
    check(&laid);
    assert_eq!(laid.cards.len(), 120);
    let shape = laid.sheet.width / laid.sheet.height;
    assert!((0.9..2.2).contains(&shape), "{shape}");
    let (document, _) = svg(&overview, None).unwrap();
    let texts = drawn(&document);
    assert!(texts.len() > 480, "{}", texts.len());
    // The reader counts room above and below the em square that the layout reckons with.
    let spare = |rect: &Rect| (rect.height() * 0.1).max(1.0);
    let core =
        |(rect, _): &(Rect, String)| Rect { top: rect.top + spare(rect), bottom: rect.bottom - spare(rect), ..*rect };
    apart(&texts, core, |(_, text)| text.clone());
    assert_eq!(document, svg(&overview, None).unwrap().0);
}

#[test]
fn any_map_keeps_its_laws() {
    for seed in 0..12 {
        let count = 1 + usize::try_from(seed).unwrap() * 4;
        let lanes = 1 + usize::try_from(seed).unwrap() % 4;
        check(&layout(&random(seed, count, count * 2, (lanes, seed % 2 == 0)), None));
    }
    check(&layout(&random(0, 0, 0, (1, false)), None));
}

#[test]
fn without_positions_too_neither_purchases_nor_firms_move_a_box() {
    let before = random(7, 60, 90, (3, false));
    let mut after = before.clone();
    after.edges = random(8, 60, 140, (3, false)).edges;
    for (at, of) in after.boxes.iter_mut().enumerate() {
        of.makers[at % 9] += 400;
        of.firms = vec!["新来的企业".repeat(9)];
        of.states.clear();
    }
    let rects = |overview: &Overview| layout(overview, None).cards.into_iter().map(|card| (card.id, card.rect));
    assert!(rects(&before).eq(rects(&after)));
}

#[test]
fn with_its_positions_a_map_moves_nothing_and_finds_room_for_what_is_new() {
    let after = random(7, 40, 90, (3, false));
    let mut before = after.clone();
    before.boxes.truncate(36);
    let first = layout(&before, None);
    let second = layout(&after, Some(&first.positions));
    check(&second);
    for (a, b) in first.cards.iter().zip(&second.cards) {
        assert_eq!((&a.id, a.rect), (&b.id, b.rect));
    }
    assert_eq!(layout(&before, Some(&first.positions)).positions, first.positions);
    assert_eq!(layout(&after, Some(&second.positions)).positions, second.positions);
    // A chain that is new goes below the others and moves none of them.
    let mut wider = after.clone();
    wider.lanes.insert(0, band("新链"));
    wider.boxes.iter_mut().for_each(|of| of.lane += 1);
    wider.boxes[39].lane = 0;
    let third = layout(&wider, Some(&second.positions));
    check(&third);
    for (a, b) in second.cards[..39].iter().zip(&third.cards) {
        assert_eq!((&a.id, a.rect), (&b.id, b.rect));
    }
}
