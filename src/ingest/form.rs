//! Forms beside the data: scenarios, measures, projects, goalposts and panels, as a table (csv, workbook, parquet) or as TOML.
//!
//! ```text
//! 情景,事件,天数,概率                                    措施,类型,产品,采购方,比例,费用(万元)
//! 汛期,地区:埇桥区+断供:江苏省,30,2%                      二供,第二来源,轴承钢,甲车桥,50%,800
//!
//! 项目,产品,产能(亿元),落地,投资额(亿元),用地(亩),投入
//! 轴承钢项目,轴承钢,12,灵璧县,6.5,180,废钢 45%;合金 20%
//!
//! 指标,标杆值                                            地区,产品,数值
//! convertible,1.2亿元                                    泗县,轴承钢,12
//! ```
//!
//! ```toml
//! [[scenario]]                                          # [[measure]]
//! name = "汛期"
//! events = ["area:埇桥区", "from:江苏省"]                # or one text, joined by +
//! days = 30
//! probability = 0.02
//! ```
//!
//! Headings are English or Chinese in either form; rows above the headings are titles. Whatever is not understood is an error
//! with its place: a plan with a row left out would be another plan.

mod from_toml;

pub use from_toml::TomlFault;

use crate::ingest::Error;
use crate::ingest::field;
use crate::ingest::files;
use crate::ingest::mapping;
use crate::ingest::normalise::name::key;
use crate::ingest::sheet::{CellRef, Sheet};
use crate::ingest::table::MoneyUnit;
use crate::issue::Origin;
use crate::model::{
    Amount, CostEntry, MeasureEntry, MeasureKind, PanelEntry, PreferenceEntry, ProjectEntry, ScenarioEntry,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Why a form cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// No row with the headings, or none below it.
    #[error("`{path}` holds no {form}; hint: the headings are {headings}, one row for each below them")]
    NoRows {
        /// The file.
        path: String,
        /// What was looked for.
        form: &'static str,
        /// Its headings.
        headings: String,
    },
    /// A heading that means nothing here.
    #[error("`{place}`: heading `{heading}` is unknown or occurs twice; hint: the headings are {headings}")]
    UnknownHeading {
        /// File, sheet and row.
        place: String,
        /// The heading.
        heading: String,
        /// Those that are known.
        headings: String,
    },
    /// Nothing where something must be.
    #[error("`{place}` has no {heading}")]
    Blank {
        /// File, sheet and row.
        place: String,
        /// The column.
        heading: &'static str,
    },
    /// Something that its column cannot hold.
    #[error("`{place}`: `{text}` is no {heading}{}", remedy(heading))]
    BadCell {
        /// File, sheet and row.
        place: String,
        /// What stands there.
        text: String,
        /// The column.
        heading: &'static str,
    },
    /// No TOML, or none of this form.
    #[error("`{path}` is not understood: {}", fault.told(form))]
    Toml {
        /// The file.
        path: String,
        /// What its entries are called.
        form: &'static str,
        /// What is wrong.
        fault: TomlFault,
    },
}

fn remedy(heading: &str) -> &'static str {
    match heading {
        "days" => "; hint: type a number of days above 0",
        "probability" | "share" => "; hint: type a number from 0 to 1, or percent",
        "cost" | "amount" => "; hint: type a number of 万元, at least 0, or name the unit",
        "land" | "energy" => "; hint: type a number of mu or of tonnes of standard coal, at least 0",
        "recipe" => {
            "; hint: type inputs with their share of sales, such as `steel 45%; alloy 20%`, at most 100% together, or none"
        }
        "capacity" | "investment" => "; hint: type a number of 万元, at least 0, or name the unit",
        "criterion" => "; hint: each criterion stands once, by its key",
        "goalpost" => "; hint: type a number above 0, of money in yuan or with its unit, else as it is counted",
        "value" => "; hint: type a number, at least 0",
        "buyer_rank" | "seller_rank" => "; hint: type a whole number from 1, the best first",
        "kind" => "; hint: type second_source (第二来源), expand (扩产), recruit (招引) or stock (储备)",
        _ => "",
    }
}

/// A column: its stable name, then what else is understood.
type Heading = &'static [&'static str];

const SCENARIO: [Heading; 5] = [
    &["events", "事件", "event", "情景内容"],
    &["name", "情景", "情景名称", "名称", "scenario"],
    &["days", "天数", "停产天数"],
    &["probability", "概率", "年概率", "年发生概率", "p"],
    NOTE,
];
const MEASURE: [Heading; 11] = [
    &["kind", "类型", "措施类型", "type"],
    &["product", "产品"],
    &["name", "措施", "措施名称", "名称", "measure"],
    &["buyer", "采购方", "采购企业"],
    &["firm", "企业", "实施企业"],
    &["share", "比例", "份额", "占比"],
    &["amount", "规模", "产能", "新增产能", "capacity"],
    &["days", "天数", "库存天数", "储备天数"],
    &["place", "地点", "落户地", "生产地"],
    &["cost", "费用", "投资", "投资额", "成本"],
    NOTE,
];
const PROJECT: [Heading; 11] = [
    &["products", "产品", "product", "拟产产品", "主要产品"],
    &["name", "项目", "项目名称", "名称", "project"],
    &["id", "编号", "项目编号"],
    &["firm", "企业", "投资方", "投资企业", "investor"],
    &["capacity", "产能", "设计产能", "规模", "amount"],
    &["place", "落地", "落地地点", "落户地", "地点"],
    &["investment", "投资额", "总投资", "投资", "cost"],
    &["land", "用地", "用地面积"],
    &["energy", "用能", "能耗", "年用能"],
    &["recipe", "投入", "投入品", "原料", "inputs"],
    NOTE,
];
const COST: [Heading; 4] = [
    &["firm", "企业", "企业名称", "对象企业"],
    &["cost", "费用", "成本", "招引费用", "招商费用"],
    &["product", "产品"],
    NOTE,
];
const FIRM: [Heading; 2] = [&["firm", "企业", "企业名称", "名称", "统一社会信用代码"], NOTE];
const GOALPOST: [Heading; 3] =
    [&["criterion", "指标", "准则", "key"], &["goalpost", "标杆值", "标杆", "数值", "value"], NOTE];
const PANEL: [Heading; 4] = [
    &["area", "地区", "县区", "区县", "区域", "county"],
    &["product", "产品", "行业", "产业"],
    &["value", "数值", "产值", "家数", "企业数", "从业人数", "output"],
    NOTE,
];
const PREFERENCE: [Heading; 6] = [
    &["buyer", "采购方", "采购企业"],
    &["seller", "供应方", "供应商", "供应企业", "supplier"],
    &["product", "产品"],
    &["buyer_rank", "采购方名次", "采购方排名", "名次", "rank"],
    &["seller_rank", "供应方名次", "供应方排名"],
    NOTE,
];
/// Columns that nothing is read from.
const NOTE: Heading = &["note", "备注", "说明"];

/// Days that stock or a stop may last.
const LONGEST: f64 = 3650.0;

/// The scenarios of a file.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn scenarios(path: &Path) -> Result<Vec<ScenarioEntry>, Error> {
    let form = Form::open(path, "scenario", &SCENARIO, 1)?;
    form.rows(|row| {
        Ok(ScenarioEntry {
            place: row.place(),
            name: row.text("name").unwrap_or_default(),
            events: row.required("events")?,
            days: row.days()?,
            probability: row.share("probability")?,
        })
    })
}

/// The measures of a file.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn measures(path: &Path) -> Result<Vec<MeasureEntry>, Error> {
    let form = Form::open(path, "measure", &MEASURE, 2)?;
    form.rows(|row| {
        let kind = row.required("kind")?;
        let is_kind = |known: &&MeasureKind| known.words().contains(&&*key(&kind));
        let bad = || row.bad("kind", kind.clone());
        Ok(MeasureEntry {
            place: row.place(),
            name: row.text("name").unwrap_or_default(),
            kind: *MeasureKind::ALL.iter().find(is_kind).ok_or_else(bad)?,
            product: row.required("product")?,
            buyer: row.text("buyer"),
            firm: row.text("firm"),
            share: row.share("share")?,
            amount: row.money("amount")?,
            days: row.days()?,
            at: row.text("place"),
            cost: row.money("cost")?,
        })
    })
}

/// What approaching firms costs, of a file.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn costs(path: &Path) -> Result<Vec<CostEntry>, Error> {
    let form = Form::open(path, "cost", &COST, 2)?;
    form.rows(|row| {
        Ok(CostEntry {
            place: row.place(),
            firm: row.required("firm")?,
            product: row.text("product"),
            cost: row.money("cost")?.ok_or_else(|| FormError::Blank { place: row.place(), heading: "cost" })?,
        })
    })
}

/// The firms of a list.
///
/// # Errors
/// When the file cannot be read, or a row of it names none.
pub fn firms(path: &Path) -> Result<Vec<String>, Error> {
    Form::open(path, "firm", &FIRM, 1)?.rows(|row| row.required("firm"))
}

/// The preferences of a file: whom buyers and sellers would rather deal with.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn preferences(path: &Path) -> Result<Vec<PreferenceEntry>, Error> {
    let form = Form::open(path, "preference", &PREFERENCE, 2)?;
    form.rows(|row| {
        let (buyer_rank, seller_rank) = (row.rank("buyer_rank")?, row.rank("seller_rank")?);
        if buyer_rank.is_none() && seller_rank.is_none() {
            return Err(FormError::Blank { place: row.place(), heading: "buyer_rank" });
        }
        Ok(PreferenceEntry {
            place: row.place(),
            buyer: row.required("buyer")?,
            seller: row.required("seller")?,
            product: row.text("product"),
            buyer_rank,
            seller_rank,
        })
    })
}

/// The projects of a file.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn projects(path: &Path) -> Result<Vec<ProjectEntry>, Error> {
    let form = Form::open(path, "project", &PROJECT, 1)?;
    form.rows(|row| {
        let products = field::list(row.cell("products"));
        if products.is_empty() {
            return Err(FormError::Blank { place: row.place(), heading: "products" });
        }
        Ok(ProjectEntry {
            place: row.place(),
            name: row.text("name").or_else(|| row.text("id")).unwrap_or_default(),
            firm: row.text("firm"),
            products,
            capacity: row.money("capacity")?,
            at: row.text("place"),
            investment: row.money("investment")?,
            land: row.size("land")?,
            energy: row.size("energy")?,
            recipe: row.recipe()?,
        })
    })
}

/// The goalposts of a file, by criterion: natural values at which scales end, money in yuan.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn goalposts(path: &Path) -> Result<BTreeMap<String, f64>, Error> {
    let form = Form::open(path, "goalpost", &GOALPOST, 2)?;
    let rows = form.rows(|row| Ok((row.required("criterion")?, row.goalpost()?, row.place())))?;
    let mut goalposts = BTreeMap::new();
    for (criterion, goalpost, place) in rows {
        if goalposts.insert(criterion.clone(), goalpost).is_some() {
            return Err(FormError::BadCell { place, text: on_one_line(&criterion), heading: "criterion" }.into());
        }
    }
    Ok(goalposts)
}

/// The panel of a file: how much of what which area makes, whatever it is counted in.
///
/// # Errors
/// When the file cannot be read, or a row of it cannot be meant.
pub fn panel(path: &Path) -> Result<Vec<PanelEntry>, Error> {
    let form = Form::open(path, "panel", &PANEL, 3)?;
    form.rows(|row| {
        let value = row.size("value")?.ok_or_else(|| FormError::Blank { place: row.place(), heading: "value" })?;
        Ok(PanelEntry { area: row.required("area")?, product: row.required("product")?, value })
    })
}

/// Sheets with their heading rows.
struct Form {
    headings: &'static [Heading],
    sheets: Vec<(Sheet, usize, Vec<Option<usize>>)>,
}

impl Form {
    fn open(path: &Path, form: &'static str, headings: &'static [Heading], required: usize) -> Result<Self, Error> {
        let source = files::load(path)?;
        let shown = source.shown.clone();
        let is_toml = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
        let sheets = if is_toml { from_toml::sheets(source, form, headings)? } else { files::sheets(source)? };
        let mut found = Vec::new();
        for sheet in sheets {
            let names = |row: usize| -> Vec<Option<usize>> {
                headings.iter().map(|heading| sheet.cells(row).position(|cell| is_called(&cell, heading))).collect()
            };
            let has_all = |row: &usize| names(*row).iter().take(required).all(Option::is_some);
            let Some(head) = (0..sheet.row_count()).find(has_all) else { continue };
            let columns = names(head);
            check(&sheet, head, headings, &columns)?;
            found.push((sheet, head, columns));
        }
        if found.iter().all(|(sheet, head, _)| sheet.row_count() == head + 1) {
            return Err(FormError::NoRows { path: shown, form, headings: told(headings) }.into());
        }
        Ok(Self { headings, sheets: found })
    }

    fn rows<T>(&self, read: impl Fn(&Row<'_>) -> Result<T, FormError>) -> Result<Vec<T>, Error> {
        let mut entries = Vec::new();
        for (sheet, head, columns) in &self.sheets {
            let filled = |row: &usize| sheet.cells(*row).any(|cell| !cell.is_empty());
            for row in (head + 1..sheet.row_count()).filter(filled) {
                entries.push(read(&Row { sheet, head: *head, row, headings: self.headings, columns })?);
            }
        }
        Ok(entries)
    }
}

/// The headings as people read them.
fn told(headings: &[Heading]) -> String {
    let one = |heading: &Heading| format!("{} ({})", heading[1], heading[0]);
    headings.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Whether a heading, without a unit in brackets, is one of these names.
fn is_called(cell: &CellRef<'_>, heading: Heading) -> bool {
    let (outside, _) = mapping::brackets(&key(&cell.to_text()));
    heading.iter().any(|name| key(name) == outside.trim())
}

/// Every heading is known, and none stands twice.
fn check(sheet: &Sheet, head: usize, headings: &[Heading], columns: &[Option<usize>]) -> Result<(), FormError> {
    for (at, cell) in sheet.cells(head).enumerate() {
        if !cell.is_empty() && !columns.contains(&Some(at)) {
            let place = place(sheet, head);
            return Err(FormError::UnknownHeading { place, heading: shown(&cell), headings: told(headings) });
        }
    }
    Ok(())
}

fn place(sheet: &Sheet, row: usize) -> String {
    let (file, sheet_name) = (sheet.file.clone(), sheet.name.clone());
    Origin { file, sheet: sheet_name, row: Some(sheet.row_number(row)), ..Origin::default() }.to_string()
}

/// A cell's text, shortened, on one line.
fn shown(cell: &CellRef<'_>) -> String {
    on_one_line(&cell.to_text())
}

fn on_one_line(text: &str) -> String {
    text.chars().take(80).map(|c| if c.is_control() || c == '`' { ' ' } else { c }).collect()
}

/// A row below the headings.
struct Row<'f> {
    sheet: &'f Sheet,
    head: usize,
    row: usize,
    headings: &'static [Heading],
    columns: &'f [Option<usize>],
}

impl Row<'_> {
    fn place(&self) -> String {
        place(self.sheet, self.row)
    }

    fn column(&self, name: &'static str) -> Option<usize> {
        let at = self.headings.iter().position(|heading| heading[0] == name)?;
        self.columns[at]
    }

    fn cell(&self, name: &'static str) -> CellRef<'_> {
        self.column(name).map_or(CellRef::Empty, |at| self.sheet.cell(self.row, at))
    }

    fn bad(&self, heading: &'static str, text: String) -> FormError {
        FormError::BadCell { place: self.place(), text, heading }
    }

    fn text(&self, name: &'static str) -> Option<String> {
        Some(self.cell(name).to_text()).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn required(&self, name: &'static str) -> Result<String, FormError> {
        self.text(name).ok_or_else(|| FormError::Blank { place: self.place(), heading: name })
    }

    fn days(&self) -> Result<Option<f64>, FormError> {
        let bad = || self.bad("days", shown(&self.cell("days")));
        let cell = match self.cell("days") {
            CellRef::Text(text) => CellRef::Text(text.trim_end_matches(['天', '日']).trim_end()),
            other => other,
        };
        match field::number(cell).map_err(|_| bad())? {
            Some(days) if days > 0.0 && days <= LONGEST => Ok(Some(days)),
            Some(_) => Err(bad()),
            None => Ok(None),
        }
    }

    /// A place on a list: a whole number from 1.
    fn rank(&self, name: &'static str) -> Result<Option<u32>, FormError> {
        let bad = || self.bad(name, shown(&self.cell(name)));
        match field::number(self.cell(name)).map_err(|_| bad())? {
            Some(rank) if rank >= 1.0 && rank <= f64::from(u32::MAX) && rank.fract().abs() < f64::EPSILON => {
                // Within the range of the type, as tested.
                Ok(Some(rank as u32))
            }
            Some(_) => Err(bad()),
            None => Ok(None),
        }
    }

    fn heading(&self, name: &'static str) -> String {
        self.column(name).map_or_else(String::new, |at| key(&self.sheet.cell(self.head, at).to_text()))
    }

    fn share(&self, name: &'static str) -> Result<Option<f64>, FormError> {
        let percent = self.heading(name).contains('%');
        field::share(self.cell(name), percent).map_err(|_| self.bad(name, shown(&self.cell(name))))
    }

    /// A plain number of at least zero.
    fn size(&self, name: &'static str) -> Result<Option<f64>, FormError> {
        let bad = || self.bad(name, shown(&self.cell(name)));
        match field::number(self.cell(name)).map_err(|_| bad())? {
            Some(size) if size < 0.0 => Err(bad()),
            read => Ok(read),
        }
    }

    /// A number as it is counted, or an amount with its unit.
    fn goalpost(&self) -> Result<f64, FormError> {
        let bad = || self.bad("goalpost", shown(&self.cell("goalpost")));
        let number = match field::number(self.cell("goalpost")) {
            Ok(number) => number,
            Err(_) => match field::money(self.cell("goalpost"), None, MoneyUnit::YUAN).map_err(|_| bad())?.amount {
                Amount::Known(yuan) => Some(yuan),
                Amount::Missing | Amount::Undisclosed => None,
            },
        };
        let number = number.ok_or_else(|| FormError::Blank { place: self.place(), heading: "goalpost" })?;
        if number > 0.0 { Ok(number) } else { Err(bad()) }
    }

    /// Inputs with their share of sales, such as `废钢 45%；合金:0.2`; `无` for none at all.
    fn recipe(&self) -> Result<Option<Vec<(String, f64)>>, FormError> {
        let cell = self.cell("recipe");
        let parts = field::list(cell);
        if parts.is_empty() {
            return Ok(None);
        }
        if parts.len() == 1 && NOTHING.contains(&&*key(&parts[0])) {
            return Ok(Some(Vec::new()));
        }
        let bad = || self.bad("recipe", shown(&cell));
        let recipe: Option<Vec<(String, f64)>> = parts.iter().map(|part| input(part)).collect();
        let recipe = recipe.ok_or_else(bad)?;
        let whole: f64 = recipe.iter().map(|(_, share)| share).sum();
        // A tenth of a thousandth keeps shares that were rounded to percent apart from shares that cannot be.
        if whole <= 1.0001 { Ok(Some(recipe)) } else { Err(bad()) }
    }

    fn money(&self, name: &'static str) -> Result<Option<f64>, FormError> {
        let bad = || self.bad(name, shown(&self.cell(name)));
        let unit = mapping::money_unit(&self.heading(name));
        let read = field::money(self.cell(name), unit, MoneyUnit::TEN_THOUSAND).map_err(|_| bad())?;
        match read.amount {
            Amount::Known(yuan) if yuan < 0.0 => Err(bad()),
            Amount::Known(yuan) => Ok(Some(yuan)),
            Amount::Missing => Ok(None),
            Amount::Undisclosed => Err(bad()),
        }
    }
}

/// Words for a recipe without inputs.
const NOTHING: [&str; 3] = ["无", "none", "0"];

/// An input and its share: `废钢 45%`, `废钢:0.45`.
fn input(part: &str) -> Option<(String, f64)> {
    let (name, share) = part.rsplit_once([':', '：', '=', '＝', ' ', '\u{3000}', '\t'])?;
    let share = field::share(CellRef::Text(share.trim()), false).ok().flatten()?;
    let name = name.trim_end_matches([':', '：', '=', '＝', ' ', '\u{3000}', '\t']).trim();
    (!name.is_empty() && share > 0.0).then(|| (name.to_owned(), share))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{FormError, goalposts, measures, panel, preferences, projects, scenarios};
    use crate::ingest::Error;
    use crate::model::MeasureKind;
    use std::path::PathBuf;

    fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    fn fault(name: &str, text: &str) -> FormError {
        let (_folder, path) = file(name, text);
        match measures(&path).unwrap_err() {
            Error::Form(error) => error,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_table_and_toml_say_the_same() {
        let csv = "合成数据\n情景,事件,停产天数,概率(%)\n汛期,地区:泗县+firm:甲,30天,2\n\n,断供:境外,,\n";
        let toml = "[[scenario]]\nname = '汛期'\nevents = ['地区:泗县', 'firm:甲']\ndays = 30\nprobability = 0.02\n\
                    [[scenario]]\n'事件' = '断供:境外'\n";
        let (_a, csv) = file("s.csv", csv);
        let (_b, toml) = file("s.toml", toml);
        let (csv, toml) = (scenarios(&csv).unwrap(), scenarios(&toml).unwrap());
        let plain = |entry: &crate::model::ScenarioEntry| {
            (entry.name.clone(), entry.events.clone(), entry.days, entry.probability)
        };
        assert!(csv.iter().map(plain).eq(toml.iter().map(plain)), "{csv:?} {toml:?}");
        assert_eq!((csv[0].days, csv[0].probability, csv.len()), (Some(30.0), Some(0.02), 2));
    }

    #[test]
    fn measures_carry_units_and_kinds() {
        let (_folder, path) =
            file("m.csv", "措施,类型,产品,采购方,比例,费用(亿元)\n二供,第二来源,轴承钢,甲,50%,0.08\n囤,stock,钢,,,\n");
        let read = measures(&path).unwrap();
        assert_eq!((read[0].kind, read[0].share, read[0].cost), (MeasureKind::SecondSource, Some(0.5), Some(8.0e6)));
        assert_eq!((read[1].kind, read[1].cost, read[1].buyer.as_deref()), (MeasureKind::Stock, None, None));
    }

    #[test]
    fn projects_carry_products_limits_and_recipes() {
        let text = "项目,产品,产能(亿元),落地,投资额(亿元),用地(亩),用能(吨标准煤),投入\n\
                    甲,轴承钢;钢管,12,灵璧县,6.5,180,42000,废钢 45%；合金：0.2\n乙,钢,,,,,,无\n丙,钢,,,,,,\n";
        let (_folder, path) = file("p.csv", text);
        let read = projects(&path).unwrap();
        assert_eq!((read[0].capacity, read[0].investment, read[0].land), (Some(1.2e9), Some(6.5e8), Some(180.0)));
        assert_eq!((read[0].products.len(), read[0].at.as_deref()), (2, Some("灵璧县")));
        assert_eq!(read[0].recipe, Some(vec![("废钢".to_owned(), 0.45), ("合金".to_owned(), 0.2)]));
        assert_eq!((&read[1].recipe, &read[2].recipe), (&Some(Vec::new()), &None));
        for text in
            ["产品,投入\n钢,废钢\n", "产品,投入\n钢,废钢 90%;煤 20%\n", "产品,用地\n钢,-1\n", "产品,产能\n钢,很大\n"]
        {
            let (_folder, path) = file("p.csv", text);
            assert!(matches!(projects(&path), Err(Error::Form(FormError::BadCell { .. }))), "{text}");
        }
    }

    #[test]
    fn goalposts_take_money_with_its_unit_and_stand_once() {
        let (_a, csv) = file("g.csv", "合成数据\n指标,标杆值,备注\nconvertible,1.2亿元,甲\nleaders,6,\n");
        let (_b, toml) = file(
            "g.toml",
            "[[goalpost]]\ncriterion = 'convertible'\ngoalpost = 1.2e8\n[[goalpost]]\n'指标' = 'leaders'\n'标杆值' = 6\n",
        );
        let read = goalposts(&csv).unwrap();
        assert_eq!(read, goalposts(&toml).unwrap());
        assert_eq!((read["convertible"], read["leaders"]), (1.2e8, 6.0));
        for text in ["指标,标杆值\na,0\n", "指标,标杆值\na,-1\n", "指标,标杆值\na,许多\n", "指标,标杆值\na,1\na,2\n"]
        {
            let (_folder, path) = file("g.csv", text);
            assert!(matches!(goalposts(&path), Err(Error::Form(FormError::BadCell { .. }))), "{text}");
        }
        let (_folder, path) = file("g.csv", "指标,标杆值\na,\n");
        assert!(matches!(goalposts(&path), Err(Error::Form(FormError::Blank { .. }))));
    }

    #[test]
    fn a_panel_has_a_number_in_every_row() {
        let (_folder, path) = file("p.csv", "县区,产品,家数\n泗县,轴承,3\n灵璧县,轴承,0\n");
        let read = panel(&path).unwrap();
        assert_eq!((&*read[0].area, &*read[0].product, read[0].value, read[1].value), ("泗县", "轴承", 3.0, 0.0));
        for (text, blank) in [("县区,产品,家数\n泗县,轴承,\n", true), ("县区,产品,家数\n泗县,轴承,-1\n", false)]
        {
            let (_folder, path) = file("p.csv", text);
            let error = panel(&path).unwrap_err();
            assert_eq!(matches!(error, Error::Form(FormError::Blank { .. })), blank, "{error}");
        }
    }

    #[test]
    fn preferences_join_both_lists_and_ranks_are_whole() {
        let (_folder, path) = file("p.csv", "采购方,供应商,产品,名次,供应方名次\n甲,乙,钢,1,2\n甲,丙,,,3\n");
        let read = preferences(&path).unwrap();
        assert_eq!(
            (read[0].buyer_rank, read[0].seller_rank, read[0].product.as_deref()),
            (Some(1), Some(2), Some("钢"))
        );
        assert_eq!((read[1].buyer_rank, read[1].seller_rank, read[1].product.as_deref()), (None, Some(3), None));
        for text in
            ["甲,乙,钢,0,\n", "甲,乙,钢,1.5,\n", "甲,乙,钢,一,\n", "甲,乙,钢,,\n", "甲,,钢,1,\n", "甲,乙,钢,1e300,\n"]
        {
            let (_folder, path) = file("p.csv", &format!("采购方,供应商,产品,名次,供应方名次\n{text}"));
            let Error::Form(error) = preferences(&path).unwrap_err() else { panic!("{text}") };
            assert!(matches!(error, FormError::BadCell { .. } | FormError::Blank { .. }), "{text}: {error}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_told_with_its_row() {
        assert!(matches!(fault("m.csv", ""), FormError::NoRows { .. }));
        assert!(matches!(fault("m.csv", "类型,产品\n"), FormError::NoRows { .. }));
        assert!(matches!(fault("m.csv", "类型,产品,费 用2\n储备,钢,1\n"), FormError::UnknownHeading { .. }));
        assert!(matches!(fault("m.csv", "类型,产品\n储备,\n"), FormError::Blank { .. }));
        for text in [
            "类型,产品\n祈祷,钢\n",
            "类型,产品,费用\n储备,钢,-1\n",
            "类型,产品,比例\n储备,钢,1.5\n",
            "类型,产品,天数\n储备,钢,0\n",
        ] {
            assert!(matches!(fault("m.csv", text), FormError::BadCell { .. }), "{text}");
        }
        for text in [
            "measure = 1",
            "[[messure]]\nkind = 'stock'",
            "[[measure]]\nkin = 'stock'",
            "[[measure]]\nkind = true",
            "{",
        ] {
            assert!(matches!(fault("m.toml", text), FormError::Toml { .. }), "{text}");
        }
    }
}
