//! Words of provenance: which rows a figure comes from.

use crate::analysis::explain::{Explanation, Form, LeftOut, Reason, Role, Unit as Adds};
use crate::analysis::key::Question;
use crate::analysis::rate::BuyerScope;
use crate::issue::Code;
use crate::model::Nearness;
use crate::model::measure::Side;
use crate::report::table::{Cell, Unit};
use crate::report::words::{Lang, issue, number, term};

/// Title of the report.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("数字的依据", "Where figures come from")
}

/// Title of a table, by its key.
pub fn table_title(key: &str, lang: Lang) -> &'static str {
    match key {
        "explained" | "explained_count" | "explained_share" => lang.pick("数字与算式", "Figures and formulas"),
        "evidence" => lang.pick("依据", "Evidence"),
        "evidence_count" => lang.pick("依据（按家数或种数计）", "Evidence, by count"),
        "evidence_share" => lang.pick("依据（按份额平方计）", "Evidence, by squared shares"),
        "left_out" => lang.pick("未计入的行", "Rows left out"),
        _ => lang.pick("读不出而搁置的采购行（不知属于谁）", "Ledger rows set aside, whosever they are"),
    }
}

/// Example of how to ask where a figure comes from, below a table of figures.
pub fn example(key: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("查任一数字出自哪些行：liantu explain 数据 {key}（各行代号见 csv 的 figure 列）"),
        Lang::En => {
            format!("rows behind any figure: liantu explain DATA {key} (the csv column figure has every key)")
        }
    }
}

/// A figure in words, such as `甲车桥 · 2024 年 · 市域 · 金额配套率`.
pub fn label(figure: &Explanation, lang: Lang) -> String {
    let mut parts: Vec<String> = figure.names.iter().map(ToString::to_string).collect();
    if figure.level == "total" {
        parts.push(term::all_buyers(lang).to_owned());
    }
    if figure.scope != BuyerScope::All {
        parts.push(term::scope(figure.scope, lang).to_owned());
    }
    parts.push(term::year(figure.year, lang));
    parts.extend(figure.tier.as_ref().map(|tier| term::tier(tier, lang)));
    parts.push(measure(figure, lang).to_owned());
    parts.join(" · ")
}

/// What a figure measures.
fn measure(figure: &Explanation, lang: Lang) -> &'static str {
    match (figure.question, figure.measure) {
        (Question::Rate, "amount") => lang.pick("金额配套率", "rate by amount"),
        (Question::Rate, "count") => lang.pick("家数配套率", "rate by suppliers"),
        (Question::Rate, "embodied") => lang.pick("全链本地含量", "embodied local content"),
        (Question::Rate, _) => lang.pick("品类配套率", "rate by products"),
        (Question::Ring, ring) => self::ring(ring, lang),
        (Question::Split, measure) => split(measure, lang),
        (Question::Gap, measure) => gap(measure, lang),
    }
}

fn ring(ring: &str, lang: Lang) -> &'static str {
    match ring {
        "county" => lang.pick("同县采购占比", "share bought in the county"),
        "rest_of_city" => lang.pick("同市其他县采购占比", "share bought in the rest of the city"),
        "rest_of_province" => lang.pick("同省其他市采购占比", "share bought in the rest of the province"),
        "rest_of_region" => lang.pick("区域内其他省采购占比", "share bought in the rest of the region"),
        "rest_of_china" => lang.pick("国内其他地区采购占比", "share bought in the rest of China"),
        "abroad" => lang.pick("境外采购占比", "share bought abroad"),
        _ => lang.pick("来源不明采购占比", "share of unknown place"),
    }
}

fn split(measure: &str, lang: Lang) -> &'static str {
    match measure {
        "demand" => lang.pick("采购额", "purchases"),
        "supplied" => lang.pick("已配套", "supplied"),
        "bridgeable" => lang.pick("可牵线", "bridgeable"),
        "to_recruit" => lang.pick("须招引", "to recruit"),
        "unlocated" => lang.pick("来源不明采购额", "bought from unknown place"),
        "rate" => lang.pick("配套率（来源已知部分）", "rate of located purchases"),
        _ => lang.pick("零投资上限", "ceiling without investment"),
    }
}

fn gap(measure: &str, lang: Lang) -> &'static str {
    match measure {
        "demand" => lang.pick("采购额", "purchases"),
        "near" => lang.pick("范围内采购额", "bought nearby"),
        "outside" => lang.pick("外购额", "bought outside"),
        "unlocated" => lang.pick("来源不明采购额", "bought from unknown place"),
        "local_rate" => lang.pick("配套率", "local supply rate"),
        "import_share" => lang.pick("进口占比", "import share"),
        "largest_share" => lang.pick("最大外部来源地占外购比重", "largest outside region's share of outside purchases"),
        "largest_share_of_all" => {
            lang.pick("最大外部来源地占采购比重", "largest outside region's share of located purchases")
        }
        "single_sourced" => lang.pick("单一来源采购额", "single-sourced purchases"),
        "single_sourced_share" => lang.pick("单一来源采购占比", "single-sourced share"),
        "hhi" => lang.pick("供应商集中度", "concentration of suppliers"),
        "effective" => lang.pick("等效供应商数", "effective suppliers"),
        "capacity" => lang.pick("本地产能", "local capacity"),
        "available" => lang.pick("本地可用产能", "available local capacity"),
        "shortfall" => lang.pick("产能缺口占比", "capacity shortfall"),
        _ => lang.pick("可承接的闲置产能", "idle capacity that could serve"),
    }
}

/// What is divided by what, or added up.
pub fn definition(figure: &Explanation, lang: Lang) -> &'static str {
    match (figure.question, figure.measure) {
        (Question::Rate, "amount") if figure.method == "LR-2" => lang.pick(
            "（范围内采购额＋申报总额余下部分中必在范围内的）÷ 申报的采购总额",
            "(bought nearby + what must be near of the rest of the declared total) ÷ declared total",
        ),
        (Question::Rate, "amount") | (Question::Gap, "local_rate") => {
            lang.pick("范围内采购额 ÷（范围内＋范围外采购额）", "bought nearby ÷ (bought nearby + bought outside)")
        }
        (Question::Rate, "count") => {
            lang.pick("范围内供应商家数 ÷ 供货地已知的供应商家数", "near suppliers ÷ suppliers of known place")
        }
        (Question::Rate, "embodied") => lang.pick(
            "各行采购额 × 其价值留在范围内的份额，之和 ÷ 产地可知的价值",
            "sum of purchases × the share of their value that stems from nearby ÷ value of known place",
        ),
        (Question::Rate, _) => {
            lang.pick("有范围内供货的产品种数 ÷ 采购的产品种数", "products with a near source ÷ products bought")
        }
        (Question::Ring, _) => lang.pick("该圈层采购额 ÷ 全部已计价采购额", "bought in the ring ÷ priced purchases"),
        (Question::Split, measure) => match measure {
            "rate" => lang.pick("已配套 ÷ 来源已知采购额", "supplied ÷ located purchases"),
            "ceiling" => lang.pick("（已配套＋可牵线）÷ 来源已知采购额", "(supplied + bridgeable) ÷ located purchases"),
            "bridgeable" => lang.pick("各对接金额之和", "sum of introductions"),
            "to_recruit" => lang.pick("外购额－可牵线", "bought outside − bridgeable"),
            _ => lang.pick("各行金额之和", "sum of the rows"),
        },
        (Question::Gap, measure) => gap_definition(measure, lang),
    }
}

fn gap_definition(measure: &str, lang: Lang) -> &'static str {
    match measure {
        "import_share" => lang.pick("境外采购额 ÷ 来源已知采购额", "bought abroad ÷ located purchases"),
        "largest_share" => lang.pick("最大外部来源地采购额 ÷ 外购额", "bought in the largest region ÷ bought outside"),
        "largest_share_of_all" => {
            lang.pick("最大外部来源地采购额 ÷ 来源已知采购额", "bought in the largest region ÷ located purchases")
        }
        "single_sourced_share" => {
            lang.pick("只有一家供应商的采购方的采购额 ÷ 采购额", "purchases of buyers with one supplier ÷ purchases")
        }
        "hhi" => lang.pick("各供应商份额的平方和", "sum of squared shares of suppliers"),
        "effective" => lang.pick("1 ÷ 各供应商份额的平方和", "1 ÷ sum of squared shares of suppliers"),
        "shortfall" => lang.pick(
            "（采购额－本地可用产能，不低于零）÷ 采购额",
            "(purchases − available local capacity, at least nought) ÷ purchases",
        ),
        "unused_match" => lang.pick(
            "本地可用产能－已在范围内采购额，不低于零，不超过外购额；有产能未知时为已知富余产能之和",
            "available local capacity − bought nearby, at least nought, at most bought outside; where a capacity is unknown, the spare that is known",
        ),
        _ => lang.pick("各行金额之和", "sum of the rows"),
    }
}

/// A number in the unit of what rows add.
fn quantity(value: f64, unit: Adds, lang: Lang) -> String {
    let unit = match unit {
        Adds::Yuan => Unit::Yuan,
        Adds::Count => Unit::Count,
        Adds::Share => Unit::Number,
    };
    number::with_unit(&Cell::Number(value), unit, lang)
}

/// The formula with its numbers: `[LR-1] 范围内采购额 ÷ … = 4,000 万元 ÷ 10,000 万元 = 40.0%`.
pub fn formula(figure: &Explanation, lang: Lang) -> String {
    let mut text = format!("[{}] {}", figure.method, definition(figure, lang));
    let unit = figure.unit;
    let side = |value: Option<f64>| value.map(|value| quantity(value, unit, lang));
    match (figure.form, side(figure.numerator), side(figure.denominator), figure.value) {
        (Form::Ratio, Some(above), Some(below), Some(value)) => {
            text += &format!(" = {above} ÷ {below} = {}", number::percent(value));
        }
        (Form::Sum, Some(sum), _, _) => text += &format!(" = {sum}"),
        (Form::Inverse, _, Some(below), Some(value)) => {
            let value = number::cell(&Cell::Number(value), Unit::Number, lang);
            text += &format!(" = 1 ÷ {below} = {value}");
        }
        _ => text += lang.pick("；数据不足以得出数值", "; the data give no value"),
    }
    if let Some((lo, hi)) = figure.lo.zip(figure.hi) {
        let open = |side| figure.open == Some(side);
        let bounds = Cell::Interval { lo, hi, lo_open: open(Side::Lo), hi_open: open(Side::Hi) };
        let bounds = number::cell(&bounds, Unit::Share, lang);
        text += &format!("{}{bounds}", lang.pick("；上下限 ", "; bounds "));
    }
    text
}

/// What the rows add up to, and whether that is the figure.
pub fn re_adds(figure: &Explanation, lang: Lang) -> String {
    let sum = |value: f64| quantity(value, figure.unit, lang);
    let (above, below) = (sum(figure.re_adds.numerator), sum(figure.re_adds.denominator));
    let limited = figure.re_adds.before_limit.map(sum);
    let limited = match (limited, lang) {
        (None, _) => String::new(),
        (Some(before), Lang::Zh) => format!("（其中算式所限一行之前为 {before}）"),
        (Some(before), Lang::En) => format!(" ({before} before the row of the limit)"),
    };
    let sums = match (figure.form, lang) {
        (Form::Ratio, Lang::Zh) => format!("分子合计 {above}{limited}，分母合计 {below}"),
        (Form::Ratio, Lang::En) => format!("numerator {above}{limited}, denominator {below}"),
        (Form::Sum, Lang::Zh) => format!("合计 {above}{limited}"),
        (Form::Sum, Lang::En) => format!("sum {above}{limited}"),
        (Form::Inverse, Lang::Zh) => format!("合计 {below}"),
        (Form::Inverse, Lang::En) => format!("sum {below}"),
    };
    let agrees = match figure.re_adds.agrees {
        Some(true) => lang.pick("与数字一致", "which is the figure"),
        Some(false) => lang.pick(
            "与数字不一致，这是程序缺陷，请报告",
            "which is not the figure: a fault of the program, please report",
        ),
        None => lang.pick("数据不足以得出数值，无数字可核", "and there is no figure to compare with"),
    };
    match lang {
        Lang::Zh => format!("复核：下列各行{sums}，{agrees}。"),
        Lang::En => format!("Check: the rows below add up to {sums}, {agrees}."),
    }
}

/// What a row is in a figure.
pub fn role(role: Role, figure: &Explanation, lang: Lang) -> &'static str {
    let asked = matches!(
        (figure.question, figure.measure),
        (Question::Ring, _)
            | (
                Question::Gap,
                "import_share" | "largest_share" | "largest_share_of_all" | "single_sourced" | "single_sourced_share"
            )
    );
    match role {
        Role::Near if asked => lang.pick("所问部分", "the part asked about"),
        Role::Far if asked => lang.pick("其余部分", "the rest"),
        Role::Near if matches!(figure.measure, "hhi" | "effective") => lang.pick("供应商", "supplier"),
        Role::Near => lang.pick("范围内", "near"),
        Role::Far => lang.pick("范围外", "outside"),
        Role::Unlocated => lang.pick("来源不明", "unknown place"),
        Role::Declared => lang.pick("申报总额余下部分", "rest of the declared total"),
        Role::Introduced => lang.pick("可牵线的富余产能", "spare capacity to introduce"),
        Role::Capacity => lang.pick("本地产能", "local capacity"),
        Role::Limit if figure.re_adds.before_limit.is_some_and(|sum| sum < 0.0) => {
            lang.pick("算式所限：不低于零", "limit: at least nought")
        }
        Role::Limit if figure.measure == "shortfall" => {
            lang.pick("算式所限：不超过采购额", "limit: at most the purchases")
        }
        Role::Limit => lang.pick("算式所限：不超过外购额", "limit: at most bought outside"),
    }
}

/// Whether a row is near.
pub fn nearness(nearness: Nearness, lang: Lang) -> &'static str {
    match nearness {
        Nearness::Near => lang.pick("近", "near"),
        Nearness::Far => lang.pick("远", "far"),
        Nearness::Unknown => lang.pick("不明", "unknown"),
    }
}

/// Why a row is left out.
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    match reason {
        Reason::AmountMissing => lang.pick("缺金额（由上下限反映）", "no amount (bounds allow for it)"),
        Reason::AmountUndisclosed => lang.pick("金额保密（由上下限反映）", "amount withheld (bounds allow for it)"),
        Reason::PlaceUnknown => lang.pick("供货地不明（由上下限反映）", "place unknown (bounds allow for it)"),
        Reason::BuyerPlaceUnknown => {
            lang.pick("采购方所在地不明（由上下限反映）", "place of the buyer unknown (bounds allow for it)")
        }
        Reason::PlacesUnknown => lang.pick(
            "采购方所在地与供货地均不明（由上下限反映）",
            "place of the buyer and place shipped from unknown (bounds allow for it)",
        ),
        Reason::CapacityUnknown => lang.pick("产能或富余产能未知", "capacity, or the spare of it, unknown"),
        Reason::TraderOrigin => {
            lang.pick("贸易商供货、产地不明（由上下限反映）", "sold by a trader, origin unknown (bounds allow for it)")
        }
        Reason::NotItemised => {
            lang.pick("已申报未列明（由上下限反映）", "declared, not itemised (bounds allow for it)")
        }
        Reason::Duplicate => lang.pick("与另一行重复", "repeats another row"),
        Reason::BetterSource => lang.pick("另有更可靠的来源", "a better source stands"),
        Reason::Netted => lang.pick("红字，已从另一行冲减", "credit note, taken off another row"),
        Reason::SelfSupply => lang.pick("企业自供", "self-supply"),
        Reason::Related => lang.pick("关联企业（按要求剔除）", "related party (left out as asked)"),
        Reason::Zero => lang.pick("金额为零", "amount of zero"),
        Reason::BelowThreshold => lang.pick("供应商低于起算金额", "supplier below the least amount"),
        Reason::ProductUnknown => lang.pick("未写产品", "names no product"),
        Reason::BuyerUnplaced => lang.pick(
            "采购方所在地不明，不知是否属于本地范围",
            "place of the buyer unknown: perhaps not of the area looked at",
        ),
        Reason::OtherYear => lang.pick("其他年份", "another year"),
        Reason::OtherChain => lang.pick("不属于所问产业链", "product of another chain"),
    }
}

/// Where a row left out stands; of several, the first: `采购.csv › 采购 › 第 3、7、9 行等`.
pub fn whereabouts(left: &LeftOut, lang: Lang) -> String {
    let origin = left.line.origin.to_string();
    if left.first_rows.is_empty() {
        return origin;
    }
    let rows: Vec<String> = left.first_rows.iter().map(ToString::to_string).collect();
    let more = left.lines as usize > rows.len();
    match lang {
        Lang::Zh => format!("{origin} › 第 {} 行{}", rows.join("、"), if more { "等" } else { "" }),
        Lang::En => format!("{origin} › rows {}{}", rows.join(", "), if more { " …" } else { "" }),
    }
}

/// Why a row was set aside.
pub fn set_aside(code: Code, lang: Lang) -> String {
    format!("{}{}", issue::title(code, lang), super::bracketed(code.as_str(), lang))
}

/// What to know when reading the evidence.
pub fn notes(lang: Lang) -> Vec<String> {
    let notes: [(&str, &str); 3] = [
        (
            "“计入分子”“计入分母”两列逐行相加，即得算式中的分子、分母；不是比率的数字只有分子。",
            "The two columns of what a row adds re-add to numerator and denominator; a figure that is no rate has a numerator only.",
        ),
        (
            "金额按冲减红字后的数计；冲减的红字行列在“未计入的行”中，二者相加等于原单元格。",
            "Amounts stand after credit notes were taken off; these are among the rows left out, and both give the cell.",
        ),
        (
            "“行”“单元格”与电子表格中所见一致，表头行计算在内。",
            "Rows and cells are as the spreadsheet shows them, the header row counted.",
        ),
    ];
    notes.iter().map(|(zh, en)| lang.pick(zh, en).to_owned()).collect()
}
