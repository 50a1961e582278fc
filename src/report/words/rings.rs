//! Words of the pictures of where purchases come from (采购来源流向图).

use crate::model::Ring;
use crate::report::words::{Lang, number, rate, term};

/// Whose purchases a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Those of all local buyers, by what is bought.
    All,
    /// Those of leaders, one by one.
    Leaders,
}

/// Title, such as `宿州市采购来源流向图`.
pub fn title(place: Option<&str>, chain: Option<&str>, whose: Whose, lang: Lang) -> String {
    let what = match whose {
        Whose::All => lang.pick("采购来源流向图", "Where purchases come from"),
        Whose::Leaders => lang.pick("链主采购来源流向图", "Where leaders buy"),
    };
    let (place, chain) = (place.unwrap_or_default(), chain.unwrap_or_default());
    match lang {
        Lang::Zh => format!("{place}{chain}{what}"),
        Lang::En => {
            let about: Vec<&str> = [chain, place].into_iter().filter(|text| !text.is_empty()).collect();
            if about.is_empty() { what.to_owned() } else { format!("{what}: {}", about.join(", ")) }
        }
    }
}

/// Heading of a column of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// Chains.
    Chain,
    /// Segments.
    Segment,
    /// Products.
    Product,
    /// Leaders.
    Leader,
    /// Rings.
    Ring,
}

/// A heading in words.
pub fn heading(of: Heading, lang: Lang) -> &'static str {
    match of {
        Heading::Chain => lang.pick("产业链", "Chain"),
        Heading::Segment => lang.pick("采购的环节", "Segment bought"),
        Heading::Product => lang.pick("采购的产品", "Product bought"),
        Heading::Leader => lang.pick("链主企业", "Leader"),
        Heading::Ring => lang.pick("供货地（由近及远）", "Origin, near to far"),
    }
}

/// A ring; the region by its name.
pub fn ring(ring: Ring, region: Option<&str>, lang: Lang) -> String {
    match (ring, region, lang) {
        (Ring::RestOfRegion, Some(region), Lang::Zh) => format!("{region}其他省"),
        (Ring::RestOfRegion, Some(region), Lang::En) => format!("rest of {region}"),
        _ => {
            let head = rate::ring(ring);
            lang.pick(head.zh, head.en).to_owned()
        }
    }
}

/// What a ring means.
pub fn ring_meaning(of: Ring, region: Option<&str>, lang: Lang) -> String {
    let name = ring(of, region, lang);
    let meaning = match of {
        Ring::County => lang.pick("供货地与采购方在同一县区", "in the buyer's county"),
        Ring::RestOfCity => lang.pick("同一地级市的其他县区", "in its city, another county"),
        Ring::RestOfProvince => lang.pick("同一省的其他市", "in its province, another city"),
        Ring::RestOfRegion => lang.pick("区域内、省外", "in the region, another province"),
        Ring::RestOfChina => lang.pick("国内更远的地方", "further away in China"),
        Ring::Abroad => lang.pick("进口", "imported"),
        Ring::Unlocated => lang.pick("数据未写明，斜纹表示", "the data do not tell: hatched"),
    };
    format!("{name}{}{meaning}", lang.pick("：", ": "))
}

/// Meaning of the ribbons without a ring.
pub fn plain(lang: Lang) -> &'static str {
    lang.pick("浅色带：产业链内各环节的采购额", "pale ribbons: what the segments of a chain come to")
}

/// Products that no chain holds.
pub fn outside(lang: Lang) -> &'static str {
    lang.pick("未入链产品", "in no chain")
}

/// Purchases whose product is not known.
pub fn nameless(lang: Lang) -> &'static str {
    lang.pick("产品未注明", "product not given")
}

/// Nodes without room of their own.
pub fn rest(count: usize, of: Heading, lang: Lang) -> String {
    let count = number::count(count);
    match (of, lang) {
        (Heading::Leader, Lang::Zh) => format!("其余 {count} 家"),
        (Heading::Product, Lang::Zh) => format!("其余 {count} 种产品"),
        (_, Lang::Zh) => format!("其余 {count} 个环节"),
        (Heading::Leader, Lang::En) => format!("{count} more leaders"),
        (Heading::Product, Lang::En) => format!("{count} more products"),
        (_, Lang::En) => format!("{count} more segments"),
    }
}

/// Amount, and what comes from the city, or the share of all.
pub fn line(yuan: f64, share: Option<(bool, f64)>, lang: Lang) -> String {
    let amount = number::money(yuan, lang);
    match (share, lang) {
        (None, _) => amount,
        (Some((true, share)), Lang::Zh) => format!("{amount} · 市内 {}", number::percent(share)),
        (Some((true, share)), Lang::En) => format!("{amount} · {} in the city", number::percent(share)),
        (Some((false, share)), Lang::Zh) => format!("{amount} · 占 {}", number::percent(share)),
        (Some((false, share)), Lang::En) => format!("{amount} · {}", number::percent(share)),
    }
}

/// A ribbon.
pub fn ribbon(from: &str, to: &str, yuan: f64, lang: Lang) -> String {
    let amount = number::money(yuan, lang);
    match lang {
        Lang::Zh => format!("{from} → {to}：{amount}"),
        Lang::En => format!("{from} → {to}: {amount}"),
    }
}

/// What is counted, and how.
pub fn definition(whose: Whose, lang: Lang) -> &'static str {
    match whose {
        Whose::All => lang.pick(
            "口径：本地企业对外采购的已计价金额，自供不计；按供货地离采购方的远近分圈，互不重叠；跨链产品只计入第一条链",
            "Definition: priced purchases of local firms, without self-supply; rings by how near the origin is to the buyer's county, each purchase in one; a product of several chains counts in the first",
        ),
        Whose::Leaders => lang.pick(
            "口径：链主企业对外采购的已计价金额，自供不计；按供货地离采购方的远近分圈，互不重叠",
            "Definition: priced purchases of leaders, without self-supply; rings by how near the origin is to the buyer's county, each purchase in one",
        ),
    }
}

/// How much is drawn, and what is not.
pub fn coverage(yuan: f64, unpriced: u32, lang: Lang) -> String {
    let amount = number::money(yuan, lang);
    let drawn = match lang {
        Lang::Zh => format!("图中采购额 {amount}，带宽与金额成正比"),
        Lang::En => format!("Purchases drawn: {amount}; widths are in proportion"),
    };
    let missing = match (unpriced, lang) {
        (0, _) => None,
        (_, Lang::Zh) => Some(format!("{}，金额未知，未画出", term::unpriced(unpriced, lang))),
        (_, Lang::En) => Some(format!("not drawn, as nobody knows how much: {}", term::unpriced(unpriced, lang))),
    };
    term::clauses(&std::iter::once(drawn).chain(missing).collect::<Vec<_>>(), lang)
}
