//! Words of the counties (县区配套).

use crate::analysis::county::{County, CountyRow, Place, PlaceFlow, PlaceKind, Traded};
use crate::analysis::scope::AreaName;
use crate::model::Level;
use crate::report::words::column::{self, Head};
use crate::report::words::{Lang, number, term};

/// What a unit is called: a county, a city or a province.
pub fn unit(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::County => lang.pick("县区", "county"),
        Level::Prefecture => lang.pick("地市", "city"),
        Level::Province => lang.pick("省份", "province"),
    }
}

/// Heading of the first column.
pub fn unit_head(level: Level) -> Head {
    match level {
        Level::County => column::AREA_NAME,
        Level::Prefecture => column::CITY_NAME,
        Level::Province => column::PROVINCE_NAME,
    }
}

/// Title of the report.
pub fn title(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::County => lang.pick("县区配套", "Counties: supply among them and beyond"),
        Level::Prefecture => lang.pick("各市配套", "Cities: supply among them and beyond"),
        Level::Province => lang.pick("各省配套", "Provinces: supply among them and beyond"),
    }
}

/// Title of a table, by its key.
pub fn table_title(key: &str, level: Level, lang: Lang) -> String {
    let unit = unit(level, lang);
    match (key, lang) {
        ("county", Lang::Zh) => format!("各{unit}产销与配套率"),
        ("county", Lang::En) => format!("Sales, purchases and rates by {unit}"),
        ("county_flows", _) => {
            lang.pick("地区间供应（金额大者在前）", "Supply between places, largest first").to_owned()
        }
        (_, Lang::Zh) => format!("{unit}与环节"),
        (_, Lang::En) => format!("By {unit} and segment"),
    }
}

/// A place: its name, or what is known of it.
pub fn place(place: &Place, lang: Lang) -> String {
    let text = match place.kind {
        PlaceKind::Inside => lang.pick("本地（县区不明）", "here, county unknown"),
        PlaceKind::Outside => lang.pick("外地（几处之一）", "outside, one of several places"),
        PlaceKind::Abroad => lang.pick("境外", "abroad"),
        PlaceKind::Unknown => lang.pick("地点不明", "unknown place"),
        PlaceKind::Unit | PlaceKind::County | PlaceKind::City | PlaceKind::Province => &place.name,
    };
    text.to_owned()
}

/// Products of no segment.
pub fn rest(lang: Lang) -> &'static str {
    lang.pick("未列入产业链的产品", "products of no chain")
}

/// Label of the number of units with firms.
pub fn units_label(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::County => lang.pick("有企业的县区数", "counties with firms"),
        Level::Prefecture => lang.pick("有企业的地市数", "cities with firms"),
        Level::Province => lang.pick("有企业的省份数", "provinces with firms"),
    }
}

/// How many units there are, and how many firms.
pub fn units_note(county: &County, lang: Lang) -> String {
    let units = county.rows.iter().filter(|row| row.place.kind == PlaceKind::Unit).count();
    let (units, firms) = (number::count(units), number::count(county.total.firms));
    let unit = unit(county.level, lang);
    match lang {
        Lang::Zh => format!("共 {units} 个{unit}，企业 {firms} 家"),
        Lang::En => format!("of {units}, with {firms} firms"),
    }
}

/// Label of what local buyers bought.
pub fn bought_label(lang: Lang) -> &'static str {
    lang.pick("本地企业采购额", "purchases of local firms")
}

/// Label of a rate, such as `县域近地化配套率`.
pub fn rate_label(tier: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{tier}近地化配套率"),
        Lang::En => format!("local supply rate, {tier}"),
    }
}

/// What the own rate says.
pub fn own_note(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::County => lang.pick("采购中购自本县区的比重", "share of purchases from the buyer's own county"),
        Level::Prefecture => lang.pick("采购中购自本市的比重", "share of purchases from the buyer's own city"),
        Level::Province => lang.pick("采购中购自本省的比重", "share of purchases from the buyer's own province"),
    }
}

/// Rules of the question.
pub fn notes(level: Level, lang: Lang) -> Vec<String> {
    let unit = unit(level, lang);
    match lang {
        Lang::Zh => vec![
            format!("采购计入采购方所在{unit}，销售计入发货地所在{unit}；自供不计入采购、销售和配套率，另列一栏。"),
            "配套率与“近地化配套率”同一算法和口径：购自范围内占供货地已知采购额的比重，缺金额、缺产地者以上下限反映。".to_owned(),
            format!("销售额只含账面可见的部分：客户在外地且没有账目的，销售额会偏小。{unit}不明的单列一行，不摊入任何{unit}。"),
            "同一产品列入两个环节的，在两处各计一次，各环节之和可以大于合计。".to_owned(),
        ],
        Lang::En => vec![
            format!("Purchases belong to the {unit} of the buyer, sales to that of the shipping plant; self-supply is in neither and in no rate, and stands apart."),
            "Rates are those of the local supply rate: what comes from nearby of all purchases whose origin is known; missing amounts and places show in the bounds.".to_owned(),
            format!("Sales are those that ledgers tell of, so those to customers without books here are missing. What lies in an unknown {unit} stands in a row of its own."),
            "A product of two segments counts in both: segments may add up to more than the total.".to_owned(),
        ],
    }
}

/// Title of the schematic map.
pub fn map_title(area: &str, level: Level, lang: Lang) -> String {
    let unit = unit(level, lang);
    match lang {
        Lang::Zh => format!("{area}{unit}供需示意图"),
        Lang::En => of_area(&format!("Who supplies whom, by {unit}"), area),
    }
}

/// Title of the map of rates.
pub fn tiles_title(area: &str, level: Level, lang: Lang) -> String {
    let unit = unit(level, lang);
    match lang {
        Lang::Zh => format!("{area}各{unit}近地化配套率"),
        Lang::En => of_area(&format!("Local supply rate by {unit}"), area),
    }
}

/// Title of the cards.
pub fn supply_title(area: &str, level: Level, lang: Lang) -> String {
    let unit = unit(level, lang);
    match lang {
        Lang::Zh => format!("{area}{unit}配套图"),
        Lang::En => of_area(&format!("What each {unit} makes, and whom it supplies"), area),
    }
}

fn of_area(what: &str, area: &str) -> String {
    if area.is_empty() { what.to_owned() } else { format!("{what}, {area}") }
}

/// Says that the map is a sketch.
pub fn schematic(lang: Lang) -> &'static str {
    lang.pick(
        "示意图：圆点为大致方位，相近者已错开，不表示行政区域界线和准确位置",
        "A sketch: discs stand roughly where the places lie, moved apart where they are close; it shows neither boundaries nor exact positions",
    )
}

/// What counts on the map.
pub fn map_rule(level: Level, lang: Lang) -> String {
    let unit = unit(level, lang);
    match lang {
        Lang::Zh => format!("口径：按发货地和采购方所在{unit}归集，金额为有金额的采购行之和，自供不计"),
        Lang::En => format!(
            "Amounts are sums of priced purchases by the {unit} of the shipping plant and of the buyer; self-supply is left out"
        ),
    }
}

/// How many purchases the picture rests on.
pub fn covered(lines: u32, unpriced: u32, lang: Lang) -> String {
    let lines = match lang {
        Lang::Zh => format!("本地企业采购 {lines} 行"),
        Lang::En => format!("Purchase lines of local firms: {lines}"),
    };
    term::clauses(&[lines, term::unpriced(unpriced, lang)], lang)
}

/// How many flows are not drawn.
pub fn arrows_left(count: usize, lang: Lang) -> String {
    let count = number::count(count);
    match lang {
        Lang::Zh => format!("另有金额较小的 {count} 条未画，见表"),
        Lang::En => format!("{count} smaller flows are not drawn; the table has them"),
    }
}

/// An amount in the unit that keeps it short, or that there is none.
pub fn amount(yuan: Option<f64>, lang: Lang) -> String {
    yuan.map_or_else(|| lang.pick("无金额", "no amount").to_owned(), |yuan| number::money(yuan, lang))
}

/// The same without the space before its unit, for cells.
pub fn short_amount(yuan: Option<f64>, lang: Lang) -> String {
    let text = amount(yuan, lang);
    match lang {
        Lang::Zh => text.replace(' ', ""),
        Lang::En => text,
    }
}

/// A rate of the lines with an amount alone.
pub fn known_rate(percent: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("约 {percent}*"),
        Lang::En => format!("about {percent}*"),
    }
}

/// The local rate as a caption.
pub fn rate_caption(rate: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("本地配套率 {rate}"),
        Lang::En => format!("local rate {rate}"),
    }
}

/// The rate within the unit as a caption.
pub fn own_caption(rate: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("其中本辖区内 {rate}"),
        Lang::En => format!("within itself {rate}"),
    }
}

/// Purchases as a caption.
pub fn bought_caption(bought: &Traded, lang: Lang) -> String {
    if bought.lines == 0 {
        return lang.pick("无采购记录", "no purchases recorded").to_owned();
    }
    let amount = amount(bought.amount, lang);
    match lang {
        Lang::Zh => format!("采购 {amount}"),
        Lang::En => format!("buys {amount}"),
    }
}

/// Firms as a caption.
pub fn firms_caption(firms: usize, leaders: usize, lang: Lang) -> String {
    let (firms, leaders) = (number::count(firms), (leaders > 0).then(|| number::count(leaders)));
    match (lang, leaders) {
        (Lang::Zh, Some(leaders)) => format!("企业 {firms} 家 · 链主 {leaders} 家"),
        (Lang::Zh, None) => format!("企业 {firms} 家"),
        (Lang::En, Some(leaders)) => format!("firms {firms} · chain leaders {leaders}"),
        (Lang::En, None) => format!("firms {firms}"),
    }
}

/// A place of which nothing is known.
pub fn no_firms(lang: Lang) -> &'static str {
    lang.pick("数据中没有企业", "no firm in the data")
}

/// What runs between two places and what it is.
pub fn flow(flow: &PlaceFlow, lang: Lang) -> String {
    let names: Vec<&str> = flow.products.iter().map(|product| &*product.name).collect();
    let told = between(&place(&flow.from, lang), &place(&flow.to, lang), flow.amount, lang);
    let pairs = number::count(flow.pairs);
    let pairs = match lang {
        Lang::Zh => format!("供需 {pairs} 对"),
        Lang::En => format!("{pairs} pairs of supplier and buyer"),
    };
    let unpriced = (flow.unpriced_lines > 0).then(|| term::unpriced(flow.unpriced_lines, lang));
    let names = (!names.is_empty()).then(|| term::list(&names, lang));
    term::clauses(&[Some(told), names, Some(pairs), unpriced].into_iter().flatten().collect::<Vec<_>>(), lang)
}

/// How much runs between two places.
pub fn between(from: &str, to: &str, yuan: Option<f64>, lang: Lang) -> String {
    let amount = amount(yuan, lang);
    match lang {
        Lang::Zh => format!("{from} → {to}：{amount}"),
        Lang::En => format!("{from} → {to}: {amount}"),
    }
}

/// A name with what is told of it.
pub fn named_tip(name: &str, captions: &[String], lang: Lang) -> String {
    let told = term::clauses(captions, lang);
    match lang {
        Lang::Zh => format!("{name}：{told}"),
        Lang::En => format!("{name}: {told}"),
    }
}

/// A unit with what is told of it and who leads there.
pub fn tip(row: &CountyRow, captions: &[String], lang: Lang) -> String {
    let leading: Vec<&str> = row.figures.leading.iter().take(8).map(|firm| &*firm.name).collect();
    let sold = row.figures.sold.amount.map(|yuan| match lang {
        Lang::Zh => format!("账面销售 {}", amount(Some(yuan), lang)),
        Lang::En => format!("recorded sales {}", amount(Some(yuan), lang)),
    });
    let leading = (!leading.is_empty()).then(|| term::list(&leading, lang));
    let told: Vec<String> = captions.iter().cloned().chain(sold).chain(leading).collect();
    named_tip(&row.place.name, &told, lang)
}

/// The places that have no box of their own.
pub fn other_places(count: usize, lang: Lang) -> String {
    let count = number::count(count);
    match lang {
        Lang::Zh => format!("其余 {count} 地"),
        Lang::En => format!("{count} other places"),
    }
}

/// What is bought from a place beyond, and sold to it.
pub fn beyond_captions(bought: Option<f64>, sold: Option<f64>, lang: Lang) -> Vec<String> {
    let bought = bought.map(|yuan| match lang {
        Lang::Zh => format!("购入 {}", amount(Some(yuan), lang)),
        Lang::En => format!("bought {}", amount(Some(yuan), lang)),
    });
    let sold = sold.map(|yuan| match lang {
        Lang::Zh => format!("销往 {}", amount(Some(yuan), lang)),
        Lang::En => format!("sold {}", amount(Some(yuan), lang)),
    });
    let told: Vec<String> = bought.into_iter().chain(sold).collect();
    if told.is_empty() { vec![amount(None, lang)] } else { told }
}

/// Meaning of the parts of purchases: own, other units, outside, unknown.
pub fn parts(level: Level, lang: Lang) -> [String; 4] {
    let unit = unit(level, lang);
    match lang {
        Lang::Zh => {
            [format!("购自本{unit}"), format!("购自本地其他{unit}"), "购自外地".to_owned(), "来源不明".to_owned()]
        }
        Lang::En => [
            format!("bought in the {unit} itself"),
            "bought in the rest of the area".to_owned(),
            "bought outside".to_owned(),
            "of unknown origin".to_owned(),
        ],
    }
}

/// What the extent of a disc says.
pub fn disc_scale(most: f64, lang: Lang) -> String {
    let most = amount(Some(most), lang);
    match lang {
        Lang::Zh => format!("圆面积与采购额成正比，最大 {most}"),
        Lang::En => format!("area in proportion to purchases, the largest {most}"),
    }
}

/// What the width of an arrow says.
pub fn arrow_scale(widest: f64, lang: Lang) -> String {
    let widest = amount(Some(widest), lang);
    match lang {
        Lang::Zh => format!("供货流向，箭头指向采购地；线宽同一比例，区内最大 {widest}，小额取最细线"),
        Lang::En => {
            format!("supply, towards the buyer; one scale of widths, the largest within {widest}, small ones thinnest")
        }
    }
}

/// A disc without amounts.
pub fn disc_without(lang: Lang) -> &'static str {
    lang.pick("虚线圆：没有采购记录或没有金额", "dashed: no purchases, or none with an amount")
}

/// What the rate of the tiles is.
pub fn tiles_rule(tier: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("口径：{tier}的采购额占供货地已知采购额的比重，自供不计；分级固定，可跨年、跨地比较"),
        Lang::En => format!(
            "The rate is the share of located purchases for which {tier}; self-supply is left out; the classes are fixed, so that years and areas compare"
        ),
    }
}

/// How tiles lie.
pub fn tile_layout(lang: Lang) -> &'static str {
    lang.pick(
        "方格图：各格大小相同，按大致方位排列，不表示行政区域界线",
        "Tiles of one size, arranged roughly as the places lie; they show no boundaries",
    )
}

/// Whose outlines the map shows.
pub fn outlined(file: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("界线取自使用者提供的文件 {file}，绘图时略去图上无法分辨的点"),
        Lang::En => format!("Outlines from the user's file {file}, less points that cannot be told apart on the map"),
    }
}

/// The number under which the map of the outlines was approved.
pub fn approval(number: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("审图号：{number}"),
        Lang::En => format!("map approval number {number}"),
    }
}

/// Units that the file has no outline of.
pub fn without_outline(missing: &[AreaName], lang: Lang) -> Option<String> {
    let names: Vec<&str> = missing.iter().map(|area| area.name.as_str()).collect();
    let names = term::list(&names, lang);
    let told = match lang {
        Lang::Zh => format!("文件中没有轮廓、未上图：{names}"),
        Lang::En => format!("Not on the map for want of an outline: {names}"),
    };
    (!missing.is_empty()).then_some(told)
}

/// What the star behind a rate means.
pub fn star(lang: Lang) -> &'static str {
    lang.pick(
        "*：有缺金额或缺产地的采购，上下限无法判定，所列为已知行的比重",
        "*: purchases without amount or place leave no bounds; the figure is that of the known lines",
    )
}

/// What the local rate is.
pub fn local_rule(tier: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("本地配套率：{tier}的采购额占供货地已知采购额的比重"),
        Lang::En => format!("Local rate: the share of located purchases for which {tier}"),
    }
}

/// What an arrow from beyond the frame is.
pub fn beyond_arrow(lang: Lang) -> &'static str {
    lang.pick("购自外地（合计），同一比例", "bought outside, in all; the same scale")
}

/// Names of the classes, from their lower ends.
pub fn classes(lower: &[f64]) -> Vec<String> {
    let percent = |share: &f64| number::percent(*share).replace(".0", "");
    let mut names = Vec::new();
    for at in 0..=lower.len() {
        names.push(match (at.checked_sub(1).and_then(|at| lower.get(at)), lower.get(at)) {
            (None, Some(end)) => format!("<{}", percent(end)),
            (Some(start), Some(end)) => format!("{}–{}", percent(start).trim_end_matches('%'), percent(end)),
            (Some(start), None) => format!("≥{}", percent(start)),
            (None, None) => String::new(),
        });
    }
    names
}

/// Meaning of the mark of an uncertain rate, and of no rate.
pub fn rate_marks(lang: Lang) -> [String; 2] {
    [
        lang.pick(
            "斜线：有缺金额或缺产地的采购，区间过宽或无法判定，颜色按已知行；带星号的为已知行比重",
            "hatched: purchases without amount or place leave wide bounds or none; the colour is that of the known lines, and so is a rate with a star",
        ),
        lang.pick("无采购或数据不足", "no purchases, or too little data"),
    ]
    .map(str::to_owned)
}

/// Everything that is no unit.
pub fn beyond(lang: Lang) -> &'static str {
    lang.pick("外地及不明", "elsewhere")
}

/// Headings of rows and columns.
pub fn axes(lang: Lang) -> (String, String) {
    (lang.pick("供货地", "shipped from").to_owned(), lang.pick("采购地", "bought at").to_owned())
}

/// What counts in the table of counties.
pub fn supply_rule(level: Level, lang: Lang) -> String {
    let unit = unit(level, lang);
    match lang {
        Lang::Zh => format!(
            "口径：行为供货{unit}、列为采购{unit}，金额为有金额的采购行之和，自供不计；粗框为{unit}内部，底色只比较{unit}之间；主要环节按账面销售额排列"
        ),
        Lang::En => format!(
            "Rows sell and columns buy, by {unit}; sums of priced purchases without self-supply; framed cells stay within one {unit}, shades compare the others; segments stand by recorded sales"
        ),
    }
}

/// Meaning of the shades, lightest first.
pub fn shades(most: f64, steps: usize, lang: Lang) -> Vec<String> {
    let of = |step: usize| amount(Some(most * step as f64 / steps as f64), lang);
    let name = |step: usize| match lang {
        Lang::Zh if step == 0 => format!("不足 {}", of(1)),
        Lang::Zh => format!("{} 以上", of(step)),
        Lang::En if step == 0 => format!("below {}", of(1)),
        Lang::En => format!("{} and more", of(step)),
    };
    (0..steps).map(name).collect()
}

/// Headings of the lists of a card: what is made, whom it supplies, who supplies it.
pub fn card_headings(level: Level, lang: Lang) -> [&'static str; 3] {
    match level {
        Level::County => [
            lang.pick("主要环节", "main segments"),
            lang.pick("供给其他县区", "supplies other counties"),
            lang.pick("其他县区供给", "is supplied by other counties"),
        ],
        Level::Prefecture => [
            lang.pick("主要环节", "main segments"),
            lang.pick("供给其他地市", "supplies other cities"),
            lang.pick("其他地市供给", "is supplied by other cities"),
        ],
        Level::Province => [
            lang.pick("主要环节", "main segments"),
            lang.pick("供给其他省份", "supplies other provinces"),
            lang.pick("其他省份供给", "is supplied by other provinces"),
        ],
    }
}

/// Rate and purchases on a card.
pub fn card_rate(rate: &str, bought: &Traded, lang: Lang) -> String {
    format!("{} · {}", rate_caption(rate, lang), bought_caption(bought, lang))
}

/// A segment in which a county makes something.
pub fn made(chain: &str, segment: &str, makers: usize, sold: Option<f64>, lang: Lang) -> String {
    let makers = number::count(makers);
    let sold = sold.map(|yuan| amount(Some(yuan), lang));
    let head = format!("{chain} · {segment}");
    match (lang, sold) {
        (Lang::Zh, Some(sold)) => format!("{head}：{makers} 家，{sold}"),
        (Lang::Zh, None) => format!("{head}：{makers} 家"),
        (Lang::En, Some(sold)) => format!("{head}: {makers} firms, {sold}"),
        (Lang::En, None) => format!("{head}: {makers} firms"),
    }
}

/// Another county with which a county trades.
pub fn partner(name: &str, flow: &PlaceFlow, lang: Lang) -> String {
    let names: Vec<&str> = flow.products.iter().take(2).map(|product| &*product.name).collect();
    let amount = amount(flow.amount, lang);
    let names = if names.is_empty() { String::new() } else { super::bracketed(&term::list(&names, lang), lang) };
    format!("{name} {amount}{names}")
}

/// How many lines a list leaves out.
pub fn more(count: usize, lang: Lang) -> String {
    let count = number::count(count);
    match lang {
        Lang::Zh => format!("其余 {count} 项"),
        Lang::En => format!("{count} more"),
    }
}

/// Nothing on a list.
pub fn none(lang: Lang) -> &'static str {
    lang.pick("数据中没有", "none in the data")
}
