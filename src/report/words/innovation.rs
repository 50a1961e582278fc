//! Words of innovation and talent (创新与人才图).

use crate::model::{Qualification, TalentKind};
use crate::report::words::{Lang, number, term};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("创新与人才", "Innovation and talent")
}

/// Title of the map.
pub fn map_title(place: Option<&str>, lang: Lang) -> String {
    let place = place.unwrap_or_default();
    match lang {
        Lang::Zh => format!("{place}产业链创新与人才图"),
        Lang::En if place.is_empty() => "Innovation and talent along the chains".to_owned(),
        Lang::En => format!("Innovation and talent along the chains, {place}"),
    }
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "innovation" => lang.pick("各环节创新力量", "What each segment has"),
        "innovation_chains" => lang.pick("各产业链创新力量", "What each chain has"),
        "innovation_products" => lang.pick("产品与所列人才", "Products and who is listed"),
        _ => lang.pick("人才与机构", "Talents and institutions"),
    }
}

/// Sign of a title on the map.
pub fn sign(title: Qualification, lang: Lang) -> &'static str {
    match title {
        Qualification::Champion => lang.pick("冠", "CH"),
        Qualification::LittleGiant => lang.pick("巨", "LG"),
        Qualification::Specialised => lang.pick("精", "SP"),
        Qualification::HighTech => lang.pick("高", "HT"),
        Qualification::Innovative => lang.pick("创", "IN"),
        Qualification::Listed => lang.pick("市", "ST"),
    }
}

/// Meaning of a sign.
pub fn sign_meaning(title: Qualification, lang: Lang) -> &'static str {
    match title {
        Qualification::Champion => lang.pick("制造业单项冠军企业数", "manufacturing champions"),
        Qualification::LittleGiant => lang.pick("专精特新小巨人企业数", "little giants"),
        Qualification::Specialised => lang.pick("专精特新中小企业数", "specialised small and medium firms"),
        Qualification::HighTech => lang.pick("国家高新技术企业数", "national high-tech firms"),
        Qualification::Innovative => lang.pick("创新型中小企业数", "innovative small and medium firms"),
        Qualification::Listed => lang.pick("上市企业数", "listed firms"),
    }
}

/// What a talent is.
pub fn kind(kind: TalentKind, lang: Lang) -> &'static str {
    match kind {
        TalentKind::Person => lang.pick("个人", "person"),
        TalentKind::Team => lang.pick("团队", "team"),
        TalentKind::Institution => lang.pick("机构", "institution"),
    }
}

/// Signs of talents: here, elsewhere, of unknown place, none listed.
pub fn talents(lang: Lang) -> [String; 4] {
    match lang {
        Lang::Zh => ["本地人才或机构", "外地人才或机构", "所在地不明的人才或机构", "人才表未列（不等于没有）"],
        Lang::En => {
            ["talent or institution here", "elsewhere", "of unknown place", "none listed (not the same as none)"]
        }
    }
    .map(str::to_owned)
}

/// Stands where nobody is listed.
pub fn none_listed(lang: Lang) -> &'static str {
    lang.pick("人才表未列", "none listed")
}

/// Meaning of the bar.
pub fn research(full: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("研发投入强度（研发费用/营业收入，满格 {full}）；虚框：部分企业未报送"),
        Lang::En => format!("R&D of revenue (full bar: {full}); open outline: some firms do not report"),
    }
}

/// R&D of a card.
pub fn research_of(share: Option<f64>, lang: Lang) -> String {
    let share = share.map_or_else(|| lang.pick("未知", "unknown").to_owned(), number::percent);
    format!("{} {share}", lang.pick("研发", "R&D"))
}

/// Patents of a card.
pub fn patents(value: Option<f64>, lang: Lang) -> String {
    let value = value.map_or_else(|| lang.pick("未知", "unknown").to_owned(), plain);
    format!("{} {value}", lang.pick("专利", "patents"))
}

fn plain(value: f64) -> String {
    number::cell(&crate::report::table::Cell::Number(value), crate::report::table::Unit::Count, Lang::Zh)
}

/// Local makers of a segment.
pub fn firms(count: usize, lang: Lang) -> String {
    let count = number::count(count);
    match lang {
        Lang::Zh => format!("本地 {count} 家"),
        Lang::En => format!("local: {count}"),
    }
}

/// Stands where no firm has a title.
pub fn untitled(firms: usize, lang: Lang) -> &'static str {
    match firms {
        0 => lang.pick("本地无生产企业", "nobody makes it here"),
        _ => lang.pick("无上述资质企业", "no firm with a title"),
    }
}

/// Weak products for which nobody is listed.
pub fn unserved(names: &[&str], all: usize, lang: Lang) -> String {
    let listed = term::list(names, lang);
    match (names.len() == all, lang) {
        (_, _) if all == 0 => String::new(),
        (true, Lang::Zh) => format!("未列人才：{listed}"),
        (false, Lang::Zh) => format!("未列人才 {} 种：{listed}等", number::count(all)),
        (true, Lang::En) => format!("none listed for {listed}"),
        (false, Lang::En) => format!("none listed for {}: {listed} …", number::count(all)),
    }
}

/// Meaning of that line.
pub fn unserved_meaning(fill: bool, lang: Lang) -> &'static str {
    if fill {
        lang.pick(
            "含待补产品（本地无人生产），人才表也未列人才",
            "of products made by nobody here, for some nobody is listed",
        )
    } else {
        lang.pick("待强、待固、可延产品，人才表未列人才", "of products weak otherwise, for some nobody is listed")
    }
}

/// Firms and those with a title.
pub fn firms_of_chain(firms: usize, titled: usize, lang: Lang) -> String {
    let (firms, titled) = (number::count(firms), number::count(titled));
    match lang {
        Lang::Zh => format!("本地 {firms} 家，有资质 {titled} 家"),
        Lang::En => format!("local: {firms}, with a title: {titled}"),
    }
}

/// A figure with how many firms report it.
pub fn told(figure: &str, told: usize, of: usize, lang: Lang) -> String {
    let (told, of) = (number::count(told), number::count(of));
    match lang {
        Lang::Zh => format!("{figure}（{told}/{of} 家报送）"),
        Lang::En => format!("{figure} ({told} of {of} report)"),
    }
}

/// Talents of a chain.
pub fn talents_of_chain(counts: Option<[usize; 3]>, lang: Lang) -> String {
    let Some([here, elsewhere, unplaced]) = counts else {
        return format!("{}{}", lang.pick("人才：", "talent: "), none_listed(lang));
    };
    let mut parts = vec![match lang {
        Lang::Zh => format!("人才：本地 {} · 外地 {}", number::count(here), number::count(elsewhere)),
        Lang::En => format!("talent here {}, elsewhere {}", number::count(here), number::count(elsewhere)),
    }];
    parts.extend((unplaced > 0).then(|| format!("{} {}", lang.pick("不明", "unknown"), number::count(unplaced))));
    parts.join(" · ")
}

/// Segments or chains that are not shown.
pub fn more(count: usize, lang: Lang) -> String {
    match (count, lang) {
        (0, _) => String::new(),
        (_, Lang::Zh) => format!("其余 {} 个环节见表", number::count(count)),
        (_, Lang::En) => format!("{} more segments in the table", number::count(count)),
    }
}

/// Chains that are not shown.
pub fn more_chains(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("其余 {} 条产业链", number::count(count)),
        Lang::En => format!("{} more chains", number::count(count)),
    }
}

/// Labels of the key figures: listed, of them here, weak products without anybody, of how many weak.
pub fn labels(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Zh => ["所列人才与机构", "其中在本地", "薄弱而未列人才的产品"],
        Lang::En => ["Talents and institutions listed", "Of them here", "Weak products with nobody listed"],
    }
}

/// What the last key figure is of.
pub fn of_weak(weak: usize, lang: Lang) -> String {
    let weak = number::count(weak);
    match lang {
        Lang::Zh => format!("薄弱产品共 {weak} 种；未列不等于没有"),
        Lang::En => format!("of {weak} weak products; not listed does not mean that nobody knows it"),
    }
}

/// What the first key figure leaves out.
pub fn without_product(count: usize, lang: Lang) -> String {
    let count = number::count(count);
    match lang {
        Lang::Zh => format!("其中未填产品 {count} 项"),
        Lang::En => format!("of them without a product: {count}"),
    }
}

/// Notes below map and tables.
pub fn notes(year: Option<&str>, lang: Lang) -> Vec<String> {
    let figures = match (year, lang) {
        (Some(year), Lang::Zh) => {
            format!("专利与研发取 {year}企业年度数据，只计报送企业，不推算；企业跨环节时各环节都计")
        }
        (Some(year), Lang::En) => format!(
            "Patents and R&D are those that firms report for {year}, never extrapolated; a firm of two segments counts in both"
        ),
        (None, _) => lang.pick("没有企业报送专利或研发", "No firm reports patents or R&D").to_owned(),
    };
    let notes = match lang {
        Lang::Zh => [
            "企业为本地生产企业，与全景图同口径；一家企业有几项资质，各项都计",
            "人才按所列产品归环节；未填产品者只计总数；人才表未列不等于无人掌握",
        ],
        Lang::En => [
            "Firms are local makers, as on the panorama; a firm with several titles counts in each",
            "Talents stand with the products they know; those without a product count in the total alone; not listed does not mean that nobody knows it",
        ],
    };
    notes.map(str::to_owned).into_iter().chain([figures]).collect()
}

/// What a chief reads.
pub fn sentence(weak: usize, unserved: usize, first: &[&str], lang: Lang) -> String {
    let (weak, count, first) = (number::count(weak), number::count(unserved), term::list(first, lang));
    match lang {
        Lang::Zh => format!("{weak} 种薄弱产品中，{count} 种在人才表中没有对应人才或机构，如{first}。"),
        Lang::En => format!("Of {weak} weak products, {count} have nobody on the list of talents, such as {first}."),
    }
}
