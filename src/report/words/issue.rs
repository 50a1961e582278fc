//! Issues in words: a title, a sentence and a remedy per code, in Chinese and English.
//!
//! A sentence is a pattern. `{text}` is the offending cell, `{column}` its heading, `{0}` and `{1}` the first and second
//! detail and so on, `{all}` every detail; a part in square brackets is left out when a value in it is empty. What each detail
//! means is said in a comment beside the pattern, for whoever raises the issue.

use crate::issue::{Code, Issue};
use crate::report::table::{Cell, Unit};
use crate::report::words::Lang;
use crate::report::words::both;
use crate::report::words::decide;
use crate::report::words::number;

/// Longest value quoted in a sentence; the whole value stands in the issue's own column.
const LONGEST_VALUE: usize = 80;

/// What an issue of this code is called.
pub fn title(code: Code, lang: Lang) -> &'static str {
    let wording = wording(code);
    lang.pick(wording.title.0, wording.title.1)
}

/// What is wrong, in one sentence without a full stop.
pub fn message(issue: &Issue, lang: Lang) -> String {
    let wording = wording(issue.code);
    fill(lang.pick(wording.message.0, wording.message.1), issue, lang)
}

/// What to do: which cell to open and what to type.
pub fn hint(code: Code, lang: Lang) -> &'static str {
    let wording = wording(code);
    lang.pick(wording.hint.0, wording.hint.1)
}

/// Key and heading of each column of the list of issues; the list goes to readers of either language.
pub fn column_headings() -> [(&'static str, String); 12] {
    [
        ("severity", both("级别", "severity")),
        ("code", both("代码", "code")),
        ("file", both("文件", "file")),
        ("sheet", both("工作表", "sheet")),
        ("row", both("行", "row")),
        ("column", both("列", "column")),
        ("cell", both("单元格", "cell")),
        ("text", both("内容", "text")),
        ("message_zh", both("问题", "message (zh)")),
        ("hint_zh", both("改法", "remedy (zh)")),
        ("message_en", both("问题(英)", "message")),
        ("hint_en", both("改法(英)", "remedy")),
    ]
}

/// Title of the list of issues.
pub fn table_title() -> String {
    both("数据问题", "issues")
}

/// Title of the summary by code.
pub fn summary_title(lang: Lang) -> &'static str {
    lang.pick("数据问题汇总", "Issues by code")
}

/// Key and heading of each column of the summary.
pub fn summary_headings(lang: Lang) -> [(&'static str, &'static str); 6] {
    [
        ("severity", lang.pick("级别", "severity")),
        ("code", lang.pick("代码", "code")),
        ("title", lang.pick("问题", "issue")),
        ("count", lang.pick("数量", "count")),
        ("places", lang.pick("位置", "places")),
        ("hint", lang.pick("改法", "remedy")),
    ]
}

/// The places shown, and of how many they are the first.
pub fn places(shown: &[String], total: usize, lang: Lang) -> String {
    let list = shown.join(lang.pick("；", "; "));
    match lang {
        _ if shown.len() >= total => list,
        Lang::Zh => format!("{list} 等 {total} 处"),
        Lang::En => format!("{list} and {} more", total - shown.len()),
    }
}

/// Chinese first, English second.
struct Wording {
    title: (&'static str, &'static str),
    message: (&'static str, &'static str),
    hint: (&'static str, &'static str),
}

/// Puts the issue's values into a pattern, in one pass, so that a value that looks like a placeholder stays text.
fn fill(pattern: &str, issue: &Issue, lang: Lang) -> String {
    let mut sentence = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(['[', '{']) {
        sentence.push_str(&rest[..at]);
        let closing = if rest[at..].starts_with('[') { ']' } else { '}' };
        let Some(length) = rest[at..].find(closing) else { break };
        let inner = &rest[at + 1..at + length];
        if closing == '}' {
            sentence.push_str(&value(inner, issue, lang));
        } else if placeholders(inner).all(|name| !value(name, issue, lang).is_empty()) {
            sentence.push_str(&fill(inner, issue, lang));
        }
        rest = &rest[at + length + 1..];
    }
    sentence.push_str(rest);
    sentence
}

fn placeholders(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

fn value(name: &str, issue: &Issue, lang: Lang) -> String {
    let detail = |index: usize| issue.details.get(index).map_or(String::new(), |detail| quotable(detail));
    match name {
        "text" => quotable(&issue.text),
        "column" => issue.origin.column.as_deref().map_or(String::new(), quotable),
        "sheet" => quotable(&issue.origin.sheet),
        "reason" => issue.details.get(2).map_or(String::new(), |reason| decide::reason(reason, lang).to_owned()),
        "all" => {
            let all: Vec<String> = issue.details.iter().map(|detail| quotable(detail)).collect();
            quotable(&all.join(lang.pick("、", ", ")))
        }
        number => match number.strip_suffix('¥') {
            Some(number) => number.parse().map_or(String::new(), |index: usize| money(&detail(index), lang)),
            None => number.parse().map_or(String::new(), detail),
        },
    }
}

/// A sum in yuan as people read it; what is no number stays as it is.
fn money(text: &str, lang: Lang) -> String {
    match text.parse() {
        Ok(yuan) => number::with_unit(&Cell::Number(yuan), Unit::Yuan, lang),
        Err(_) => text.to_owned(),
    }
}

/// A value on one line, of bounded length, without the mark that quotes it.
pub(super) fn quotable(text: &str) -> String {
    let clean = |c: char| match c {
        '`' => '\'',
        c if c.is_control() => ' ',
        c => c,
    };
    let mut short: String = text.chars().take(LONGEST_VALUE).map(clean).collect();
    if text.chars().nth(LONGEST_VALUE).is_some() {
        short.push('…');
    }
    short
}

#[expect(clippy::too_many_lines, reason = "a closed list with one entry per code")]
fn wording(code: Code) -> Wording {
    match code {
        // Details: the column of the same kind that was read.
        Code::UnknownColumn => Wording {
            title: ("未识别的列", "unknown column"),
            message: (
                "列 `{text}` 不是已知的列，未读取[；同类内容已从列 `{0}` 读取]",
                "column `{text}` is not known and was not read[; such content was read from column `{0}`]",
            ),
            hint: (
                "如需使用该列，把表头单元格改为模板中的列名（`liantu template` 可生成模板）；否则可忽略",
                "to use the column, type a heading of the template into its header cell (`liantu template` writes one); otherwise ignore this",
            ),
        },
        Code::ForeignCurrency => Wording {
            title: ("外币金额", "foreign currency"),
            message: (
                "金额 `{text}` 是外币，数据中没有汇率，按缺失处理",
                "amount `{text}` is in a foreign currency and there is no rate; it counts as missing",
            ),
            hint: (
                "按合同或年均汇率折成人民币后填写，如 `3600万元`",
                "convert it to yuan at the contract's or the year's rate and type for instance `3600万元`",
            ),
        },
        Code::BadDate => Wording {
            title: ("日期无法识别", "bad date"),
            message: ("日期 `{text}` 无法识别，未使用", "date `{text}` cannot be read and was not used"),
            hint: ("填写为 `2024-09-30` 的形式", "type it as `2024-09-30`"),
        },
        // Text: a buyer that only ledgers name. Details: how many buyers, where none of the data set has a place.
        Code::MissingPlace => Wording {
            title: ("企业没有所在地", "firm without a place"),
            message: (
                "企业[ `{text}`][（全部 {0} 家采购方）]没有填写生产地、园区、统计地、注册地或采购方所在地，供货与采购的远近无法判定",
                "no place of production, zone, place of counting, registered office or place of the buyer is given[ for firm `{text}`][ for any of the {0} buyers]; near or far cannot be told",
            ),
            hint: (
                "在 `企业` 表的 `生产地` 或采购行的 `采购方所在地` 中填写县（市、区），如 `安徽省宿州市泗县`",
                "type the county of its plant into `生产地` of the firm or `采购方所在地` of its purchases, such as `安徽省宿州市泗县`",
            ),
        },
        // Details: the nearest kind of sheet, the columns it lacks.
        Code::UnknownSheet => Wording {
            title: ("未识别的工作表", "unknown sheet"),
            message: (
                "工作表 `{sheet}` 不是已知的类型，未读取[；最接近 `{0}` 表][，缺少列 `{1}`]",
                "sheet `{sheet}` is of no known kind and was not read[; it comes nearest to `{0}`][ but lacks `{1}`]",
            ),
            hint: (
                "如需使用该表，把工作表改名为模板中的名称，如 `采购`、`企业`、`产业链`；否则可忽略",
                "to use it, rename the sheet to a name of the template such as `purchases`, `firms` or `chains`; otherwise ignore this",
            ),
        },
        Code::EmptySheet => Wording {
            title: ("空工作表", "empty sheet"),
            message: ("工作表 `{sheet}` 没有数据行", "sheet `{sheet}` has no data rows"),
            hint: ("在表头下方填入数据，或删除该工作表", "type data below the header row, or delete the sheet"),
        },
        // Details: name of the column.
        Code::MissingColumn => Wording {
            title: ("缺少必需的列", "missing column"),
            message: (
                "工作表 `{sheet}` 缺少必需的列[ `{0}`]，整表搁置",
                "sheet `{sheet}` lacks a required column[, `{0}`,] and was set aside",
            ),
            hint: (
                "打开该表，在表头行增加此列（列名见模板）并填写各行",
                "open the sheet, add the column to its header row (named as in the template) and fill it in",
            ),
        },
        Code::TitleRow => Wording {
            title: ("标题行", "title row"),
            message: (
                "表头上方的行[ `{text}`] 按标题处理，未作为数据",
                "the row above the header[, `{text}`,] was taken for a title, not for data",
            ),
            hint: (
                "无需修改；若确为数据，把它移到表头行下方",
                "nothing to change; if it is data, move it below the header row",
            ),
        },
        Code::TotalRow => Wording {
            title: ("合计行", "total row"),
            message: (
                "合计或小计行[ `{text}`] 未作为数据",
                "the total or subtotal row[ `{text}`] was not read as data",
            ),
            hint: (
                "无需修改；若确为一行数据，把首个单元格中的 `合计`、`小计` 字样改为实际名称",
                "nothing to change; if it is a data row, type its real name where the cell says total",
            ),
        },
        Code::NoteRow => Wording {
            title: ("注释或示例行", "note or example row"),
            message: (
                "表格的注释或示例行[ `{text}`] 未作为数据",
                "the note or example[ `{text}`] was not read as data",
            ),
            hint: (
                "无需修改；若确为数据，补齐该行的必填单元格",
                "nothing to change; if it is data, fill in the row's required cells",
            ),
        },
        // Details: the unit assumed.
        Code::DefaultUnit => Wording {
            title: ("未注明单位", "unit assumed"),
            message: (
                "列[ `{column}`] 的表头和单元格都没有单位，按[ `{0}`] 默认单位读取",
                "neither heading nor cells of[ `{column}`] the column carry a unit; the default[, `{0}`,] was used",
            ),
            hint: (
                "在表头中写明单位，如 `采购额(万元)`；或在 `说明` 表的 `金额单位` 中填写默认单位",
                "type the unit into the heading, such as `amount (10k CNY)`, or the default into `default unit` of the sheet `about`",
            ),
        },
        Code::BadNumber => Wording {
            title: ("无法读取的数字", "unreadable number"),
            message: ("[列 `{column}` 的]内容 `{text}` 不是数字", "`{text}`[ in column `{column}`] is not a number"),
            hint: (
                "打开该单元格，只填数字，可带单位，如 `3000` 或 `1.2亿`；不公开的填 `*`",
                "open the cell and type a number, with a unit if need be, such as `3000` or `12 million`; type `*` if undisclosed",
            ),
        },
        Code::BadYear => Wording {
            title: ("无法读取的年份", "unreadable year"),
            message: ("[列 `{column}` 的]内容 `{text}` 不是年份", "`{text}`[ in column `{column}`] is not a year"),
            hint: (
                "打开该单元格，填四位年份，如 `2024`",
                "open the cell and type a year of four digits, such as `2024`",
            ),
        },
        Code::BadFlag => Wording {
            title: ("无法读取的是否", "unreadable yes or no"),
            message: (
                "[列 `{column}` 的]内容 `{text}` 既不是“是”也不是“否”，按空白处理",
                "`{text}`[ in column `{column}`] is neither yes nor no; it was taken as blank",
            ),
            hint: ("打开该单元格，填 `是` 或 `否`", "open the cell and type `yes` or `no`"),
        },
        // Details: the entry, when the cell is a list.
        Code::BadChoice => Wording {
            title: ("不在选项之内", "not among the choices"),
            message: (
                "[列 `{column}` 的]内容 `{text}`[ 中的 `{0}`] 不在选项之内，按空白处理",
                "[`{0}` of ]`{text}`[ in column `{column}`] is not among the choices; it was taken as blank",
            ),
            hint: (
                "打开该单元格，从模板的下拉选项中选一项填写",
                "open the cell and type one of the choices that the template's drop-down list shows",
            ),
        },
        Code::CellError => Wording {
            title: ("单元格公式出错", "spreadsheet error"),
            message: (
                "[列 `{column}` 的]单元格显示公式错误 `{text}`",
                "the cell[ in column `{column}`] holds the spreadsheet error `{text}`",
            ),
            hint: (
                "打开该单元格，修正公式，或直接填入数值",
                "open the cell and repair its formula, or type the value itself",
            ),
        },
        Code::MissingCell => Wording {
            title: ("必填单元格为空", "required cell is blank"),
            message: (
                "必填单元格[ `{column}`] 为空，该行搁置",
                "a required cell[, `{column}`,] is blank; the row was set aside",
            ),
            hint: (
                "打开该行，填写该列；可在 `rejects.xlsx` 中改正后重新读入",
                "open the row and fill in the cell; rows in `rejects.xlsx` can be corrected and read again",
            ),
        },
        Code::MissingAmount => Wording {
            title: ("金额为空", "missing amount"),
            message: (
                "金额为空；采购计入笔数，配套率以上下限给出",
                "the amount is blank; the purchase is counted and the rates become bounds",
            ),
            hint: (
                "打开该单元格，填写金额；确不公开的填 `*`",
                "open the cell and type the amount; type `*` if it is undisclosed",
            ),
        },
        Code::UndisclosedAmount => Wording {
            title: ("金额未披露", "undisclosed amount"),
            message: (
                "金额标为不公开（`{text}`）；该行计入笔数，配套率以上下限给出",
                "the amount is marked undisclosed (`{text}`); the row counts as a purchase and the rates become bounds",
            ),
            hint: (
                "如能取得金额，打开该单元格填写；否则无需修改",
                "type the amount into the cell if it can be had; otherwise leave it",
            ),
        },
        Code::ZeroAmount => Wording {
            title: ("金额为零", "zero amount"),
            message: ("金额为零", "the amount is zero"),
            hint: (
                "确为零则无需修改；若表示不知道，请把单元格清空",
                "leave it if it is zero indeed; clear the cell if it means unknown",
            ),
        },
        Code::NegativeAmount => Wording {
            title: ("金额为负", "negative amount"),
            message: (
                "金额 `{text}` 为负，按退货或冲销与同一供需关系、同一年份的金额相抵",
                "the amount `{text}` is negative; it was netted against the same link and year as a return",
            ),
            hint: (
                "确为退货或冲销则无需修改；否则打开该单元格去掉负号",
                "leave it if it is a return; otherwise open the cell and delete the minus sign",
            ),
        },
        // Details: the net amount.
        Code::NegativeLink => Wording {
            title: ("冲销多于采购", "returns exceed purchases"),
            message: (
                "该供需关系当年冲销多于采购[（净额 {0}）]，按零计",
                "returns exceed the purchases of this link and year[ (net {0})]; it was set to zero",
            ),
            hint: (
                "核对该采购方、供应商和产品当年的各行，补上被冲销的原采购行",
                "check this buyer's, supplier's and product's rows of the year and add the purchase that was reversed",
            ),
        },
        Code::UnknownPlace => Wording {
            title: ("未知的地点", "unknown place"),
            message: ("地点 `{text}` 无法对应到任何行政区划或园区", "`{text}` matches no division and no zone"),
            hint: (
                "打开该单元格，填六位行政区划代码或全称，如 `341323` 或 `安徽省宿州市灵璧县`；园区请先列入 `园区` 表",
                "open the cell and type a division code of six digits or the full name, such as `341323`; list a zone in the sheet `zones` first",
            ),
        },
        // Details: the candidates.
        Code::AmbiguousPlace => Wording {
            title: ("地点有歧义", "ambiguous place"),
            message: (
                "地点 `{text}` 可能有多种理解[：{all}]，未作猜测",
                "`{text}` could be several places[: {all}]; none was guessed",
            ),
            hint: (
                "打开该单元格，写明省、市，如 `北京市朝阳区`，或填六位行政区划代码",
                "open the cell and type the province and city as well, or the division code of six digits",
            ),
        },
        // Details: the former code or name, the division of 2024.
        Code::PartialPlace => Wording {
            title: ("地点只认出一部分", "place understood in part"),
            message: (
                "地点 `{text}` 只认到[ `{0}`][；`{1}` 不是其下的区划]，县（市、区）按未知处理",
                "`{text}` was understood only as far as[ `{0}`][; `{1}` is no division in it]; the county counts as unknown",
            ),
            hint: (
                "打开该单元格，核对县（市、区）名称，如 `安徽省宿州市泗县`，或填六位行政区划代码",
                "open the cell and check the name of the county, such as `安徽省宿州市泗县`, or type the division code of six digits",
            ),
        },
        Code::FormerPlace => Wording {
            title: ("旧区划", "former division"),
            message: (
                "`{text}` 是旧的区划名称或代码，已对应到 2024 年区划[ `{1}`]",
                "`{text}` is a former division; it was taken as its division of 2024[, `{1}`]",
            ),
            hint: (
                "无需修改；如需一致，可在该单元格填现行名称或代码",
                "nothing to change; type the present name or code into the cell if you want it uniform",
            ),
        },
        // Details: the divisions of 2024.
        Code::SplitPlace => Wording {
            title: ("已拆分的旧区划", "divided former division"),
            message: (
                "旧区划 `{text}` 已拆分[为 {all}]，无法判定属于哪一部分",
                "the former division `{text}` was divided[ into {all}]; which part is meant is open",
            ),
            hint: (
                "打开该单元格，填现行的区划名称或六位代码",
                "open the cell and type the present division's name or its code of six digits",
            ),
        },
        Code::UnknownCode => Wording {
            title: ("不存在的区划代码", "unknown division code"),
            message: (
                "区划代码 `{text}` 现在和过去都不存在",
                "the division code `{text}` exists neither now nor before",
            ),
            hint: (
                "打开该单元格，核对六位代码（GB/T 2260），或改填地名全称",
                "open the cell and check the six digits (GB/T 2260), or type the full name of the place",
            ),
        },
        Code::BadCoordinate => Wording {
            title: ("坐标有误", "bad coordinates"),
            message: ("坐标 `{text}` 超出范围，未使用", "the coordinates `{text}` are out of range and were not used"),
            hint: (
                "打开经度、纬度单元格，经度填 73–136、纬度填 3–54 的十进制度数，并核对两者是否填反",
                "open the longitude and latitude cells, type decimal degrees (73 to 136 and 3 to 54), and check that they are not swapped",
            ),
        },
        Code::UnlistedFirm => Wording {
            title: ("企业表中没有的企业", "unlisted firm"),
            message: (
                "企业 `{text}` 不在 `企业` 表中，已按此处登记",
                "firm `{text}` is not in the sheet `firms`; it was entered from here",
            ),
            hint: (
                "如需统计其所在地和资质，在 `企业` 表增加一行；若是已有企业的别称，填入该企业的 `别名`",
                "add a row to the sheet `firms` to give its place and qualifications, or type the name under `aliases` of the firm it belongs to",
            ),
        },
        // Details: the candidates.
        Code::AmbiguousFirm => Wording {
            title: ("企业名称有歧义", "ambiguous firm"),
            message: (
                "名称 `{text}` 可能是多家企业[：{all}]，未作猜测",
                "`{text}` could be several firms[: {all}]; none was guessed",
            ),
            hint: (
                "打开该单元格，改填统一社会信用代码或企业全称",
                "open the cell and type the credit code or the full name of the firm",
            ),
        },
        // Details: the other value, the other row.
        // The other name, where it stands, the reason, the id of the pair.
        Code::MergedFirm => Wording {
            title: ("合并企业", "firms taken for one"),
            message: (
                "`{text}`[ 与 {1} 的 `{0}`] 视为同一家企业[（{reason}；编号 {3}）]",
                "`{text}` was taken for[ `{0}` at {1}, which is] the same firm[ ({reason}; id {3})]",
            ),
            hint: (
                "如不是同一家，运行 `liantu decide 数据 --answer 编号=different`",
                "if they are two firms, run `liantu decide DATA --answer ID=different`",
            ),
        },
        // The other name, where it stands, the reason, the id of the pair.
        Code::DoubtfulFirm => Wording {
            title: ("疑似同一企业", "perhaps one firm"),
            message: (
                "`{text}`[ 与 {1} 的 `{0}`] 可能是同一家企业[（{reason}；编号 {3}）]，暂按两家计",
                "`{text}` may be the same firm[ as `{0}` at {1}][ ({reason}; id {3})]; they count as two until decided",
            ),
            hint: (
                "运行 `liantu decide 数据 --answer 编号=same`（或 different）；答过的不再提问",
                "run `liantu decide DATA --answer ID=same` (or different); what is answered is not asked again",
            ),
        },
        // The names; the text holds the ids.
        Code::ContradictoryDecision => Wording {
            title: ("决定相互矛盾", "contradictory decisions"),
            message: (
                "编号 `{text}` 的决定相互矛盾或与信用代码矛盾[（{all}）]，均未采用；信用代码不同即为两家",
                "the decisions `{text}` contradict each other or a credit code[ ({all})]; none was followed, two codes are two firms",
            ),
            hint: (
                "用 `liantu decide 数据 --undo 编号` 撤回其中之一，或改答",
                "take one back with `liantu decide DATA --undo ID`, or answer it otherwise",
            ),
        },
        // Details: the texts; the text is the product.
        Code::UnknownDecision => Wording {
            title: ("决定中的产品不存在", "decision for an unknown product"),
            message: (
                "产业链和台账里都没有产品 `{text}`，归入它的决定[（写法 {all}）]未采用",
                "no chain and no ledger has the product `{text}`; the decisions for it[ (texts {all})] were not followed",
            ),
            hint: (
                "在 decisions.toml 中把 product 改为产业链里的产品名称，或在 `产业链` 表中加上这种产品",
                "name a product of a chain in decisions.toml, or add the product to the sheet `产业链`",
            ),
        },
        // Details: the name that stands, its row.
        Code::FormerName => Wording {
            title: ("同码异名", "another name of one firm"),
            message: (
                "信用代码相同，`{text}` 记为[ `{0}`][（第 {1} 行）]同一家企业的曾用名或别名",
                "one credit code: `{text}` was kept as a former or other name of[ `{0}`][ (row {1}),] the same firm",
            ),
            hint: (
                "无需修改；若是两家企业，请核对两行的信用代码",
                "nothing to change; if they are two firms, check the credit codes of both rows",
            ),
        },
        Code::ConflictingFirm => Wording {
            title: ("企业信息不一致", "conflicting firm"),
            message: (
                "同一企业的两行信息不一致：`{text}`[ 与 `{0}`][（第 {1} 行）]",
                "two rows describe one firm differently: `{text}`[ and `{0}`][ (row {1})]",
            ),
            hint: (
                "打开这两行，统一名称和地点；若是两家企业，请填不同的信用代码或企业ID",
                "open both rows and make name and place agree; if they are two firms, give each its own credit code or firm id",
            ),
        },
        Code::BadCreditCode => Wording {
            title: ("信用代码有误", "bad credit code"),
            message: (
                "统一社会信用代码 `{text}` 未通过校验（GB 32100）",
                "the credit code `{text}` fails the check of GB 32100",
            ),
            hint: (
                "打开该单元格，对照营业执照重填 18 位代码；没有代码的请填 `企业ID`",
                "open the cell and type the 18 characters of the business licence; use `firm_id` for a firm without a code",
            ),
        },
        // Details: the code as used.
        Code::RepairedCreditCode => Wording {
            title: ("信用代码已规范", "credit code repaired"),
            message: (
                "统一社会信用代码 `{text}` 的全角或小写字符已规范[为 `{0}`]",
                "width or case of the credit code `{text}` was repaired[ to `{0}`]",
            ),
            hint: ("无需修改", "nothing to change"),
        },
        // Details: the six digits.
        Code::UnknownRegistry => Wording {
            title: ("登记机关区划不明", "unknown registry"),
            message: (
                "信用代码 `{text}` 的登记机关行政区划码[ `{0}`] 现在和以前都不存在",
                "the division of the registering authority[ `{0}`] in `{text}` exists neither now nor before",
            ),
            hint: (
                "对照营业执照核对代码第 3 至 8 位；代码仍按原样使用",
                "compare characters 3 to 8 with the business licence; the code was used as it is",
            ),
        },
        Code::UnlistedProduct => Wording {
            title: ("产业链表中没有的产品", "unlisted product"),
            message: ("产品 `{text}` 不在数据的任何产业链中", "product `{text}` is in no chain of the data set"),
            hint: (
                "在 `产业链` 表增加该产品，或把这一叫法填入已有产品的 `同义词`",
                "add the product to the sheet `chains`, or type this name under `synonyms` of the product it belongs to",
            ),
        },
        // Details: the product, the name of it found in the text.
        Code::MatchedProduct => Wording {
            title: ("自动归类的产品", "product matched by its name"),
            message: (
                "产品 `{text}` 按其中的 `{1}` 自动归入 `{0}`",
                "product `{text}` was taken for `{0}`, for it ends with `{1}`",
            ),
            hint: (
                "若归错，在 `decisions.toml` 的 `product` 表中加一条，写明 text、product 和 answer = `different`",
                "if that is wrong, add an entry with text, product and answer = `different` to the `product` list of `decisions.toml`",
            ),
        },
        // Details: the candidates, likeliest first.
        Code::AmbiguousProduct => Wording {
            title: ("待确认的产品", "product to be confirmed"),
            message: (
                "产品 `{text}` 可能是[：{all}]，未自动归类",
                "product `{text}` may be one of these[: {all}]; none was guessed",
            ),
            hint: (
                "用 `liantu decide` 列出待定产品，以 `--answer 编号=same` 或 `different` 回答",
                "`liantu decide` lists the open texts; answer with `--answer ID=same` or `different`",
            ),
        },
        Code::BlankProduct => Wording {
            title: ("产品为空", "blank product"),
            message: (
                "产品为空；该行计入总额，但不计入任何产品",
                "the product is blank; the row counts in totals but for no product",
            ),
            hint: ("打开该单元格，填写产品名称", "open the cell and type the name of the product"),
        },
        // Details: the other row, as a number or as file, sheet and number.
        Code::DuplicateRow => Wording {
            title: ("重复行", "duplicate row"),
            message: (
                "该行与另一行[（行号 {0}）]相同，只保留一行",
                "the row repeats another[ at row {0}]; one was kept",
            ),
            hint: (
                "若误填两次，删除一行；若确为两笔采购，在 `合同号` 列填不同的合同号",
                "delete one of the two; if they are two purchases, type different numbers under `contract`",
            ),
        },
        // Details: where the better report stands, what it tells and what this one tells, in yuan.
        Code::ConflictingAmount => Wording {
            title: ("金额不一致", "conflicting amounts"),
            message: (
                "两个来源的金额不一致：此处 `{text}`[（{2¥}）][，`{0}`][ 为 {1¥}]；采用来源较可靠的后者",
                "two sources disagree on this link: `{text}`[ ({2¥})] here[, `{0}`][ says {1¥}]; the latter, of the better source, was used",
            ),
            hint: (
                "核对发票或合同，打开有误的单元格改正金额，或删除该行",
                "check the invoice or the contract, then open the wrong cell and correct its amount, or delete the row",
            ),
        },
        // Details: the total used, the total of this row, the row of the total used.
        Code::ConflictingTotal => Wording {
            title: ("采购总额不一致", "conflicting totals"),
            message: (
                "同一采购方、产品和年份申报了两个总额：`{text}`[ 与第 {2} 行的 `{0}`]，采用后者",
                "two totals are declared for one buyer, product and year: `{text}`[ and `{0}` in row {2}]; the latter was used",
            ),
            hint: (
                "打开 `采购总额` 表，只保留正确的一行",
                "open the sheet `purchase_totals` and keep the right row only",
            ),
        },
        // Details: the value that stands, where it stands.
        Code::ConflictingRecord => Wording {
            title: ("同一记录前后不一", "conflicting records"),
            message: (
                "同一项目快照、集群、指标、目标或产品的两行不一致：`{text}`[ 与 `{0}`][（{1}），采用后者]",
                "two rows describe one project snapshot, cluster, indicator, target or product differently: `{text}`[ and `{0}`][ ({1}); the latter was used]",
            ),
            hint: (
                "打开这两行，只保留正确的一行；若是两个项目，请填不同的编号",
                "open both rows and keep the right one; if they are two projects, give each its own number",
            ),
        },
        // Details: the numbers.
        Code::AmbiguousProject => Wording {
            title: ("项目名称有歧义", "ambiguous project"),
            message: (
                "项目 `{text}` 未填编号，而同名项目有几个编号[：{all}]，该行搁置",
                "project `{text}` has no number, and several numbers bear the name[: {all}]; the row was set aside",
            ),
            hint: ("在该行的 `编号` 中填写项目编号", "type the project's number into `project_id` of the row"),
        },
        // Details: heading of the other cell, its value.
        Code::DateOrder => Wording {
            title: ("日期或阶段矛盾", "contradicting dates"),
            message: (
                "`{column}` 为 `{text}`[，与 `{0}`][ `{1}` 矛盾]；两者都保留，未作改动",
                "`{column}` is `{text}`[, which contradicts `{0}`][, `{1}`]; both were kept as they are",
            ),
            hint: (
                "核对该项目的阶段与签约、开工、投产日期，改正其中一个",
                "check stage and dates of signing, start and opening of the project and correct one of them",
            ),
        },
        // Details: the sum of the items, the declared total.
        Code::TotalExceeded => Wording {
            title: ("明细超过总额", "purchases exceed the total"),
            message: (
                "`{text}` 的采购明细合计[ {0¥}]超过申报的采购总额[ {1¥}]",
                "the itemised purchases of `{text}`[, {0¥},] exceed the declared total[, {1¥}]",
            ),
            hint: (
                "核对 `采购` 表各行与 `采购总额` 单元格的金额和单位，改正其中有误的一个",
                "check amounts and units of the rows in `purchases` and of the cell in `purchase_totals`, and correct the wrong one",
            ),
        },
        // Details: the sum of the items, the declared total.
        Code::TotalUnexplained => Wording {
            title: ("总额与明细不符", "total not explained"),
            message: (
                "`{text}` 的清单标为完整且金额无缺，但申报总额[ {1¥}]大于明细合计[ {0¥}]",
                "the list is declared complete and no amount is missing, yet the total of `{text}`[, {1¥},] exceeds the items[, {0¥}]",
            ),
            hint: (
                "补齐漏填的采购行，或把 `清单完整` 改为 `否`，或改正 `采购总额`",
                "add the purchases left out, or type `no` under `complete`, or correct the total",
            ),
        },
        Code::SelfSupply => Wording {
            title: ("自供", "self-supply"),
            message: (
                "采购方与供应商是同一企业[ `{text}`]，作为垂直一体化单列",
                "buyer and supplier are one firm[, `{text}`]; the purchase is kept apart as vertical integration",
            ),
            hint: (
                "确为自供则无需修改；否则打开 `供应商` 单元格改正",
                "leave it if the firm supplies itself; otherwise open the cell `supplier` and correct it",
            ),
        },
        // Details: paths of the plants.
        Code::SeveralPlants => Wording {
            title: ("多处生产地", "several plants"),
            message: (
                "该企业有多处生产地[：{all}]；采购行没有写发货地时，各处远近一致才判定，否则按来源不明处理",
                "the firm produces in several places[: {all}]; where a line does not say which one ships, it is near or far only if all are, else its place is unknown",
            ),
            hint: (
                "在采购行的 `来源地` 中填发货工厂所在地；工厂各自独立核算的，分别列为企业",
                "type the place of the shipping plant under `origin` of the line; list plants that keep their own books as firms of their own",
            ),
        },
        // Details: count of lines, yuan of those that are priced.
        Code::TraderOriginUnknown => Wording {
            title: ("贸易商供货、产地不明", "trader with unknown origin"),
            message: (
                "贸易商 `{text}` 有供货没有写来源地[（{0} 行，已计价 {1¥}）]；货物产地不明，按来源不明处理，不计入配套率的分子和分母",
                "the trader `{text}` sells without a place of origin[ in {0} lines, {1¥} of them priced]; where the goods were made is unknown, so they are in neither numerator nor denominator",
            ),
            hint: (
                "问清产地，填入这些采购行的 `来源地`；若按贸易商所在地计，用 --trader-as-origin",
                "ask where the goods are made and type it under `origin` of these lines; --trader-as-origin counts the trader's place",
            ),
        },
        // Details: count of lines, yuan of those that are priced.
        Code::PossibleTrader => Wording {
            title: ("可能是贸易商", "perhaps a trader"),
            message: (
                "供应商 `{text}` 的名称像贸易商[，供货 {0} 行、已计价 {1¥}]；目前按生产企业、以其所在地为产地",
                "the name of the supplier `{text}` reads like a trader's[; it sells in {0} lines, {1¥} of them priced]; it counts as a maker, and its place as the origin",
            ),
            hint: (
                "若是贸易商，在 `企业` 表该行的 `角色` 中填 `贸易商`，并在采购行的 `来源地` 中填产地",
                "if it is one, type `trader` under `role` of its row in the sheet `firms`, and the place of production under `origin` of its lines",
            ),
        },
        Code::HeadquartersPlace => Wording {
            title: ("以注册地代替生产地", "place of registration used"),
            message: (
                "没有生产地，以注册地[ `{text}`] 代替",
                "no place of production is given; the place of registration[, `{text}`,] was used",
            ),
            hint: (
                "在 `企业` 表该行的 `生产地` 中填写工厂所在地",
                "type the place of the plant under `produced_at` of its row in the sheet `firms`",
            ),
        },
        // Details: the products of the circle, in order.
        Code::CircularInputs => Wording {
            title: ("投入关系成环", "circular inputs"),
            message: ("产品的投入关系成环[：{all}]", "the inputs of products form a circle[: {all}]"),
            hint: (
                "若为循环利用则无需修改；否则打开 `投入` 表，删除方向填反的一行",
                "leave it if the material is recycled; otherwise open the sheet `inputs` and delete the row whose direction is wrong",
            ),
        },
        Code::UnknownIndustry => Wording {
            title: ("未知的行业代码", "unknown industry code"),
            message: ("行业代码 `{text}` 不在 GB/T 4754-2017 中", "GB/T 4754-2017 has no industry code `{text}`"),
            hint: (
                "打开该单元格，填国民经济行业分类代码，如 `C3451`",
                "open the cell and type a code of that standard, such as `C3451`",
            ),
        },
        Code::UnknownChain => Wording {
            title: ("未知的产业链", "unknown chain"),
            message: (
                "产业链 `{text}` 既不在 `产业链` 表中，也不是内置模板",
                "chain `{text}` is neither in the sheet `chains` nor a template",
            ),
            hint: (
                "打开该单元格改正名称（`liantu chain list` 列出模板），或在 `产业链` 表中增加该链",
                "open the cell and correct the name (`liantu chain list` shows the templates), or add the chain to the sheet `chains`",
            ),
        },
        Code::RaggedRow => Wording {
            title: ("列数不符", "ragged row"),
            message: (
                "该行的单元格多于表头，或引号不成对",
                "the row has more cells than the header, or a broken quote",
            ),
            hint: (
                "打开该行，核对多出的单元格；文本文件中含逗号的内容请加英文双引号",
                "open the row and check the cells beyond the header; in a text file put double quotes around a value with a comma",
            ),
        },
        // Details: the encoding.
        Code::BadBytes => Wording {
            title: ("编码有误", "bad bytes"),
            message: (
                "文件中有不符合编码[ `{0}`] 的字符，显示为 `�`",
                "the file holds bytes that are not valid[ `{0}`] text; they show as `�`",
            ),
            hint: (
                "用表格软件打开该文件，改正乱码后另存为 UTF-8 编码的 CSV 或 xlsx",
                "open the file in a spreadsheet, correct the garbled cells and save it as UTF-8 csv or xlsx",
            ),
        },
        // Details: the value that stands, where it stands.
        Code::ConflictingAbout => Wording {
            title: ("说明互相矛盾", "contradicting descriptions"),
            message: (
                "`说明` 中同一项有两个不同的值：`{text}` 未采用[，采用 `{0}`][（{1}）]",
                "the sheet `about` says two things of one key: `{text}` was not used[, `{0}` was][ ({1})]",
            ),
            hint: (
                "打开 `说明` 表，只保留正确的一行；库中有几个数据集时，以后导入的为准",
                "open the sheet `about` and keep the correct row; of several data sets in a library the one imported last rules",
            ),
        },
        // Details: the answer that stands, the one that gave way.
        Code::ConflictingDecision => Wording {
            title: ("判定互相矛盾", "contradicting decisions"),
            message: (
                "对 `{text}` 有两个不同的判定[：采用后导入的 `{0}`][，未采用 `{1}`]",
                "two decisions about `{text}` contradict each other[: `{0}`, imported later, was used][, `{1}` was not]",
            ),
            hint: (
                "核对后改正数据集的 `decisions.toml`，再导入一次",
                "check it, correct the `decisions.toml` of the data set and import it again",
            ),
        },
        Code::BuyerWithoutPurchases => Wording {
            title: ("没有采购记录的链主", "leader without purchases"),
            message: (
                "链主或龙头企业 `{text}` 没有采购记录，其配套率没有分母",
                "leader `{text}` has no purchase line; its rate has no denominator",
            ),
            hint: ("在 `采购` 表中补充该企业的采购行", "add the firm's purchases to the sheet `purchases`"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{hint, message, title};
    use crate::issue::{Code, Issue, Origin};
    use crate::report::words::Lang;

    #[test]
    fn every_code_is_worded_in_both_languages() {
        for &code in Code::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let bare = Issue::new(code, Origin::default(), "");
                let full = Issue::new(code, Origin::default(), "x").with("one").with("two").with("three");
                for text in [title(code, lang), hint(code, lang), &message(&bare, lang), &message(&full, lang)] {
                    assert!(!text.trim().is_empty(), "{code} {lang:?}");
                    assert!(!text.contains(['{', '}', '[', ']']), "{code}: {text}");
                    assert!(!text.contains("  ") && !text.ends_with(['.', '。']), "{code}: {text}");
                    assert!(
                        lang == Lang::Zh || !text.starts_with(|c: char| c.is_uppercase()) || text.starts_with("GB")
                    );
                }
            }
            assert!(title(code, Lang::Zh) != title(code, Lang::En), "{code}");
        }
    }

    #[test]
    fn optional_parts_vanish_without_their_value() {
        let bare = Issue::new(Code::AmbiguousPlace, Origin::default(), "朝阳区");
        assert_eq!(message(&bare, Lang::En), "`朝阳区` could be several places; none was guessed");
        let told = bare.with("110105").with("220104");
        assert_eq!(message(&told, Lang::Zh), "地点 `朝阳区` 可能有多种理解：110105、220104，未作猜测");
    }

    #[test]
    fn values_are_never_read_as_patterns() {
        let issue = Issue::new(Code::UnknownPlace, Origin::default(), "{0}`[x]\n").with("secret");
        assert_eq!(message(&issue, Lang::En), "`{0}'[x] ` matches no division and no zone");
    }

    #[test]
    fn long_values_are_cut() {
        let issue = Issue::new(Code::UnknownPlace, Origin::default(), "长".repeat(300));
        assert!(message(&issue, Lang::Zh).chars().count() < 120);
    }
}
