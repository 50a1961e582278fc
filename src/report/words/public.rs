//! Words of the public edition (公开版).

use crate::analysis::public::{Band, Extent, PublicState, Rule};
use crate::model::Ring;
use crate::report::figure::BoxState;
use crate::report::table::{Cell, Unit};
use crate::report::words::{Lang, number, term};

/// Folder entry that says what was withheld, and how.
pub const NOTE_FILE: &str = "公开说明.md";

/// Title of the summary, and of the written report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("产业链分析（公开版）", "Industrial chains (public edition)")
}

/// Title of a part.
pub fn part_title(question: &str, lang: Lang) -> &'static str {
    match question {
        "public_maps" => lang.pick("产业链图（公开版）", "Maps (public edition)"),
        "public_rates" => lang.pick("近地化配套率（公开版）", "Local supply rates (public edition)"),
        "public_products" => lang.pick("产品与环节（公开版）", "Products and segments (public edition)"),
        "public_counties" => lang.pick("县区（公开版）", "Counties (public edition)"),
        _ => lang.pick("公开说明", "What is published, and how"),
    }
}

/// Title of a table.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "public_chain" => lang.pick("各产业链采购额、配套率与企业数", "Purchases, rates and makers by chain"),
        "public_ring" => lang.pick("采购额按来源地", "Purchases by origin"),
        "public_link" => lang.pick("环节间采购额", "Purchases between segments"),
        "public_segment" => lang.pick("各环节采购额、配套率与企业数", "Purchases, rates and makers by segment"),
        "public_product" => lang.pick("各产品状态、采购额与企业数", "State, purchases and makers by product"),
        "public_county" => lang.pick("各县区采购额、配套率与企业数", "Purchases, rates and makers by county"),
        "public_cell" => lang.pick("县区与环节", "Segments in counties"),
        "public_leader" => lang.pick("链主与龙头企业", "Leading firms"),
        _ => lang.pick("公开程度", "How much is published"),
    }
}

/// Title of the map of one chain.
pub fn map_title(title: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{title}（公开版）"),
        Lang::En => format!("{title} (public edition)"),
    }
}

/// Stands for a name that would name a firm.
pub fn unnamed(lang: Lang) -> &'static str {
    lang.pick("（名称不公开）", "(name withheld)")
}

/// Label of a key figure.
pub fn label(key: &str, lang: Lang) -> &'static str {
    match key {
        "amount" => lang.pick("本地采购方采购额", "purchases of local buyers"),
        "rate" => lang.pick("近地化配套率", "local supply rate"),
        "makers" => lang.pick("链上本地企业", "local makers of the chains"),
        _ => lang.pick("其中链主、龙头", "leading firms among them"),
    }
}

/// A number of firms, such as `3–5`; one and two are told as fewer than three.
pub fn firms(band: Band) -> String {
    let whole = |number: f64| number::cell(&Cell::Number(number), Unit::Count, Lang::Zh);
    match band.hi {
        Some(hi) if hi <= 1.0 => whole(0.0),
        Some(hi) if hi <= 3.0 => format!("<{}", whole(hi)),
        Some(hi) => format!("{}–{}", whole(band.lo), whole(hi - 1.0)),
        None => format!("≥{}", whole(band.lo)),
    }
}

/// A share, such as `25–50%`.
pub fn share(band: Band) -> String {
    let percent = |share: f64| number::cell(&Cell::Number(share * 100.0), Unit::Count, Lang::Zh);
    format!("{}–{}%", percent(band.lo), percent(band.hi.unwrap_or(1.0)))
}

/// An amount with its unit, such as `2,000–5,000 万元`.
pub fn amount(band: Band, lang: Lang) -> String {
    let (unit, divisor) = match lang {
        Lang::Zh if band.lo >= 1e8 => ("亿元", 1e8),
        Lang::Zh => ("万元", 1e4),
        Lang::En => ("CNY m", 1e6),
    };
    let plain = |yuan: f64| number::cell(&Cell::Number(yuan / divisor), Unit::Count, lang);
    match band.hi {
        Some(hi) if band.lo <= 0.0 => format!("<{} {unit}", plain(hi)),
        Some(hi) => format!("{}–{} {unit}", plain(band.lo), plain(hi)),
        None => format!("≥{} {unit}", plain(band.lo)),
    }
}

/// Makers of a product or segment.
pub fn local(band: Band, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("本地 {} 家", firms(band)),
        Lang::En => format!("local: {}", firms(band)),
    }
}

/// Makers and rate of a segment in one line.
pub fn caption(makers: Band, rate: Option<Band>, lang: Lang) -> String {
    let rate = rate.map(|rate| format!(" · {} {}", lang.pick("配套率", "rate"), share(rate)));
    local(makers, lang) + &rate.unwrap_or_default()
}

/// A purchase between segments.
pub fn link(from: &str, to: &str, amount: &str, lang: Lang) -> String {
    format!("{from} → {to}{}{amount}", lang.pick("：", ": "))
}

/// State of a product.
pub fn state(state: PublicState, lang: Lang) -> &'static str {
    match state {
        PublicState::Made => lang.pick("在产", "made here"),
        PublicState::Gap => lang.pick("待补", "gap"),
        PublicState::Untold => lang.pick("未公开", "not published"),
    }
}

/// State and its meaning, for the legend.
pub fn state_meaning(state: BoxState, lang: Lang) -> &'static str {
    match state {
        BoxState::Made => lang.pick("在产：本地有企业生产", "made here: local firms make it"),
        BoxState::Gap => lang
            .pick("待补：至少三家本地企业采购，本地无企业生产", "gap: bought by at least three, made by nobody here"),
        _ => lang.pick("未公开：不足三家采购，或情况不明", "not published: bought by fewer than three, or not known"),
    }
}

/// Meaning of solid and dashed lines between segments.
pub fn edges(lang: Lang) -> (String, String) {
    let solid = lang.pick("实线：一半以上（含）采购额来自本地", "solid: at least half is bought here");
    let dashed = lang.pick("虚线：其余，或未公开", "dashed: all others, or not published");
    (solid.to_owned(), dashed.to_owned())
}

/// Meaning of the bar in a box.
pub fn bar(lang: Lang) -> &'static str {
    lang.pick("配套率所在档：斜纹为该档上下限", "band of the rate: hatched between its edges")
}

/// What widths of lines say.
pub fn width(lang: Lang) -> &'static str {
    lang.pick(
        "线宽按采购额所在档，同档同宽；未公开者取最细线或不画",
        "Widths follow the band of the amount, alike within a band; what is not published is thinnest or left out",
    )
}

/// The sentence below every map and table.
pub fn notice(rule: &Rule, lang: Lang) -> String {
    let (fewest, dominant) = (number::count(rule.fewest), whole_percent(rule.dominant));
    match lang {
        Lang::Zh => format!(
            "公开版：金额、比率、家数只给所在档；不足 {fewest} 家企业、或一家超过 {dominant} 的数字及能够推算出它们的数字不公开；除链主、龙头外不列企业名称"
        ),
        Lang::En => format!(
            "Public edition: figures in bands; those of fewer than {fewest} firms, of which one holds more than {dominant}, or that would tell such a one are withheld; only leading firms are named"
        ),
    }
}

fn whole_percent(share: f64) -> String {
    format!("{}%", number::cell(&Cell::Number(share * 100.0), Unit::Count, Lang::Zh))
}

/// What was done, sentence by sentence.
pub fn rules(rule: &Rule, lang: Lang) -> Vec<String> {
    let fewest = number::count(rule.fewest);
    let (dominant, protection) = (whole_percent(rule.dominant), whole_percent(rule.protection));
    match lang {
        Lang::Zh => vec![
            "本版与内部版出自同一数据、同一口径，只写入可以公开的内容：分档的数字，县区、产业链、环节和产品的名称，链主和龙头企业的名称。其余（其他企业、逐行依据、联系人、搁置行、数据问题）一概不写入任何文件。".to_owned(),
            "金额按固定档公布：1、2、5 乘以 10 的整数次幂，自 100 万元起；配套率按四分之一分档；家数分为 0、不足 3、3–5、6–10、11–20、21–50、51–100 等档。".to_owned(),
            format!("采购额：背后至少有 {fewest} 家采购方和 {fewest} 家供应方，且没有一家超过 {dominant}，才予公布；同一集团算一家，同一地点未具名的供应商算一家。"),
            "配套率：来自本地的和来自外地的采购额都满足上一条，才予公布。".to_owned(),
            "互补隐去：凡公布的合计，减去其中已公布的各项，余额也必须满足上述条件，否则再隐去其中最小的一项，直到满足为止；横行、竖列、各级合计、来源地和环节间采购一并检查。".to_owned(),
            format!("推算保护：对每一个隐去的数字，程序都找出另外两套数据，该数字分别小 {protection} 和大 {protection}，而公布的各档完全相同；找不到时，把挡路的档与相邻的档合并公布，合并超过三档即隐去。因此由公布的数字作任何线性推算，都不能把隐去的数字估计到上下 {protection} 以内。"),
            format!("家数：不足 {fewest} 家的不分一家和两家，合计的档也不能使二者区分开。"),
            "空白表示没有或不公开，二者不作区分。".to_owned(),
            "注意：同一年份不要用不同的数据、不同的本地范围先后发布两个公开版，两版相减可能暴露企业数字；按产业链分别发布没有这一问题。企业知道自己的数字，可以从所在的档中减去。".to_owned(),
        ],
        Lang::En => vec![
            "This edition comes from the same data and definitions as the internal one and holds only what may be published: figures in bands, names of counties, chains, segments and products, and of leading firms. Everything else (other firms, rows of evidence, contacts, rows set aside, data issues) is written to no file.".to_owned(),
            "Amounts stand in fixed bands: 1, 2 and 5 times powers of ten, from CNY 1 million; rates in quarters; numbers of firms as 0, fewer than 3, 3–5, 6–10, 11–20, 21–50, 51–100 and so on.".to_owned(),
            format!("Amounts are published where at least {fewest} buyers and {fewest} suppliers are behind them and none holds more than {dominant}; firms of one group count as one, and so do unnamed suppliers of one place."),
            "Rates are published where that holds of what comes from nearby and of what comes from elsewhere.".to_owned(),
            "Complementary suppression: a published sum less its published parts must satisfy the same, else the smallest part is withheld too, until it does; rows, columns, all levels of totals, origins and purchases between segments are looked at together.".to_owned(),
            format!("Protection: for every withheld figure the program finds two other sets of data, in which it is {protection} smaller and {protection} larger and every published band is the same; where there are none, a band in the way is published together with its neighbour, and withheld beyond three. So no linear reckoning from what is published comes nearer to a withheld figure than {protection}."),
            format!("Numbers of firms: below {fewest}, one and two are not told apart, nor do totals tell them."),
            "An empty cell is nothing or withheld; which of them is not told.".to_owned(),
            "Caution: do not publish two editions of one year from other data or another focus area; their differences may tell figures of firms. Editions by chain are parts of one and the same. A firm knows its own figures and can take them off a band.".to_owned(),
        ],
    }
}

/// How much is published, in one line.
pub fn extent(extent: &Extent, lang: Lang) -> String {
    let [amounts, all, rates, all_rates, widened] =
        [extent.amounts_published, extent.amounts, extent.rates_published, extent.rates, extent.widened]
            .map(number::count);
    match lang {
        Lang::Zh => format!(
            "有数据的采购额 {all} 项，公布 {amounts} 项；可计算的配套率 {all_rates} 项，公布 {rates} 项；为保护其他数字而合并相邻档 {widened} 次。"
        ),
        Lang::En => format!(
            "Of {all} amounts in the data {amounts} are published, of {all_rates} rates {rates}; bands were widened {widened} times to protect others."
        ),
    }
}

/// The first sentence of the summary.
pub fn opening(place: &str, year: &str, figures: &[String; 3], lang: Lang) -> String {
    let [amount, rate, makers] = figures;
    match lang {
        Lang::Zh => {
            format!("{place} {year}：本地采购方采购额 {amount}，近地化配套率 {rate}，链上本地企业 {makers} 家。")
        }
        Lang::En => {
            format!(
                "{place}, {year}: purchases of local buyers {amount}, local supply rate {rate}, local makers {makers}."
            )
        }
    }
}

/// A figure that is not published, in a sentence.
pub fn withheld(lang: Lang) -> &'static str {
    lang.pick("（不公开）", "(not published)")
}

/// Name of an origin.
pub fn ring(ring: Ring, lang: Lang) -> &'static str {
    let head = crate::report::words::rate::ring(ring);
    lang.pick(head.zh, head.en)
}

/// What a rate is of.
pub fn rate_basis(bounded: bool, lang: Lang) -> &'static str {
    if bounded {
        lang.pick("含缺失数据造成的上下限", "with the bounds that missing data leave")
    } else {
        lang.pick("只按已计价且来源已知的采购", "of priced and located purchases alone")
    }
}

/// Definition of the figures.
pub fn definition(tier: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("口径：{tier}，金额口径，自供不计；缺金额或来源不明使上下限无从判定的，只按已计价且来源已知的采购")
        }
        Lang::En => {
            format!(
                "Definition: {tier}, by amount, without self-supply; where missing data leave no bounds, of priced and located purchases"
            )
        }
    }
}

/// Why a question has no public edition.
pub fn no_edition(lang: Lang) -> &'static str {
    lang.pick(
        "这一问题没有公开版：其结果逐家列出企业或由个别企业决定；--public 可用于 run、map（panorama、overview）、rate、gap",
        "this question has no public edition: its answer lists firms or rests on single ones; --public is for run, map (panorama, overview), rate and gap",
    )
}

/// Why rules cannot be changed.
pub fn fixed_rules(lang: Lang) -> &'static str {
    lang.pick(
        "公开版的口径是固定的（两种口径的结果相减可能暴露企业数字）；请去掉除 --chain、--year、--focus 以外的规则选项",
        "the rules of the public edition are fixed (two editions by different rules could be compared); leave out options other than --chain, --year and --focus",
    )
}

/// Year and date of the data, and how much is published.
pub fn dates(year: &str, as_of: Option<&str>, lang: Lang) -> String {
    let date = as_of.map_or_else(String::new, |date| format!("{}{}", lang.pick("；", "; "), term::as_of(date, lang)));
    match lang {
        Lang::Zh => format!("年份：{year}{date}"),
        Lang::En => format!("Year: {year}{date}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{amount, firms, share};
    use crate::analysis::public::Band;
    use crate::report::Lang;

    #[test]
    fn bands_read_as_people_write_them() {
        let band = |lo, hi| Band { lo, hi };
        assert_eq!(firms(band(1.0, Some(3.0))), "<3");
        assert_eq!(firms(band(3.0, Some(6.0))), "3–5");
        assert_eq!(firms(band(0.0, Some(1.0))), "0");
        assert_eq!(share(band(0.25, Some(0.5))), "25–50%");
        assert_eq!(amount(band(0.0, Some(1e6)), Lang::Zh), "<100 万元");
        assert_eq!(amount(band(2e7, Some(5e7)), Lang::Zh), "2,000–5,000 万元");
        assert_eq!(amount(band(1e13, None), Lang::Zh), "≥100,000 亿元");
        assert_eq!(amount(band(2e7, Some(5e7)), Lang::En), "20–50 CNY m");
    }
}
