//! Headings to fields: Chinese name, English name, and the synonyms that offices really use.
//!
//! [`SHEETS`] is data: the reader matches by it, the template is written from it and the docs are generated from it.
//! A heading is matched after folding width and case and after taking off white space, numbering, brackets,
//! units and a year; what the brackets hold is tried first (`供应商(所在地)` is a place, `采购额(不含税)` an amount).

use crate::ingest::normalise::name::{key, simplified};
use crate::ingest::table::MoneyUnit;
use crate::model::Year;
use std::collections::HashMap;
use std::sync::LazyLock;

mod sheets;
mod unit;

pub use sheets::SHEETS;
pub(super) use unit::{figure_unit, money_unit, plain_money, sheet_unit};

/// Kind of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetKind {
    /// 说明.
    About,
    /// 企业.
    Firms,
    /// 企业年度.
    FirmYears,
    /// 产业链.
    Chains,
    /// 投入.
    Inputs,
    /// 产能.
    Makes,
    /// 采购.
    Purchases,
    /// 采购总额.
    PurchaseTotals,
    /// 园区.
    Zones,
    /// 区域.
    Regions,
    /// 项目.
    Projects,
    /// 人才.
    Talents,
    /// 集群.
    Clusters,
    /// 指标.
    Indicators,
    /// 目标.
    Targets,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// A field of some sheet; one meaning across sheets.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $name,)+ }

        impl Field {
            /// Every field, in the order of declaration.
            pub const ALL: &'static [Field] = &[$(Field::$name,)+];
        }
    };
}

fields! {
    /// 键 of 说明.
    Key,
    /// 值 of 说明.
    Value,
    /// 统一社会信用代码.
    CreditCode,
    /// 企业ID.
    FirmId,
    /// 企业名称, or the firm of a 产能 or 企业年度 row.
    Firm,
    /// 别名.
    Aliases,
    /// 注册地.
    RegisteredAt,
    /// 生产地.
    ProducedAt,
    /// 统计地.
    CountedAt,
    /// 园区 of a firm, name of a 园区 or 区域 row is [`Field::Name`].
    Zone,
    /// 经度.
    Longitude,
    /// 纬度.
    Latitude,
    /// 行业代码.
    Industry,
    /// 角色.
    Role,
    /// 产业链: of a firm (several), or of a 产业链 row.
    Chain,
    /// 资质.
    Qualifications,
    /// 规模.
    Size,
    /// 集团.
    Group,
    /// 联系人.
    Contact,
    /// 年份.
    Year,
    /// 营业收入.
    Revenue,
    /// 产值 of 企业年度, 产量产值 of 产能.
    Output,
    /// 营业成本.
    Cost,
    /// 研发费用.
    Research,
    /// 从业人员.
    Employees,
    /// 发明专利.
    Patents,
    /// 税收.
    Tax,
    /// 用地.
    Land,
    /// 用能.
    Energy,
    /// 环节.
    Segment,
    /// 产品.
    Product,
    /// 产品ID.
    ProductId,
    /// 位置.
    Position,
    /// 层级.
    Order,
    /// 五基类别.
    BaseClass,
    /// 最小经济规模.
    MinimumScale,
    /// 关键.
    Essential,
    /// 同义词.
    Synonyms,
    /// 投入品.
    Input,
    /// 成本占比.
    CostShare,
    /// 必需.
    Required,
    /// 产能.
    Capacity,
    /// 富余产能.
    Spare,
    /// 外销承诺.
    Committed,
    /// 在建.
    UnderConstruction,
    /// 采购方.
    Buyer,
    /// 供应商.
    Supplier,
    /// 来源地.
    OriginPlace,
    /// 采购额.
    Amount,
    /// 合同号.
    Contract,
    /// 来源.
    LinkSource,
    /// 采购方所在地.
    BuyerPlace,
    /// 供应商所在地.
    SupplierPlace,
    /// 采购总额.
    Total,
    /// 清单完整.
    Complete,
    /// Name of a 项目, 人才, 集群, 园区 or 区域 row.
    Name,
    /// 所在县 of a 园区 row.
    County,
    /// 相邻.
    Neighbours,
    /// 代码 or names of a 区域 row.
    Codes,
    /// 编号 of a 项目 row.
    ProjectNumber,
    /// 快照日期.
    SnapshotDate,
    /// 类型 of a 项目 row.
    ProjectKind,
    /// 阶段.
    Stage,
    /// 落地 of a 项目 row, 所在地 of a 人才 row.
    Place,
    /// 飞地.
    Enclave,
    /// 投资额.
    Investment,
    /// 到位资金.
    PaidIn,
    /// 签约日期.
    Signed,
    /// 开工日期.
    Started,
    /// 投产日期.
    Opened,
    /// 列统.
    Counted,
    /// 责任人.
    Responsible,
    /// 类别 of a 人才 row.
    Category,
    /// 领域.
    Specialty,
    /// 单位 of a 人才 row.
    Employer,
    /// 级别 of a 集群 row.
    ClusterLevel,
    /// 范围.
    Scope,
    /// 面积.
    SquareKm,
    /// 认定日期.
    Recognised,
    /// 县级领导, the first of 六个一.
    Official,
    /// 服务专班.
    TaskForce,
    /// 招商团队.
    RecruitmentTeam,
    /// 专项规划.
    Plan,
    /// 链主企业.
    Leaders,
    /// 优惠政策.
    Policy,
    /// 对象.
    Subject,
    /// 指标, or 度量 of a 目标 row.
    Indicator,
    /// 数值.
    Figure,
    /// 单位 of a figure.
    Unit,
    /// 基期.
    BaseYear,
    /// 基期值.
    Base,
    /// 目标年.
    TargetYear,
    /// 目标值.
    Target,
    /// 依据.
    Clause,
}

/// A sheet that users may hand in.
#[derive(Debug, Clone, Copy)]
pub struct SheetSpec {
    /// Its kind.
    pub kind: SheetKind,
    /// Chinese name, used by the template.
    pub name: &'static str,
    /// English name.
    pub english: &'static str,
    /// Other names.
    pub synonyms: &'static [&'static str],
    /// What one row is, Chinese.
    pub row: &'static str,
    /// What one row is, English.
    pub row_english: &'static str,
    /// Columns, in the template's order.
    pub columns: &'static [ColumnSpec],
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A text.
    Text,
    /// Several texts, separated by `;`.
    List,
    /// A place: code, path, address or zone.
    Place,
    /// Money; 万元 unless the heading or the cell says otherwise.
    Money,
    /// A share of one, or in percent when the heading says so.
    Share,
    /// A number in this unit; the empty unit is a bare number.
    Number(&'static str),
    /// A number in whatever unit the cell, the heading or the unit column names.
    Figure,
    /// A year.
    Year,
    /// A date.
    Date,
    /// 是 or 否.
    Flag,
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct ColumnSpec {
    /// Its field.
    pub field: Field,
    /// Chinese heading, without unit.
    pub heading: &'static str,
    /// English heading.
    pub english: &'static str,
    /// Other headings that mean nothing else in this sheet.
    pub synonyms: &'static [&'static str],
    /// General headings (`名称`, `金额`), taken only when no column has one of the names above.
    pub fallbacks: &'static [&'static str],
    /// Whether the sheet is useless without it.
    pub required: bool,
    /// What the cells hold.
    pub kind: ColumnKind,
    /// The closed list, when there is one.
    pub choices: &'static [&'static str],
    /// A cell of the template's example row.
    pub example: &'static str,
    /// A remark for whoever fills the column in; Chinese, a bar, English.
    pub note: &'static str,
}

/// What a heading says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heading {
    /// The field.
    pub field: Field,
    /// The unit of money, when the field may be money and the heading names one.
    pub unit: Option<MoneyUnit>,
    /// Whether the heading says percent.
    pub percent: bool,
    /// The year, when the heading names one (`2024年采购额`).
    pub year: Option<Year>,
    /// How the heading was recognised: 0 by a name of its own, 1 by a general name.
    pub rank: u8,
}

/// The specification of a kind; every kind has one.
pub fn spec(kind: SheetKind) -> Option<&'static SheetSpec> {
    SHEETS.iter().find(|spec| spec.kind == kind)
}

/// Kind of the sheet or file with this name: numbers, dates, brackets and words such as 明细 or 台账 are tolerated.
///
/// ```
/// use liantu::ingest::mapping::{SheetKind, sheet_kind};
/// assert_eq!(sheet_kind("01_采购明细表（2024年）"), Some(SheetKind::Purchases));
/// assert_eq!(sheet_kind("采购总额"), Some(SheetKind::PurchaseTotals));
/// assert_eq!(sheet_kind("Sheet1"), None);
/// ```
pub fn sheet_kind(name: &str) -> Option<SheetKind> {
    named_spec(name).map(|(spec, _)| spec.kind)
}

/// Name of the template's sheet of instructions, which the reader passes over.
pub const GUIDE: &str = "填表说明";

/// Words that say nothing about a sheet's kind.
const NOISE: &[&str] = &[
    "副本",
    "copy",
    "final",
    "终稿",
    "定稿",
    "模板",
    "汇总表",
    "统计表",
    "情况表",
    "登记表",
    "明细表",
    "信息表",
    "数据表",
    "一览表",
    "调查表",
    "填报表",
    "汇总",
    "统计",
    "情况",
    "信息",
    "明细",
    "清单",
    "台账",
    "台帐",
    "名单",
    "名录",
    "数据",
    "列表",
    "表",
    "list",
    "data",
    "table",
    "sheet",
];

/// Sheet by name, and whether the name is one of the sheet's own (else it merely ends in one).
pub(super) fn named_spec(name: &str) -> Option<(&'static SheetSpec, bool)> {
    let names = || SHEETS.iter().flat_map(|spec| names(spec).map(move |name| (key(name).replace('_', ""), spec)));
    let exact = |text: &str| names().find(|(name, _)| name == text).map(|(_, spec)| spec);
    let mut text = bare_name(name);
    loop {
        if let Some(spec) = exact(&text) {
            return Some((spec, true));
        }
        match NOISE.iter().find_map(|word| text.strip_suffix(word)).filter(|rest| !rest.is_empty()) {
            Some(rest) => text = rest.to_owned(),
            None => break,
        }
    }
    let ending = names().filter(|(name, _)| !name.is_ascii() && text.ends_with(name.as_str()));
    ending.max_by_key(|(name, _)| name.len()).map(|(_, spec)| (spec, false))
}

fn names(spec: &'static SheetSpec) -> impl Iterator<Item = &'static str> {
    [spec.name, spec.english].into_iter().chain(spec.synonyms.iter().copied())
}

/// A sheet's name without brackets, numbering, dates and punctuation.
fn bare_name(name: &str) -> String {
    let (outside, _) = brackets(&key(name));
    let mut text = String::with_capacity(outside.len());
    let mut after_digit = false;
    for c in outside.chars() {
        let dated = after_digit && matches!(c, '年' | '度' | '月' | '日' | '季' | '期' | '号' | '版');
        if !(c.is_ascii_digit() || dated || c.is_ascii_punctuation() || matches!(c, '、' | '。' | '—' | '·' | '：'))
        {
            text.push(c);
        }
        // `2024年度`: the digit's words end with the first other character; a dash may join `1-9月`.
        after_digit = c.is_ascii_digit() || dated;
    }
    ["附件", "附表"].iter().find_map(|word| text.strip_prefix(word).map(str::to_owned)).unwrap_or(text)
}

/// Kind of a sheet with these headings, when its name says nothing: the kind whose required columns are all there
/// and which knows most of the headings, at least two.
///
/// ```
/// use liantu::ingest::mapping::{SheetKind, kind_by_headings};
/// assert_eq!(kind_by_headings(&["需方", "供方", "物料名称", "金额(元)"]), Some(SheetKind::Purchases));
/// assert_eq!(kind_by_headings(&["姓名", "电话"]), None);
/// ```
pub fn kind_by_headings(headings: &[&str]) -> Option<SheetKind> {
    let candidates = SHEETS.iter().filter_map(|spec| {
        let columns: Vec<_> =
            headings.iter().filter_map(|text| matching(spec, text)).map(|(column, _)| column).collect();
        let (known, missing) = (known(&columns), missing(spec, &columns));
        let general = headings
            .iter()
            .filter_map(|text| matching(spec, text))
            .any(|(column, heading)| column.required && heading.rank > 0);
        (missing.is_empty() && is_told_by_headings(spec, known, !general)).then_some((standing(spec, known), spec.kind))
    });
    candidates.max_by_key(|(standing, _)| *standing).map(|(_, kind)| kind)
}

/// Whether so many known headings tell a sheet without a name; `项目` and `内容` stand above anything, and what is merely
/// called `名称` is a firm's sooner than a project's or a person's. `sure`: every required heading is one of its own.
pub(super) fn is_told_by_headings(spec: &SheetSpec, known: usize, sure: bool) -> bool {
    use SheetKind::{About, Clusters, Indicators, Projects, Talents, Targets};
    let needs_own_names = matches!(spec.kind, Projects | Talents | Clusters | Indicators | Targets);
    known >= 2 && spec.kind != About && (sure || !needs_own_names)
}

/// Orders the sheets that fit: of two that know as many headings, the one that demands more is meant; then the ledger.
pub(super) fn standing(spec: &SheetSpec, known: usize) -> (usize, usize, bool) {
    (known, spec.columns.iter().filter(|column| column.required).count(), spec.kind == SheetKind::Purchases)
}

/// How many different columns were recognised.
pub(super) fn known(columns: &[&'static ColumnSpec]) -> usize {
    columns
        .iter()
        .enumerate()
        .filter(|(at, column)| !columns[..*at].iter().any(|other| std::ptr::eq(*other, **column)))
        .count()
}

/// Required columns that are not among those recognised; a code identifies a firm as well as its name does.
pub(super) fn missing(spec: &'static SheetSpec, columns: &[&'static ColumnSpec]) -> Vec<&'static ColumnSpec> {
    let identified = spec.kind != SheetKind::Firms
        && columns.iter().any(|column| matches!(column.field, Field::FirmId | Field::CreditCode));
    let met = |column: &ColumnSpec| {
        columns.iter().any(|other| std::ptr::eq(*other, column)) || (identified && column.field == Field::Firm)
    };
    spec.columns.iter().filter(|column| column.required && !met(column)).collect()
}

/// The field of a heading in a sheet of this kind.
///
/// ```
/// use liantu::ingest::mapping::{Field, SheetKind, field};
/// let amount = field(SheetKind::Purchases, "采购额（亿元）").unwrap();
/// assert_eq!((amount.field, amount.unit.unwrap().yuan), (Field::Amount, 1e8));
/// assert_eq!(field(SheetKind::Purchases, "供货单位").unwrap().field, Field::Supplier);
/// assert_eq!(field(SheetKind::Purchases, "电话"), None);
/// ```
pub fn field(kind: SheetKind, heading: &str) -> Option<Heading> {
    SHEETS.iter().filter(|spec| spec.kind == kind).find_map(|spec| matching(spec, heading).map(|(_, heading)| heading))
}

/// The column of a sheet that a heading names.
pub(super) fn matching(spec: &'static SheetSpec, heading: &str) -> Option<(&'static ColumnSpec, Heading)> {
    let text = key(heading);
    if text.is_empty() || text.len() > 120 {
        return None;
    }
    // Headings of Big5 files are in traditional characters.
    let text = simplified(&text);
    let (outside, inside) = brackets(&text);
    let mut spellings = Vec::with_capacity(6);
    let mut year = None;
    for base in [outside.clone() + &inside.concat(), outside] {
        let stem = unit::without_unit(&base);
        let (undated, found) = without_year(stem);
        year = year.or(found);
        for spelling in [base.as_str(), stem, undated.as_str()] {
            let spelling = bare(spelling);
            if !spelling.is_empty() && !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
    }
    let (column, rank) = named(spec, &spellings)?;
    let physical = unit::physical(&text);
    let may_be_money = matches!(column.kind, ColumnKind::Money | ColumnKind::Figure);
    let unit = may_be_money.then(|| unit::money_unit(&text)).flatten();
    let foreign_measure = match column.kind {
        ColumnKind::Money => unit.is_none() && physical.is_some(),
        ColumnKind::Number(unit) => physical.is_some_and(|measure| !unit.is_empty() && !unit::same(measure, unit)),
        _ => false,
    };
    // `产能(万套)` is no amount of money, and 公顷 are not 亩: better an unknown column than a wrong figure.
    let year = if column.kind == ColumnKind::Money { year } else { None };
    let percent = text.contains(['%', '‰']) || text.contains("百分");
    (!foreign_measure).then_some((column, Heading { field: column.field, unit, percent, year, rank }))
}

/// The column with one of these spellings; names of its own before general ones.
fn named(spec: &'static SheetSpec, spellings: &[String]) -> Option<(&'static ColumnSpec, u8)> {
    let at = SHEETS.iter().position(|other| std::ptr::eq(other, spec))?;
    let index = &INDEX[at];
    [0, 1].into_iter().find_map(|rank| {
        let column = spellings.iter().find_map(|text| index.get(text).filter(|(_, other)| *other == rank))?.0;
        Some((&spec.columns[column], rank))
    })
}

/// Folded names of each sheet's columns, since every cell of the first rows is looked up in every sheet.
static INDEX: LazyLock<Vec<HashMap<String, (usize, u8)>>> = LazyLock::new(|| {
    let names = |spec: &SheetSpec| {
        let mut index = HashMap::new();
        let columns = || spec.columns.iter().enumerate();
        for (at, column) in columns() {
            for name in [column.heading, column.english].iter().chain(column.synonyms) {
                index.entry(bare(&key(name))).or_insert((at, 0));
            }
        }
        for (at, column) in columns() {
            for name in column.fallbacks {
                index.entry(bare(&key(name))).or_insert((at, 1));
            }
        }
        index
    };
    SHEETS.iter().map(names).collect()
});

/// Headings that number the rows or hold remarks; columns under them are left out without a word.
pub(super) fn is_serial(heading: &str) -> bool {
    let text = bare(&brackets(&key(heading)).0);
    // The two columns that `rejects.xlsx` adds number and remark.
    let added = matches!(text.as_str(), "问题代码issue" | "原行号row");
    added || matches!(text.as_str(), "序号" | "序" | "no" | "行号" | "编号" | "号" | "index" | "id" | "项次" | "项号")
}

/// A folded heading without marks of obligation, punctuation and leading numbers.
fn bare(text: &str) -> String {
    let kept =
        |c: &char| !(c.is_ascii_punctuation() || matches!(c, '★' | '☆' | '※' | '、' | '。' | '—' | '·' | '“' | '”'));
    let text: String = text.chars().filter(kept).collect();
    text.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned()
}

/// Text outside brackets, and the texts inside them.
pub(super) fn brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut depth) = (String::new(), Vec::new(), 0_usize);
    for c in text.chars() {
        match c {
            '(' | '[' | '{' | '【' | '〔' | '《' | '<' => {
                if depth == 0 {
                    inside.push(String::new());
                }
                depth += 1;
            }
            ')' | ']' | '}' | '】' | '〕' | '》' | '>' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            c => inside.last_mut().expect("a bracket was opened").push(c),
        }
    }
    (outside, inside)
}

/// A folded text without its year, and the year: `2024年采购额`, `采购额(2024年度)`; two years are left as they are.
fn without_year(text: &str) -> (String, Option<Year>) {
    let years = years(text);
    let [(at, year)] = years[..] else { return (text.to_owned(), None) };
    let rest = &text[at + 4..];
    let rest = ["年度", "年全年", "年"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    (format!("{}{rest}", &text[..at]), Some(year))
}

/// Years from 1949 to 2100 that stand alone among digits, with their positions.
pub(super) fn years(text: &str) -> Vec<(usize, Year)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(skip) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + skip;
        let length = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        let year = text[start..start + length].parse().ok().filter(|year| length == 4 && (1949..=2100).contains(year));
        found.extend(year.map(|year| (start, Year(year))));
        at = start + length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_known_by_the_names_offices_give_them() {
        use SheetKind::*;
        let cases = [
            ("采购", Purchases),
            ("采购明细", Purchases),
            ("01_采购明细", Purchases),
            ("采购_2024", Purchases),
            ("2024年度采购台账（轴承链）", Purchases),
            ("附件2：采购情况统计表", Purchases),
            ("采购(2)", Purchases),
            ("采购 - 副本", Purchases),
            ("１－９月采购", Purchases),
            ("Purchases", Purchases),
            ("purchases_2024", Purchases),
            ("供应关系", Purchases),
            ("宿州市轴承产业链主企业采购明细", Purchases),
            ("采购总额", PurchaseTotals),
            ("企业采购总额", PurchaseTotals),
            ("purchase_totals", PurchaseTotals),
            ("企业", Firms),
            ("企业名录", Firms),
            ("企业库", Firms),
            ("重点企业名单", Firms),
            ("firms", Firms),
            ("企业年度", FirmYears),
            ("企业年度2024", FirmYears),
            ("企业年度数据", FirmYears),
            ("firm_years", FirmYears),
            ("产业链", Chains),
            ("投入", Inputs),
            ("产能", Makes),
            ("说明", About),
            ("about", About),
            ("项目台账", Projects),
            ("2024年重点项目调度表", Projects),
            ("人才", Talents),
            ("产业集群", Clusters),
            ("指标", Indicators),
            ("目标", Targets),
            ("园区", Zones),
            ("区域", Regions),
        ];
        for (name, kind) in cases {
            assert_eq!(sheet_kind(name), Some(kind), "{name}");
        }
        for name in ["Sheet1", "工作表1", "2024", "", "（）", "封底", "联系人", "表1"] {
            assert_eq!(sheet_kind(name), None, "{name}");
        }
    }

    #[test]
    fn headings_are_known_by_the_words_offices_use() {
        let cases = [
            ("采购方", Field::Buyer),
            (" *需 方 ", Field::Buyer),
            ("购货单位(盖章)", Field::Buyer),
            ("1.采购单位", Field::Buyer),
            ("Ｂｕｙｅｒ", Field::Buyer),
            ("供方", Field::Supplier),
            ("供应单位（全称）", Field::Supplier),
            ("供应商\n名称", Field::Supplier),
            ("供应商(所在地)", Field::SupplierPlace),
            ("供应商地区", Field::SupplierPlace),
            ("产地", Field::OriginPlace),
            ("物料名称", Field::Product),
            ("开票金额", Field::Amount),
            ("采购额(不含税)", Field::Amount),
            ("采购额万元", Field::Amount),
            ("采购额/亿元", Field::Amount),
            ("2024年采购额（万元）", Field::Amount),
            ("采购金额(2024年度,万元)", Field::Amount),
            ("金额", Field::Amount),
            ("年度", Field::Year),
            ("开票日期", Field::Year),
            ("合同编号", Field::Contract),
        ];
        for (heading, expected) in cases {
            assert_eq!(field(SheetKind::Purchases, heading).map(|found| found.field), Some(expected), "{heading}");
        }
        for heading in ["", "备注", "采购额(万件)", "上年采购额", "采购", "单价(元)", "数量", "元"]
        {
            assert_eq!(field(SheetKind::Purchases, heading), None, "{heading}");
        }
        assert_eq!(field(SheetKind::Makes, "产能").unwrap().field, Field::Capacity);
        assert_eq!(field(SheetKind::Makes, "产能(万套/年)"), None, "physical capacity is no money");
        assert_eq!(field(SheetKind::FirmYears, "产值").unwrap().field, Field::Output);
        assert_eq!(field(SheetKind::FirmYears, "用地(亩)").unwrap().field, Field::Land);
        assert_eq!(field(SheetKind::FirmYears, "用地(公顷)"), None);
        assert_eq!(field(SheetKind::FirmYears, "综合能耗(吨标煤)").unwrap().field, Field::Energy);
    }

    #[test]
    fn units_in_headings() {
        let unit = |heading| field(SheetKind::Purchases, heading).and_then(|found| found.unit).map(|unit| unit.yuan);
        let cases = [
            ("采购额(万元)", 1e4),
            ("采购额（亿元）", 1e8),
            ("采购额[千元]", 1e3),
            ("采购额（单位：百万元）", 1e6),
            ("采购额（人民币千万元，不含税）", 1e7),
            ("采购额(元)", 1.0),
            ("采购额万元", 1e4),
            ("金额/亿元", 1e8),
            ("金额:元", 1.0),
            ("amount (CNY)", 1.0),
            ("amount (RMB million)", 1e6),
            ("amount (10,000 yuan)", 1e4),
            ("采购额(万)", 1e4),
            ("采购额(万美元)", 0.0),
            ("amount (USD)", 0.0),
            ("采购额（万元/年）", 1e4),
        ];
        for (heading, yuan) in cases {
            assert_eq!(unit(heading), Some(yuan), "{heading}");
        }
        assert_eq!(unit("采购额"), None);
        assert_eq!(unit("采购额(2024年)"), None);
        assert_eq!(field(SheetKind::Purchases, "2024年采购额").unwrap().year, Some(Year(2024)));
        assert_eq!(field(SheetKind::Inputs, "成本占比(%)").map(|found| found.percent), Some(true));
        assert_eq!(sheet_unit(&["2024年采购情况表", "金额单位：人民币万元"]), Some(MoneyUnit::TEN_THOUSAND));
        assert_eq!(sheet_unit(&["采购情况（亿元）"]), Some(MoneyUnit::HUNDRED_MILLION));
        assert_eq!(sheet_unit(&["单位：个、万元"]), Some(MoneyUnit::TEN_THOUSAND));
        assert_eq!(sheet_unit(&["单位：万元、亿元"]), None);
        assert_eq!(sheet_unit(&["填报单位：安徽某某有限公司"]), None);
    }

    #[test]
    fn kinds_are_told_by_headings() {
        let cases: [(&[&str], Option<SheetKind>); 8] = [
            (&["采购方", "产品", "采购额"], Some(SheetKind::Purchases)),
            (&["企业名称", "供应商", "物料", "金额"], Some(SheetKind::Purchases)),
            (&["企业名称", "统一社会信用代码", "注册地"], Some(SheetKind::Firms)),
            (&["企业名称", "年份", "营业收入"], Some(SheetKind::FirmYears)),
            (&["企业名称", "产品", "产能", "富余产能"], Some(SheetKind::Makes)),
            (&["产业链", "环节", "产品"], Some(SheetKind::Chains)),
            (&["采购方", "采购总额"], Some(SheetKind::PurchaseTotals)),
            (&["日期", "天气"], None),
        ];
        for (headings, kind) in cases {
            assert_eq!(kind_by_headings(headings), kind, "{headings:?}");
        }
    }

    #[test]
    fn no_name_means_two_columns_of_one_sheet() {
        for spec in SHEETS {
            let mut seen: std::collections::BTreeMap<String, &str> = std::collections::BTreeMap::new();
            for column in spec.columns {
                let names = [column.heading, column.english].into_iter().chain(column.synonyms.iter().copied());
                let keys: std::collections::BTreeSet<String> = names.map(|name| bare(&key(name))).collect();
                for name in keys {
                    let other = seen.insert(name.clone(), column.heading);
                    assert_eq!(other, None, "{} › {} › {name}", spec.name, column.heading);
                }
            }
        }
    }
}
