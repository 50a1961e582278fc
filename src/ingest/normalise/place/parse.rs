//! Left-to-right reading of a text as a path of divisions.

use super::gazetteer::{Entry, Gazetteer, Name, Unit, of_year};
use super::zone;
use crate::model::division::Division;
use crate::model::{AreaCode, Level, Year, division, history};

/// Words between divisions that name none.
const FILLERS: [&str; 11] = [
    "自治区直辖县级行政区划",
    "省直辖县级行政区划",
    "省直辖县级行政单位",
    "省直辖行政单位",
    "省直管",
    "市辖区",
    "市辖县",
    "自由贸易试验区",
    "自贸试验区",
    "自贸区",
    "国家",
];

/// Words before the first division.
const LEADS: [&str; 14] = [
    "中华人民共和国",
    "中国",
    "公司注册地址",
    "公司地址",
    "注册地址",
    "联系地址",
    "经营地址",
    "注册地",
    "生产地",
    "所在地",
    "地址",
    "住所",
    "位于",
    "国营",
];

/// How far a text has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// The division reached; `None` at the beginning, or when it was split since.
    pub(super) area: Option<AreaCode>,
    /// Bytes read.
    pub(super) at: usize,
}

/// One reading of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The divisions of 2024 meant: one, or the parts of a former one.
    pub(super) areas: Vec<AreaCode>,
    /// Code under which the last division is or was known.
    pub(super) code: Option<AreaCode>,
    /// The last unit.
    pub(super) unit: Option<Unit>,
    /// Former names used, as written.
    pub(super) former: Option<String>,
    /// Whether the last name was written in full.
    pub(super) full: bool,
    /// Whether the last name is that of a district.
    pub(super) district: bool,
    /// Whether the last name means something else unless the next name is in it.
    unlikely: bool,
    /// Bytes of names read.
    pub(super) read: usize,
    /// Divisions reached, the beginning first.
    pub(super) steps: Vec<Step>,
}

impl Leaf {
    fn root(at: usize) -> Self {
        Self {
            areas: Vec::new(),
            code: None,
            unit: None,
            former: None,
            full: true,
            district: false,
            unlikely: false,
            read: 0,
            steps: vec![Step { area: None, at }],
        }
    }

    /// The division, when it is one.
    pub(super) fn single(&self) -> Option<AreaCode> {
        match self.areas[..] {
            [area] => Some(area),
            _ => None,
        }
    }

    /// Bytes of the text up to the end of the last name.
    pub(super) fn at(&self) -> usize {
        self.steps.last().map_or(0, |step| step.at)
    }

    fn is_root(&self) -> bool {
        self.code.is_none()
    }
}

/// Reads texts as of a year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parser {
    names: &'static Gazetteer,
    year: Option<Year>,
}

impl Parser {
    pub(super) fn new(year: Option<Year>) -> Self {
        Self { names: Gazetteer::get(), year }
    }

    /// A county of `area` named in full after a zone: 成都经济技术开发区(龙泉驿区).
    pub(super) fn county_after_zone(&self, area: AreaCode, rest: &str) -> Option<AreaCode> {
        if area.level() == Level::County || !zone::begins(rest) {
            return None;
        }
        let county = |name: &Name, after: &str| {
            let long = name.text.chars().count() > 2 && !is_road(after);
            let full = |entry: &&Entry| long && entry.full && entry.code().level() == Level::County;
            name.entries.iter().filter(full).find_map(|entry| match entry.unit {
                Unit::Now(code) => code.is_in(area).then_some(code),
                Unit::Then(_) => None,
            })
        };
        rest.char_indices().find_map(|(at, _)| {
            let here = &rest[at..];
            self.names.names_at(here).find_map(|name| county(name, &here[name.text.len()..]))
        })
    }

    /// The readings that use most of the text; empty when it begins with no division.
    pub(super) fn best(&self, text: &str) -> Vec<Leaf> {
        let start = LEADS.iter().find(|lead| text.starts_with(*lead)).map_or(0, |lead| lead.len());
        let mut leaves = Vec::new();
        self.extend(text, &Leaf::root(start), &mut leaves);
        let most = leaves.iter().map(|leaf| leaf.read).max().unwrap_or(0);
        leaves.retain(|leaf| leaf.read == most);
        // A reading by names of today goes before one that needs former names.
        if leaves.iter().any(|leaf| leaf.former.is_none()) {
            leaves.retain(|leaf| leaf.former.is_none());
        }
        // 宿县 is the county of that name before it is short for 宿县地区.
        if leaves.iter().any(|leaf| leaf.full) {
            leaves.retain(|leaf| leaf.full);
        }
        leaves.sort_by(|a, b| a.areas.cmp(&b.areas));
        leaves.dedup_by(|b, a| a.areas == b.areas);
        leaves
    }

    fn extend(&self, text: &str, leaf: &Leaf, leaves: &mut Vec<Leaf>) {
        let at = skip_fillers(text, leaf);
        for name in self.names.names_at(&text[at..]) {
            let rest = &text[at + name.text.len()..];
            let inside: Vec<Entry> = name.entries.iter().copied().filter(|entry| self.is_inside(entry, leaf)).collect();
            let meant = of_year(&inside, self.year);
            for entry in inside {
                let mut next = self.step(leaf, name, entry, at);
                // 巢湖市 is today's, unless a county that only the former one had follows in full (无为县).
                next.unlikely = !meant.contains(&entry);
                if entry.full || !leaf.unlikely && self.may_end_short(&name.text, &next, leaf, rest) {
                    self.extend(text, &next, leaves);
                    if meant.contains(&entry) {
                        leaves.push(next);
                    }
                }
            }
        }
    }

    /// Whether a unit lies in the division reached, today or by its code at the time.
    fn is_inside(&self, entry: &Entry, leaf: &Leaf) -> bool {
        let Some(code) = leaf.code else { return true };
        // 镇江市镇江新区 says 镇江 twice and does not mean the county 镇江市 of 1982.
        if !entry.full && leaf.single().is_some_and(|area| repeats(area, entry)) {
            return false;
        }
        if self.names.is_below(entry.unit, &leaf.areas) {
            return true;
        }
        let then = entry.code();
        matches!(entry.unit, Unit::Then(_)) && then != code && then.is_in(code)
    }

    fn step(&self, leaf: &Leaf, name: &Name, entry: Entry, at: usize) -> Leaf {
        let areas = self.names.areas(entry.unit);
        let end = at + name.text.len();
        let mut steps = leaf.steps.clone();
        let area = if let [area] = areas[..] { Some(area) } else { None };
        steps.push(Step { area, at: end });
        let former = match entry.unit {
            Unit::Then(row) if !self.names.same_today(row, &areas, leaf) => Some(name.text.clone()),
            _ => None,
        };
        Leaf {
            areas,
            code: Some(entry.code()),
            unit: Some(entry.unit),
            former: former.or_else(|| leaf.former.clone()),
            full: entry.full,
            district: entry.district,
            unlikely: false,
            read: leaf.read + name.text.len(),
            steps,
        }
    }

    /// Whether a name without the word for its kind may be meant when `rest` follows.
    fn may_end_short(&self, name: &str, next: &Leaf, before: &Leaf, rest: &str) -> bool {
        if rest.is_empty() || zone::begins(rest) || self.child_follows(next, rest) {
            return true;
        }
        // 枣庄市中心 is not in 市中区.
        let centre = !before.is_root() && name.starts_with('市');
        if centre || is_road(rest) || starts_with_kind(rest) {
            return false;
        }
        let county = next.code.is_some_and(|code| code.level() == Level::County);
        if !before.is_root() || !county {
            return true;
        }
        // 东方电气 is not in 东方市, but 昆山花桥镇 is in 昆山市.
        !next.district && ["镇", "乡", "街道", "村", "区", "园", "路", "号"].iter().any(|word| rest.contains(word))
    }

    /// Whether a division inside the one read is named next: 宁波镇海 is not a town (镇), 哈尔滨道里 no road (道).
    fn child_follows(&self, leaf: &Leaf, rest: &str) -> bool {
        self.names.names_at(rest).any(|name| {
            let after = &rest[name.text.len()..];
            let may_end = !is_road(after) && !starts_with_kind(after);
            name.entries.iter().any(|entry| (entry.full || may_end) && self.is_inside(entry, leaf))
        })
    }
}

impl Gazetteer {
    /// Whether a former unit goes on under its name, and what stands before it does not contradict.
    fn same_today(&self, row: usize, areas: &[AreaCode], before: &Leaf) -> bool {
        let [area] = areas[..] else { return false };
        let name = division::find(area).map(|division| division.name);
        name == Some(history::all()[row].name)
            && (before.is_root() || before.areas.iter().any(|&above| area.is_in(above)))
    }
}

/// Whether a former division has the short name of `area`.
fn repeats(area: AreaCode, entry: &Entry) -> bool {
    let Unit::Then(at) = entry.unit else { return false };
    let same =
        |division: &Division| division::short_name(division.name) == division::short_name(history::all()[at].name);
    division::find(area).is_some_and(same)
}

fn starts_with_kind(rest: &str) -> bool {
    rest.starts_with(['市', '县', '区', '省', '州', '盟', '旗', '镇', '乡', '村'])
}

/// The name at the beginning of `rest` that ends as the name of a county or a city does.
pub(super) fn like_division(rest: &str) -> Option<&str> {
    // 市区, 开发区, 厂区 and the like are no names of divisions; nor do 市场, 县城 and 区间 end one.
    const PARTS: &str =
        "园发高新税作城市郊矿小社校厂景片街库港工业济心贸范验南北东西主老大山林游生活住宅部地治聚合务辖开";
    const LOWER: &str = "路街镇乡村号道巷弄幢楼层";
    let mut before = None;
    for (at, c) in rest.char_indices().take(7) {
        let end = at + c.len_utf8();
        let goes_on = rest[end..].starts_with(['场', '城', '政', '道', '间', '域', '民', '里']);
        match (c, before) {
            ('县' | '市' | '旗', Some(_)) if !goes_on => return Some(&rest[..end]),
            ('区', Some(last)) if !goes_on && !PARTS.contains(last) => return Some(&rest[..end]),
            ('区', _) => return None,
            _ if LOWER.contains(c) || !matches!(c, '\u{4E00}'..='\u{9FFF}') => return None,
            _ => before = Some(c),
        }
    }
    None
}

fn skip_fillers(text: &str, leaf: &Leaf) -> usize {
    let mut at = leaf.at();
    while let Some(filler) = FILLERS.iter().find(|filler| text[at..].starts_with(*filler)) {
        at += filler.len();
    }
    // 重庆市县城口县, as the statistical codes write the counties of the municipality.
    let county_word = leaf.single() == Some(AreaCode(500_000)) && text[at..].starts_with('县');
    if county_word { at + '县'.len_utf8() } else { at }
}

/// Whether `rest` goes on a street or a building, so that the name before it names no division here.
pub(super) fn is_road(rest: &str) -> bool {
    const WORDS: [&str; 33] = [
        "湾",
        "路",
        "街",
        "大道",
        "道",
        "巷",
        "弄",
        "号",
        "桥",
        "广场",
        "大厦",
        "大楼",
        "大学",
        "学院",
        "公园",
        "花园",
        "小区",
        "商城",
        "中心",
        "火车站",
        "机场",
        "港路",
        "快速",
        "高速",
        "立交",
        "国道",
        "省道",
        "环路",
        "环",
        "线",
        "门",
        "里",
        "胡同",
    ];
    let rest = rest.trim_start_matches(['东', '南', '西', '北', '中', '一', '二', '三', '四', '五']);
    WORDS.iter().any(|word| rest.starts_with(word))
}
