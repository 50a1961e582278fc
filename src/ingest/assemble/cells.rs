//! Cells to values with the place of the fault attached; closed lists of words.

use crate::ingest::field;
use crate::ingest::mapping::{self, Field};
use crate::ingest::table::{MoneyUnit, RawTable};
use crate::issue::{Code, Severity};
use crate::model::{
    Amount, BaseClass, ClusterLevel, Date, FirmSize, LinkSource, Position, ProjectKind, ProjectStage, Qualification,
    Quantity, Role, Year,
};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::log::{Log, RowAt};

/// The units that rule where neither cell nor heading gives one.
#[derive(Debug)]
pub(crate) struct Units {
    /// One for each table.
    rules: Vec<UnitRule>,
    /// Columns for which the default was mentioned already.
    mentioned: BTreeSet<(u32, Field)>,
}

/// The unit that rules in a table.
#[derive(Debug, Clone)]
struct UnitRule {
    unit: MoneyUnit,
    /// Its name, for the issue.
    name: Arc<str>,
    /// Whether the user stated it; then there is nothing to mention.
    stated: bool,
}

impl Units {
    /// 万元, as offices count, in all tables.
    pub(crate) fn usual(tables: usize) -> Self {
        let usual = UnitRule { unit: MoneyUnit::TEN_THOUSAND, name: Arc::from("万元"), stated: false };
        Self { rules: vec![usual; tables], mentioned: BTreeSet::new() }
    }

    /// The unit of a table.
    pub(crate) fn of(&self, source: u32) -> MoneyUnit {
        self.rules[source as usize].unit
    }

    /// Takes the unit that the user states for a table.
    pub(crate) fn state(&mut self, source: usize, unit: MoneyUnit, name: &Arc<str>) {
        self.rules[source] = UnitRule { unit, name: name.clone(), stated: true };
    }

    /// Mentions, once for each column, that the default unit ruled.
    pub(crate) fn mention(&mut self, at: RowAt<'_>, field: Field, log: &mut Log) {
        let rule = &self.rules[at.source as usize];
        if !rule.stated && self.mentioned.insert((at.source, field)) {
            log.raise(at.issue(field, Code::DefaultUnit).with(rule.name.as_ref()));
        }
    }
}

/// An amount of money in yuan; a cause that leaves an amount unknown, such as a foreign currency, is raised here.
///
/// # Errors
/// The code of the issue to raise when the cell holds no amount.
pub(crate) fn amount(at: RowAt<'_>, field: Field, units: &mut Units, log: &mut Log) -> Result<Option<Amount>, Code> {
    let unit = at.table.column(field).and_then(|column| column.unit);
    match field::money(at.cell(field), unit, units.of(at.source)) {
        Ok(read) => {
            if read.default_unit {
                units.mention(at, field, log);
            }
            Ok(Some(read.amount))
        }
        Err(code) if code.severity() != Severity::Error => {
            log.raise(at.issue(field, code));
            Ok(None)
        }
        Err(code) => Err(code),
    }
}

/// A figure in yuan of a row that stands without it.
pub(crate) fn money(at: RowAt<'_>, field: Field, units: &mut Units, log: &mut Log) -> Option<f64> {
    match amount(at, field, units, log) {
        Ok(amount) => amount?.known(),
        Err(code) => {
            log.raise(at.issue(field, code));
            None
        }
    }
}

/// An amount of a row that stands without it; one below zero has no reading.
pub(crate) fn sum(at: RowAt<'_>, field: Field, units: &mut Units, log: &mut Log) -> Amount {
    let read = match amount(at, field, units, log) {
        Ok(Some(Amount::Known(yuan))) if yuan < 0.0 => Err(Code::BadNumber),
        read => read,
    };
    kept(read, at, field, log).unwrap_or(Amount::Missing)
}

/// A figure with its unit, from the cell itself, the unit column or the heading.
///
/// # Errors
/// The code of the issue to raise when the cell holds no figure.
pub(crate) fn quantity(at: RowAt<'_>, field: Field) -> Result<Quantity, Code> {
    let column = at.table.column(field);
    let (money, percent) = column.map_or((None, false), |column| (column.unit, column.percent));
    let headed = || column.and_then(|column| mapping::figure_unit(&column.heading));
    let unit = at.text(Field::Unit).map(Cow::into_owned).or_else(headed);
    field::quantity(at.cell(field), unit.as_deref(), money, percent)
}

/// A size that cannot be below zero, of a row that stands without it.
pub(crate) fn size_of(at: RowAt<'_>, field: Field, log: &mut Log) -> Option<f64> {
    let read = match field::number(at.cell(field)) {
        Ok(Some(size)) if size < 0.0 => Err(Code::BadNumber),
        read => read,
    };
    kept(read, at, field, log)
}

/// A date of a row that stands without it.
pub(crate) fn date(at: RowAt<'_>, field: Field, log: &mut Log) -> Option<Date> {
    kept(day(at, field), at, field, log)
}

/// A date.
///
/// # Errors
/// The code of the issue to raise when the cell holds no date.
pub(crate) fn day(at: RowAt<'_>, field: Field) -> Result<Option<Date>, Code> {
    match field::date(at.cell(field))? {
        Some(text) => Date::parse(&text).map(Some).ok_or(Code::BadDate),
        None => Ok(None),
    }
}

/// A plain number of a row that stands without it.
pub(crate) fn number(at: RowAt<'_>, field: Field, log: &mut Log) -> Option<f64> {
    kept(field::number(at.cell(field)), at, field, log)
}

/// A yes or no of a row that stands without it.
pub(crate) fn flag(at: RowAt<'_>, field: Field, log: &mut Log) -> Option<bool> {
    kept(field::flag(at.cell(field)), at, field, log)
}

/// A share of a row that stands without it.
pub(crate) fn share(at: RowAt<'_>, field: Field, log: &mut Log) -> Option<f64> {
    let percent = at.table.column(field).is_some_and(|column| column.percent);
    kept(field::share(at.cell(field), percent), at, field, log)
}

fn kept<T>(read: Result<Option<T>, Code>, at: RowAt<'_>, field: Field, log: &mut Log) -> Option<T> {
    match read {
        Ok(value) => value,
        Err(code) => {
            log.raise(at.issue(field, code));
            None
        }
    }
}

/// A year; blank means the year that the table states, else the data set's.
///
/// # Errors
/// The code of the issue to raise when the cell holds no year: another year would be a guess.
pub(crate) fn year(at: RowAt<'_>, money: Field, usual: Option<Year>) -> Result<Option<Year>, Code> {
    let year = field::year(at.cell(Field::Year))?;
    Ok(year.or_else(|| stated_year(at.table, money)).or(usual))
}

/// The year that the heading of a money column gives, else the title or the name of the sheet.
pub(crate) fn stated_year(table: &RawTable, money: Field) -> Option<Year> {
    table.column(money).and_then(|column| column.year).or(table.stated_year)
}

/// A word of a closed list; `None` with an issue when the cell holds another.
pub(crate) fn choice<T>(at: RowAt<'_>, field: Field, words: fn(&str) -> Option<T>, log: &mut Log) -> Option<T> {
    let text = at.text(field)?;
    let value = words(&crate::ingest::normalise::name::key(&text));
    if value.is_none() {
        log.raise(at.issue(field, Code::BadChoice));
    }
    value
}

/// Entries of a list cell, each a word of a closed list.
pub(crate) fn choices<T: Ord>(at: RowAt<'_>, field: Field, words: fn(&str) -> Option<T>, log: &mut Log) -> Vec<T> {
    let mut values = BTreeSet::new();
    for text in names(at, field) {
        match words(&crate::ingest::normalise::name::key(&text)) {
            Some(value) => {
                values.insert(value);
            }
            None => log.raise(at.issue(field, Code::BadChoice).with(text.as_ref())),
        }
    }
    values.into_iter().collect()
}

/// Entries of a list cell.
pub(crate) fn names(at: RowAt<'_>, field: Field) -> Vec<Arc<str>> {
    let entries = field::list(at.cell(field)).into_iter();
    entries.filter(|text| !super::log::says_nothing(text)).map(Arc::from).collect()
}

/// 链主, 龙头, 配套.
pub(crate) fn role(word: &str) -> Option<Role> {
    match word {
        "链主" | "链主企业" | "群主" | "群主企业" | "leader" => Some(Role::Leader),
        "龙头" | "龙头企业" | "骨干" | "骨干企业" | "major" => Some(Role::Major),
        "配套" | "配套企业" | "supporting" | "supplier" => Some(Role::Supporting),
        "贸易商" | "贸易企业" | "经销商" | "代理商" | "分销商" | "trader" | "distributor" | "dealer" => {
            Some(Role::Trader)
        }
        _ => None,
    }
}

/// 大, 中, 小, 微.
pub(crate) fn size(word: &str) -> Option<FirmSize> {
    match word {
        "大" | "大型" | "大型企业" | "large" => Some(FirmSize::Large),
        "中" | "中型" | "中型企业" | "medium" => Some(FirmSize::Medium),
        "小" | "小型" | "小型企业" | "small" => Some(FirmSize::Small),
        "微" | "微型" | "微型企业" | "micro" => Some(FirmSize::Micro),
        _ => None,
    }
}

/// Titles; offices write them at any length, hence the search for the word that tells.
pub(crate) fn qualification(word: &str) -> Option<Qualification> {
    const WORDS: [(&str, Qualification); 14] = [
        ("单项冠军", Qualification::Champion),
        ("champion", Qualification::Champion),
        ("小巨人", Qualification::LittleGiant),
        ("little_giant", Qualification::LittleGiant),
        ("专精特新", Qualification::Specialised),
        ("specialised", Qualification::Specialised),
        ("创新型", Qualification::Innovative),
        ("innovative", Qualification::Innovative),
        ("高新技术", Qualification::HighTech),
        ("高企", Qualification::HighTech),
        ("国高", Qualification::HighTech),
        ("high_tech", Qualification::HighTech),
        ("上市", Qualification::Listed),
        ("listed", Qualification::Listed),
    ];
    WORDS.iter().find(|(text, _)| word.contains(text)).map(|(_, qualification)| *qualification)
}

/// 上游, 中游, 下游, 配套服务.
pub(crate) fn position(word: &str) -> Option<Position> {
    match word {
        "上游" | "upstream" => Some(Position::Upstream),
        "中游" | "midstream" => Some(Position::Midstream),
        "下游" | "downstream" => Some(Position::Downstream),
        "配套服务" | "配套" | "服务" | "service" => Some(Position::Service),
        _ => None,
    }
}

/// The five bases, by the word that tells them apart.
pub(crate) fn base_class(word: &str) -> Option<BaseClass> {
    const WORDS: [(&str, BaseClass); 12] = [
        ("零部件", BaseClass::Components),
        ("元器件", BaseClass::Components),
        ("components", BaseClass::Components),
        ("软件", BaseClass::Software),
        ("software", BaseClass::Software),
        ("材料", BaseClass::Materials),
        ("materials", BaseClass::Materials),
        ("工艺", BaseClass::Process),
        ("process", BaseClass::Process),
        ("技术基础", BaseClass::Technology),
        ("基础技术", BaseClass::Technology),
        ("technology", BaseClass::Technology),
    ];
    WORDS.iter().find(|(text, _)| word.contains(text)).map(|(_, class)| *class)
}

/// Kinds of evidence.
pub(crate) fn link_source(word: &str) -> Option<LinkSource> {
    match word {
        "发票" | "开票" | "invoice" => Some(LinkSource::Invoice),
        "合同" | "订单" | "contract" => Some(LinkSource::Contract),
        "采购方" | "采购方填报" | "采购商" | "买方" | "buyer" | "buyer_report" => {
            Some(LinkSource::BuyerReport)
        }
        "供应方" | "供应方填报" | "供应商" | "供方" | "卖方" | "seller" | "seller_report" | "supplier" => {
            Some(LinkSource::SellerReport)
        }
        "估算" | "估计" | "推算" | "estimate" => Some(LinkSource::Estimate),
        "未说明" | "unstated" => Some(LinkSource::Unstated),
        _ => None,
    }
}

/// What a project does to its chain.
pub(crate) fn project_kind(word: &str) -> Option<ProjectKind> {
    match word.trim_end_matches("项目") {
        "补链" | "补" | "fill" => Some(ProjectKind::Fill),
        "强链" | "强" | "strengthen" => Some(ProjectKind::Strengthen),
        "延链" | "延" | "extend" => Some(ProjectKind::Extend),
        "固链" | "固" | "稳链" | "secure" => Some(ProjectKind::Secure),
        "技改" | "技术改造" | "upgrade" => Some(ProjectKind::Upgrade),
        _ => None,
    }
}

/// How far a project has come, by either half of the four official words.
pub(crate) fn project_stage(word: &str) -> Option<ProjectStage> {
    match word.trim_start_matches(['已', '新']).trim_end_matches("项目").trim_end_matches(['类', '期']) {
        "谋划储备" | "谋划" | "储备" | "策划" | "在谈" | "洽谈" | "拟签约" | "planned" => {
            Some(ProjectStage::Planned)
        }
        "招引签约" | "签约" | "招引" | "待开工" | "拟开工" | "signed" => Some(ProjectStage::Signed),
        "建设开工" | "开工建设" | "开工" | "建设" | "在建" | "续建" | "started" => {
            Some(ProjectStage::Started)
        }
        "竣工投产" | "竣工" | "投产" | "达产" | "建成" | "建成投产" | "producing" => {
            Some(ProjectStage::Producing)
        }
        _ => None,
    }
}

/// 县域, 省级, 国家级, 世界级.
pub(crate) fn cluster_level(word: &str) -> Option<ClusterLevel> {
    match word {
        "县域" | "县级" | "县" | "county" => Some(ClusterLevel::County),
        "省级" | "省" | "provincial" => Some(ClusterLevel::Provincial),
        "国家级" | "国家" | "national" => Some(ClusterLevel::National),
        "世界级" | "世界" | "world" => Some(ClusterLevel::World),
        _ => None,
    }
}
