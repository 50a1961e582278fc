//! Divisions of GB/T 2260 (end of 2024) with schematic centroids, compiled in.

use super::{AreaCode, Level, Point};
use std::sync::OnceLock;

/// A division of 2024.
#[derive(Debug, Clone, PartialEq)]
pub struct Division {
    /// Six-digit code.
    pub code: AreaCode,
    /// Name, such as 泗县.
    pub name: &'static str,
    /// Level.
    pub level: Level,
    /// The division above; `None` for a province.
    pub parent: Option<AreaCode>,
    /// Schematic centroid (rounded to 0.01°, GCJ-02): for sketches and coarse distances only.
    pub centroid: Option<Point>,
}

/// All divisions, sorted by code.
pub fn all() -> &'static [Division] {
    static DIVISIONS: OnceLock<Vec<Division>> = OnceLock::new();
    DIVISIONS.get_or_init(|| {
        let table = include_str!("../../assets/codes/admin_divisions_2024.csv");
        let mut divisions: Vec<Division> = table.lines().skip(1).filter_map(parse).collect();
        divisions.sort_by_key(|division| division.code);
        divisions
    })
}

/// The division with this code.
///
/// ```
/// use liantu::model::{AreaCode, division};
/// assert_eq!(division::find(AreaCode(341324)).unwrap().name, "泗县");
/// assert!(division::find(AreaCode(341399)).is_none());
/// ```
pub fn find(code: AreaCode) -> Option<&'static Division> {
    all().binary_search_by_key(&code, |division| division.code).ok().map(|at| &all()[at])
}

/// Name of a division, or its code when unknown.
pub fn name(code: AreaCode) -> String {
    find(code).map_or_else(|| code.to_string(), |division| division.name.to_owned())
}

/// Names from the province down, such as 安徽省宿州市泗县.
pub fn path(code: AreaCode) -> String {
    let Some(division) = find(code) else { return code.to_string() };
    match division.parent {
        Some(parent) => path(parent) + division.name,
        None => division.name.to_owned(),
    }
}

/// Everything inside an area, the area itself included, sorted by code.
pub fn inside(area: AreaCode) -> &'static [Division] {
    let from = all().partition_point(|division| division.code < area);
    // Everything inside an area has a higher code than the area and follows it without a break.
    let count = all()[from..].iter().take_while(|division| division.code.is_in(area)).count();
    &all()[from..from + count]
}

/// Whether a prefecture is divided into counties; 东莞, 中山, 儋州 and 嘉峪关 are not.
pub fn has_counties(prefecture: AreaCode) -> bool {
    let from = all().partition_point(|division| division.code <= prefecture);
    all().get(from).is_some_and(|next| next.code.0 / 100 == prefecture.0 / 100)
}

/// The divisions directly below `code`, sorted by code; for a province without prefectures its counties.
///
/// ```
/// use liantu::model::{AreaCode, division};
/// let names: Vec<_> = division::children(AreaCode(341300)).map(|division| division.name).collect();
/// assert_eq!(names, ["埇桥区", "砀山县", "萧县", "灵璧县", "泗县"]);
/// ```
pub fn children(code: AreaCode) -> impl Iterator<Item = &'static Division> {
    // Everything inside an area has a higher code than the area, and a county holds nothing.
    let start = all().partition_point(|division| division.code <= code);
    all()[start..]
        .iter()
        .take_while(move |division| division.code.is_in(code))
        .filter(move |division| division.parent == Some(code))
}

/// The deepest division that holds all of `codes`; `None` when they lie in several provinces or there are none.
///
/// ```
/// use liantu::model::{AreaCode, division};
/// assert_eq!(division::common(&[AreaCode(341302), AreaCode(341324)]), Some(AreaCode(341300)));
/// assert_eq!(division::common(&[AreaCode(110105), AreaCode(220104)]), None);
/// ```
pub fn common(codes: &[AreaCode]) -> Option<AreaCode> {
    let mut area = codes.first().copied();
    while let Some(candidate) = area {
        if codes.iter().all(|code| code.is_in(candidate)) {
            break;
        }
        area = find(candidate).and_then(|division| division.parent);
    }
    area
}

/// A name without the word for its kind: 安徽, 宿州, 灵璧, 恩施, 浦东.
///
/// The peoples named in an autonomous division go too. Names whose rest would be one character (泗县) and banners
/// told apart by a direction (阿拉善左旗) stay whole, since nobody shortens them.
///
/// ```
/// use liantu::model::division::short_name;
/// assert_eq!(short_name("恩施土家族苗族自治州"), "恩施");
/// assert_eq!(short_name("东乡族自治县"), "东乡");
/// assert_eq!(short_name("泗县"), "泗县");
/// ```
pub fn short_name(name: &str) -> &str {
    const KINDS: [&str; 9] = ["特别行政区", "行政区", "地区", "特区", "新区", "省", "市", "县", "盟"];
    for kind in ["自治区", "自治州", "自治县", "自治旗"] {
        if let Some(rest) = name.strip_suffix(kind) {
            return without_peoples(rest);
        }
    }
    if let Some(rest) = name.strip_suffix("林区").filter(|rest| rest.chars().count() > 2) {
        return rest;
    }
    let long_enough = |rest: &&str| rest.chars().count() > 1;
    if let Some(rest) = KINDS.iter().filter_map(|kind| name.strip_suffix(kind)).find(long_enough) {
        return rest;
    }
    let banner = |rest: &&str| long_enough(rest) && !rest.ends_with(['左', '右', '前', '后', '中', '合']);
    name.strip_suffix('区').filter(long_enough).or_else(|| name.strip_suffix('旗').filter(banner)).unwrap_or(name)
}

/// The peoples after whom autonomous divisions are named, as they end the name before 自治.
const PEOPLES: [&str; 46] = [
    "满族",
    "回族",
    "蒙古族",
    "蒙古",
    "土家族",
    "苗族",
    "朝鲜族",
    "达斡尔族",
    "鄂温克族",
    "畲族",
    "瑶族",
    "侗族",
    "壮族",
    "各族",
    "仫佬族",
    "毛南族",
    "黎族",
    "羌族",
    "彝族",
    "藏族",
    "仡佬族",
    "布依族",
    "水族",
    "傣族",
    "纳西族",
    "哈尼族",
    "拉祜族",
    "佤族",
    "布朗族",
    "独龙族",
    "怒族",
    "白族",
    "普米族",
    "傈僳族",
    "景颇族",
    "裕固族",
    "哈萨克族",
    "哈萨克",
    "保安族",
    "东乡族",
    "撒拉族",
    "土族",
    "塔吉克",
    "锡伯",
    "柯尔克孜",
    "维吾尔",
];

fn without_peoples(name: &str) -> &str {
    let mut rest = name;
    while let Some(shorter) = PEOPLES.iter().filter_map(|people| rest.strip_suffix(people)).min_by_key(|s| s.len()) {
        if shorter.chars().count() < 2 {
            // 东乡族自治县 and 鄂温克族自治旗 are named after the people alone.
            return rest.strip_suffix('族').unwrap_or(rest);
        }
        rest = shorter;
    }
    rest
}

fn parse(line: &'static str) -> Option<Division> {
    let mut fields = line.split(',');
    let code = AreaCode(fields.next()?.parse().ok()?);
    let name = fields.next()?;
    let level = match fields.next()? {
        "province" => Level::Province,
        "prefecture" => Level::Prefecture,
        _ => Level::County,
    };
    let parent = fields.next()?.parse().ok().map(AreaCode);
    let lon = fields.next()?.parse().ok();
    let lat = fields.next()?.parse().ok();
    let centroid = lon.zip(lat).map(|(lon, lat)| Point { lon, lat });
    Some(Division { code, name, level, parent, centroid })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_division() {
        let lines = include_str!("../../assets/codes/admin_divisions_2024.csv").lines().count();
        assert_eq!(all().len(), lines - 1);
    }

    #[test]
    fn short_names_are_what_people_say() {
        for (name, short) in [
            ("新疆维吾尔自治区", "新疆"),
            ("内蒙古自治区", "内蒙古"),
            ("香港特别行政区", "香港"),
            ("延边朝鲜族自治州", "延边"),
            ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
            ("鄂温克族自治旗", "鄂温克"),
            ("融水苗族自治县", "融水"),
            ("三都水族自治县", "三都"),
            ("积石山保安族东乡族撒拉族自治县", "积石山"),
            ("神农架林区", "神农架"),
            ("万柏林区", "万柏林"),
            ("六枝特区", "六枝"),
            ("浦东新区", "浦东"),
            ("城区", "城区"),
            ("阿拉善左旗", "阿拉善左旗"),
            ("敖汉旗", "敖汉"),
        ] {
            assert_eq!(short_name(name), short);
        }
    }

    #[test]
    fn a_path_names_all_levels() {
        assert_eq!(path(AreaCode(341324)), "安徽省宿州市泗县");
    }
}
