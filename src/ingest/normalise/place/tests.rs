use super::*;
use proptest::prelude::*;

/// A match in a few characters: `341302`, `341302<宿县`, `?朝阳区 codes`, `/split codes`, `@日本`, `#` no code, `-` unknown.
fn brief(found: &PlaceMatch) -> String {
    let list = |codes: &[AreaCode]| codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let within = |common: &Option<AreaCode>| common.map(|area| format!(" in {area}")).unwrap_or_default();
    match found {
        PlaceMatch::Found { area, zone, former } => {
            let area = area.map_or("none".to_owned(), |area| area.to_string());
            let zone = zone.map(|zone| format!("+{zone}")).unwrap_or_default();
            let former = former.as_ref().map(|former| format!("<{former}")).unwrap_or_default();
            area + &zone + &former
        }
        PlaceMatch::Abroad(country) => format!("@{country}"),
        PlaceMatch::Ambiguous { candidates, common } => format!("?{}{}", list(candidates), within(common)),
        PlaceMatch::Split { candidates, common } => format!("/{}{}", list(candidates), within(common)),
        PlaceMatch::UnknownCode => "#".into(),
        PlaceMatch::Unknown => "-".into(),
    }
}

/// Checks rows of text, year (0 for none) and match; reports all that differ at once.
fn check(places: &Places, rows: &[(&str, u16, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|&(text, year, expected)| {
            let found = brief(&places.locate(text, (year > 0).then_some(Year(year))));
            (found != expected).then(|| format!("{text} {year}: {found}, expected {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes() {
    check(
        &Places::new(&[]),
        &[
            ("341324", 0, "341324"),
            ("341324.0", 0, "341324"),
            (" ３４１３２４ ", 0, "341324"),
            ("341324100000", 0, "341324"),
            ("341324100", 0, "341324"),
            ("340000", 0, "340000"),
            ("341399", 0, "#"),
            ("999999999999", 0, "#"),
            ("342223", 0, "341302<342223"),
            ("342201", 1995, "341302<342201"),
            ("342200", 0, "341300<342200"),
            ("341281", 1999, "341602<341281"),
            ("371200", 2015, "370100<371200"),
            ("371202", 2015, "370116<371202"),
            ("341400", 2005, "/340100,340200,340500 in 340000"),
            ("341200", 1999, "341200"),
            ("320800", 1999, "320800"),
            ("510200", 1990, "500000<510200"),
            ("150105", 1995, "/150102,150103,150104,150105 in 150100"),
            ("150105", 2005, "150105"),
            ("12345", 0, "-"),
            ("", 0, "-"),
        ],
    );
}

#[test]
fn names_and_paths() {
    check(
        &Places::new(&[]),
        &[
            ("安徽省宿州市灵璧县", 0, "341323"),
            ("安徽宿州灵璧", 0, "341323"),
            ("安徽-宿州-灵璧", 0, "341323"),
            ("安徽省 / 宿州市 / 灵璧县", 0, "341323"),
            ("宿州灵璧", 0, "341323"),
            ("安徽灵璧", 0, "341323"),
            ("灵璧", 0, "341323"),
            ("泗县", 0, "341324"),
            ("宿州市", 0, "341300"),
            ("宿州", 0, "341300"),
            ("安徽", 0, "340000"),
            ("苏州", 0, "320500"),
            ("苏州市", 0, "320500"),
            ("江苏苏州", 0, "320500"),
            ("安徽省苏州", 0, "?320500,340000"),
            ("宿迁", 0, "321300"),
            ("宿松", 0, "340826"),
            ("宿城区", 0, "321302"),
            ("埇桥区", 0, "341302"),
            ("埇桥", 0, "341302"),
            ("新疆", 0, "650000"),
            ("新疆自治区", 0, "650000"),
            ("新疆维吾尔自治区", 0, "650000"),
            ("内蒙古", 0, "150000"),
            ("宁夏银川", 0, "640100"),
            ("恩施", 0, "422800"),
            ("恩施州", 0, "422800"),
            ("恩施市", 0, "422801"),
            ("延边", 0, "222400"),
            ("大厂县", 0, "131028"),
            ("北京", 0, "110000"),
            ("北京市市辖区东城区", 0, "110101"),
            ("上海市浦东新区", 0, "310115"),
            ("上海浦东", 0, "310115"),
            ("上海市市辖区", 0, "310000"),
            ("重庆市城口县", 0, "500229"),
            ("重庆市县城口县", 0, "500229"),
            ("重庆市假县", 0, "500000"),
            ("河南省省直辖县级行政区划济源市", 0, "419001"),
            ("济源", 0, "419001"),
            ("湖北仙桃", 0, "429004"),
            ("神农架", 0, "429021"),
            ("神农架林区", 0, "429021"),
            ("广东省东莞市南城街道", 0, "441900"),
            ("中山", 0, "442000"),
            ("儋州市那大镇", 0, "460400"),
            ("嘉峪关", 0, "620200"),
            ("中国台湾", 0, "710000"),
            ("Hong Kong", 0, "810000"),
            ("内蒙", 0, "150000"),
            ("香港", 0, "810000"),
            ("中国澳门", 0, "820000"),
            ("天津河北", 0, "120105"),
            ("宁波镇海区", 0, "330211"),
            ("哈尔滨道里区", 0, "230102"),
            ("吉林市", 0, "220200"),
            ("吉林省吉林市", 0, "220200"),
            ("吉林昌邑", 0, "220202"),
            ("河南蒙古族自治县", 0, "632324"),
            ("灵璧市", 0, "-"),
        ],
    );
}

#[test]
fn ambiguous_names_are_never_guessed() {
    check(
        &Places::new(&[]),
        &[
            ("朝阳区", 0, "?110105,220104"),
            ("朝阳", 0, "?110105,211300,211321"),
            ("朝阳市", 0, "211300"),
            ("鼓楼区", 0, "?320106,320302,350102,410204"),
            ("普陀", 0, "?310107,330903"),
            ("通州区", 2005, "?110112,320612"),
            ("兴安", 0, "?152200,450325"),
            ("桥西区", 0, "?130104,130703 in 130000"),
            ("河北桥西区", 0, "?130104,130703 in 130000"),
            ("鼓楼区(南京市)", 0, "320106"),
            ("朝阳区，北京", 0, "110105"),
            ("北京朝阳", 0, "110105"),
            ("长春朝阳", 0, "220104"),
            ("辽宁朝阳", 0, "211300"),
            ("吉林", 0, "220000"),
            ("海南", 0, "460000"),
            ("河南", 0, "410000"),
            ("海南州", 0, "632500"),
            ("西安", 0, "610100"),
            ("大同", 0, "140200"),
            ("长沙", 0, "430100"),
            ("江苏、浙江", 0, "?320000,330000"),
            ("灵璧县、泗县", 0, "?341323,341324 in 341300"),
            ("上海、苏州、无锡", 0, "?310000,320500"),
            ("埇桥区和灵璧县", 0, "?341302,341323 in 341300"),
            ("含山县、和县", 0, "?340522,340523 in 340500"),
            ("含山县和和县", 0, "?340522,340523 in 340500"),
            ("宿州市与淮北市", 0, "?340600,341300 in 340000"),
            ("绍兴滨海新区", 0, "330600"),
            ("武汉东湖高新区", 0, "420100"),
            ("341324 泗县", 0, "341324"),
            ("110105 朝阳区", 0, "110105"),
            ("341323 宿州市", 0, "341323"),
            ("234000 安徽省宿州市", 0, "341300"),
            ("宿州马鞍山现代产业园区", 0, "?340500,341300 in 340000"),
            ("苏州宿迁工业园区", 0, "?320500,321300 in 320000"),
            ("宿迁市苏州宿迁工业园区", 0, "321300"),
            ("灵璧县,宿州市,安徽省", 0, "341323"),
        ],
    );
}

#[test]
fn former_names() {
    check(
        &Places::new(&[]),
        &[
            ("宿县", 0, "341302<宿县"),
            ("安徽省宿县", 2020, "341302<宿县"),
            ("宿县地区", 0, "341300<宿县地区"),
            ("宿县地区灵璧县", 0, "341323<宿县地区"),
            ("宿州市", 1997, "341302<宿州市"),
            ("宿州市", 1999, "341300"),
            ("宿县地区宿州市", 0, "341302<宿州市"),
            ("灵璧县", 1990, "341323"),
            ("阜阳市亳州市", 0, "341602<亳州市"),
            ("亳州市", 1999, "341602<亳州市"),
            ("亳州市", 0, "341600"),
            ("莱芜市", 0, "370100<莱芜市"),
            ("山东省莱芜市莱城区", 0, "370116<莱城区"),
            ("莱芜", 0, "370116"),
            ("巢湖市", 0, "340181"),
            ("巢湖市", 2005, "/340100,340200,340500 in 340000"),
            ("安徽省巢湖市无为县", 0, "340281<无为县"),
            ("无为县", 0, "340281<无为县"),
            ("南京市大厂区", 0, "320116<大厂区"),
            ("北京市宣武区", 0, "110102<宣武区"),
            ("四川省重庆市", 0, "500000<重庆市"),
            ("襄樊市", 0, "420600<襄樊市"),
            ("襄樊", 0, "420600<襄樊"),
            ("通州市", 0, "320612<通州市"),
            ("淮阴市", 1999, "320800<淮阴市"),
        ],
    );
}

#[test]
fn addresses() {
    check(
        &Places::new(&[]),
        &[
            ("上海市闵行区山西路100号", 0, "310112"),
            ("上海市山西路100号", 0, "310000"),
            ("安徽省宿州市埇桥区山西路8号", 0, "341302"),
            ("山西路8号", 0, "-"),
            ("南京东路100号", 0, "-"),
            ("江苏省南京市山西路8号金山大厦1-5层", 0, "320100"),
            ("江苏省昆山花桥镇", 0, "320583"),
            ("吉林省长春市汽车经济技术开发区", 0, "220100"),
            ("安徽省宣城市宁国市宁国经济技术开发区", 0, "341881"),
            ("浙江省杭州市萧山经济技术开发区启迪路198号", 0, "330109"),
            ("江苏省无锡国家高新技术产业开发区华山路5号", 0, "320200"),
            ("地址：安徽省宿州市泗县泗城镇", 0, "341324"),
            ("云南省自由贸易试验区昆明片区经开区", 0, "530100"),
            ("中国（安徽）自由贸易试验区芜湖片区九华北路8号", 0, "340200"),
            ("东方电气大楼", 0, "-"),
            ("四川省成都经济技术开发区(龙泉驿区)车城西三路289号", 0, "510112"),
            ("江苏省镇江市镇江新区大港五峰山路18号", 0, "321100"),
            ("山东省枣庄市中心街道", 0, "370400"),
            ("枣庄市中", 0, "370402"),
            ("青岛市南京路", 0, "370200"),
            ("北京市朝阳区望京街道", 0, "110105"),
            ("浙江杭州湾", 0, "330000"),
            ("安徽省外", 0, "-"),
        ],
    );
}

#[test]
fn abroad_and_unknown() {
    check(
        &Places::new(&[]),
        &[
            ("日本", 0, "@日本"),
            ("日本东京", 0, "@日本"),
            ("德国（斯图加特）", 0, "@德国"),
            ("Germany", 0, "@德国"),
            ("South Korea", 0, "@韩国"),
            ("US", 0, "@美国"),
            ("is", 0, "-"),
            ("印度尼西亚", 0, "@印度尼西亚"),
            ("境外", 0, "@境外"),
            ("进口", 0, "@境外"),
            ("境外-日本", 0, "@日本"),
            ("全国", 0, "-"),
            ("国内", 0, "-"),
            ("中国", 0, "-"),
            ("省外", 0, "-"),
            ("市外", 0, "-"),
            ("外地", 0, "-"),
            ("未知", 0, "-"),
            ("不详", 0, "-"),
            ("-", 0, "-"),
            ("长三角", 0, "-"),
            ("苏北", 0, "-"),
        ],
    );
}

#[test]
fn zones() {
    let zone = |name: &str, area: Option<u32>| Zone {
        name: name.into(),
        area: area.map(AreaCode),
        point: None,
        neighbours: Vec::new(),
    };
    let places = Places::new(&[
        zone("宿州市经济技术开发区", Some(341302)),
        zone("宿州马鞍山现代产业园区", Some(341302)),
        zone("灵璧经济开发区", None),
        zone("市高新区", Some(341300)),
        zone("城东", Some(341324)),
    ]);
    check(
        &places,
        &[
            ("宿州市经济技术开发区", 0, "341302+0"),
            ("宿州经开区", 0, "341302+0"),
            ("宿州市经开区", 0, "341302+0"),
            ("安徽省宿州市经济开发区金江四路88号", 0, "341302+0"),
            ("安徽省宿州市埇桥区宿州经开区", 0, "341302+0"),
            ("市经开区", 0, "-"),
            ("宿州马鞍山现代产业园", 0, "341302+1"),
            ("宿州市马鞍山现代产业园区", 0, "341302+1"),
            ("灵璧经开区", 0, "341323+2"),
            ("安徽省灵璧县经济开发区", 0, "341323+2"),
            ("泗县经济开发区", 0, "341324"),
            ("市高新区", 0, "341300+3"),
            ("泗县城东", 0, "341324+4"),
            ("泗县城东路", 0, "341324"),
            ("宿州市", 0, "341300"),
        ],
    );
}

#[test]
fn every_full_path_is_its_division() {
    let places = Places::new(&[]);
    for area in division::all() {
        let path = division::path(area.code);
        assert_eq!(places.locate(&path, None), PlaceMatch::found(area.code), "{path}");
        assert_eq!(places.locate(&area.code.to_string(), Some(Year(2024))), PlaceMatch::found(area.code));
    }
}

#[test]
fn provinces_and_prefectures_are_found_by_name_and_short_name() {
    let places = Places::new(&[]);
    let mut open = Vec::new();
    for area in division::all().iter().filter(|area| area.level != Level::County) {
        assert_eq!(places.locate(area.name, None), PlaceMatch::found(area.code), "{}", area.name);
        let short = division::short_name(area.name);
        if places.locate(short, None) != PlaceMatch::found(area.code) {
            open.push(short);
        }
    }
    // 吉林 and 海南 are provinces, 朝阳 is also a district of 北京, 兴安 and 甘南 are also counties elsewhere.
    assert_eq!(open, ["兴安", "朝阳", "吉林", "甘南", "海南"]);
}

#[test]
fn short_paths_are_their_county_or_rivals_inside_the_same_province() {
    let places = Places::new(&[]);
    let mut open = Vec::new();
    for area in division::all().iter().filter(|area| area.level == Level::County) {
        let mut above = area.parent;
        let mut short = division::short_name(area.name).to_owned();
        while let Some(division) = above.and_then(division::find) {
            short.insert_str(0, division::short_name(division.name));
            above = division.parent;
        }
        if places.locate(&short, None) != PlaceMatch::found(area.code) {
            open.push(short);
        }
    }
    // A city and a county of one short name in one prefecture.
    open.dedup();
    assert_eq!(open, ["甘肃临夏临夏", "新疆和田和田", "新疆伊犁伊宁"]);
}

#[test]
fn a_bare_county_name_is_the_county_or_one_of_its_candidates() {
    let places = Places::new(&[]);
    let mut ambiguous = std::collections::BTreeSet::new();
    for area in division::all().iter().filter(|area| area.level == Level::County) {
        match places.locate(area.name, None) {
            PlaceMatch::Ambiguous { candidates, .. } if candidates.contains(&area.code) => {
                ambiguous.insert(area.name);
            }
            found => assert_eq!(found, PlaceMatch::found(area.code), "{}", area.name),
        }
    }
    assert_eq!(ambiguous.len(), 29);
}

#[test]
fn every_former_code_and_name_leads_to_today() {
    let places = Places::new(&[]);
    let (mut found, mut split) = (0, 0);
    for row in history::all() {
        let year = Some(Year(row.to.saturating_sub(1).max(row.from)));
        match places.locate(&row.code.to_string(), year) {
            PlaceMatch::Found { area: Some(_), .. } => found += 1,
            PlaceMatch::Split { candidates, .. } if candidates.len() > 1 => split += 1,
            other => panic!("{} {}: {other:?}", row.code, row.name),
        }
        let named = places.locate(row.name, year);
        assert!(!matches!(named, PlaceMatch::Unknown | PlaceMatch::Abroad(_)), "{}", row.name);
    }
    // Of 3,610 former divisions; the number split is that of `model::history`.
    assert_eq!((found, split), (3_192, 418));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,24}", year in proptest::option::of(1900u16..2100)) {
        let _ = Places::new(&[]).locate(&text, year.map(Year));
    }

    #[test]
    fn pieces_of_addresses_do_not_make_it_panic(
        pieces in proptest::collection::vec("(宿州|苏州|市|县|区|安徽省|经开区|路|341324|朝阳|[ 0-9.-]|重庆市县|市辖区)", 0..8),
    ) {
        let _ = Places::new(&[]).locate(&pieces.concat(), None);
    }
}

#[test]
fn an_address_that_names_only_a_zone_becomes_that_zone() {
    let places = Places::new(&[]);
    for (text, area, zone) in [
        ("合肥高新区望江西路860号", 340_100, "合肥市高新区"),
        ("安徽省宿州市经济技术开发区金海大道1号", 341_300, "宿州市经济技术开发区"),
        ("苏州工业园区星湖街328号", 320_500, "苏州市工业园区"),
        ("灵璧县经开区迎宾路", 341_323, "灵璧县经开区"),
        ("成都经济技术开发区(龙泉驿区)", 510_112, "成都市经济技术开发区"),
    ] {
        assert_eq!(places.unlisted_zone(text, None), Some((AreaCode(area), zone.to_owned())), "{text}");
    }
    for text in [
        "高新区",
        "山西路12号",
        "苏州宿迁工业园区",
        "合肥市望江西路高新区管委会",
        "安徽省",
        "朝阳区",
        "宿州市埇桥区工业园路1号",
    ] {
        assert_eq!(places.unlisted_zone(text, None), None, "{text}");
    }
}

#[test]
fn a_county_that_does_not_exist_is_noticed() {
    let places = Places::new(&[]);
    let unread = |text: &str| match places.locate(text, None) {
        PlaceMatch::Found { area: Some(area), zone: None, .. } => Some((area, places.unread(text, area, None)?)),
        _ => None,
    };
    for (text, area, rest) in [
        ("安徽省假县", 340_000, "假县"),
        ("重庆市假县人民路", 500_000, "假县"),
        ("安徽省宿州市甲乙区中山路1号", 341_300, "甲乙区"),
    ] {
        assert_eq!(unread(text), Some((AreaCode(area), rest.to_owned())), "{text}");
    }
    for text in [
        "安徽省",
        "宿州市",
        "泗县",
        "宿州市经济技术开发区",
        "合肥市望江西路",
        "苏州工业园区",
        "合肥市市区",
        "宿州市城区",
        "合肥高新区",
        "宿州市农贸市场",
        "合肥市政务区",
        "上海市张江镇",
        "深圳市南山科技园",
        "合肥市包河工业区",
        "上海浦东新区",
        "广州市A区",
        "朝阳区",
        "成都天府新区",
    ] {
        assert_eq!(unread(text), None, "{text}");
    }
}
