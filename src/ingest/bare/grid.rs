//! A sheet whose first row names its columns.

use super::cells::Wanted;
use super::fault::{BareError, FaultKind, Faults};
use crate::ingest::Error;
use crate::ingest::files::{SourceFile, sheets};
use crate::ingest::hash::Memo;
use crate::ingest::mapping::{brackets, money_unit};
use crate::ingest::normalise::name::key;
use crate::ingest::sheet::{CellRef, Sheet, column_letter};
use crate::ingest::table::{MoneyUnit, TableError};
use crate::issue::Origin;
use crate::model::{BareNote, Need};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A column that is looked for.
pub(super) struct Heading {
    /// English name, Chinese name, then what else is understood; of several columns the first in this order is meant.
    /// White space, case, width and a unit in brackets do not matter.
    names: &'static [&'static str],
    required: bool,
}

const fn required(names: &'static [&'static str]) -> Heading {
    Heading { names, required: true }
}

const fn optional(names: &'static [&'static str]) -> Heading {
    Heading { names, required: false }
}

/// Columns of the list of firms.
pub(super) const FIRMS: [Heading; 6] = [
    required(&["firm", "企业", "firm id", "id", "企业代码", "企业编号", "编号", "企业名称", "公司", "node", "节点"]),
    required(&[
        "sector",
        "行业",
        "class",
        "product class",
        "产品类",
        "产品类别",
        "行业代码",
        "类别",
        "industry",
        "nace",
    ]),
    optional(&["market", "市场", "substitution class", "替代类", "替代类别"]),
    optional(&["revenue", "营业收入", "收入", "销售收入", "turnover"]),
    optional(&["cost", "营业成本", "成本", "采购成本", "costs"]),
    optional(&["spare", "富余产能", "spare capacity", "闲置产能"]),
];
pub(super) const FIRM: usize = 0;
pub(super) const SECTOR: usize = 1;
pub(super) const MARKET: usize = 2;
pub(super) const REVENUE: usize = 3;
pub(super) const COST: usize = 4;
pub(super) const SPARE: usize = 5;

/// Columns of the list of flows.
pub(super) const EDGES: [Heading; 4] = [
    required(&["supplier", "供应商", "供应方", "供方", "卖方", "seller", "from", "source", "起点"]),
    required(&["buyer", "采购方", "需方", "买方", "客户", "customer", "to", "target", "终点"]),
    required(&["amount", "金额", "采购额", "交易额", "weight", "value", "volume"]),
    optional(&["product", "产品", "产品类", "产品类别", "product class"]),
];
pub(super) const SUPPLIER: usize = 0;
pub(super) const BUYER: usize = 1;
pub(super) const AMOUNT: usize = 2;
pub(super) const PRODUCT: usize = 3;

/// Columns of a list of shocks.
pub(super) const SHOCKS: [Heading; 3] = [
    required(&["scenario", "情景", "场景", "方案"]),
    required(&["firm", "企业", "firm id", "id", "企业代码", "企业编号", "编号", "企业名称", "公司", "node", "节点"]),
    required(&["shock", "冲击", "停产比例", "损失比例", "psi"]),
];
pub(super) const SCENARIO: usize = 0;
pub(super) const SHOCKED: usize = 1;
pub(super) const SHOCK: usize = 2;

/// A column of weights.
pub(super) struct Column {
    pub(super) heading: Arc<str>,
    pub(super) at: usize,
}

/// A sheet with its columns.
pub(super) struct Grid {
    pub(super) sheet: Sheet,
    shown: String,
    columns: Vec<Option<usize>>,
    pub(super) faults: Faults,
}

impl Grid {
    /// A table with these columns.
    pub(super) fn open(source: SourceFile, wanted: &[Heading]) -> Result<Self, Error> {
        let mut grid = Self::matrix(source)?;
        let headings = grid.headings();
        let plain: Vec<String> = headings.iter().map(|heading| plain(heading)).collect();
        let mut missing = Vec::new();
        for heading in wanted {
            let places =
                |name: &&str| (0..plain.len()).filter(|at| plain[*at] == self::plain(name)).collect::<Vec<_>>();
            let found = heading.names.iter().map(places).find(|places| !places.is_empty()).unwrap_or_default();
            if found.len() > 1 {
                let heading = headings[found[1]].clone();
                return Err(BareError::TwoColumns { place: grid.origin_row(0), heading }.into());
            }
            missing.extend(Some(heading).filter(|heading| heading.required && found.is_empty()));
            grid.columns.push(found.first().copied());
        }
        if missing.is_empty() {
            return Ok(grid);
        }
        let columns = missing.iter().map(|heading| format!("{} ({})", heading.names[1], heading.names[0])).collect();
        let remedies = missing.iter().map(|heading| heading.names.join(", ")).collect();
        Err(TableError::MissingColumn { place: grid.origin_row(0), columns, remedies }.into())
    }

    /// A table whose columns are data themselves.
    pub(super) fn matrix(source: SourceFile) -> Result<Self, Error> {
        let shown = source.shown.clone();
        let Some(sheet) = sheets(source)?.into_iter().find(|sheet| sheet.row_count() > 0) else {
            return Err(BareError::NoRows { path: shown }.into());
        };
        let mut faults = Faults::of(&sheet.issues);
        let grid = Self { sheet, shown, columns: Vec::new(), faults: Faults::default() };
        let width = grid.sheet.width(0);
        for row in grid.rows().filter(|row| grid.sheet.width(*row) > width) {
            faults.add(grid.origin_at(row, width), "", FaultKind::Ragged);
        }
        Ok(Self { faults, ..grid })
    }

    /// The same, unless it has no rows.
    pub(super) fn filled(self) -> Result<Self, Error> {
        if self.sheet.row_count() > 1 { Ok(self) } else { Err(BareError::NoRows { path: self.shown }.into()) }
    }

    /// Positions of the rows below the headings.
    pub(super) fn rows(&self) -> Range<usize> {
        1..self.sheet.row_count()
    }

    pub(super) fn has(&self, column: usize) -> bool {
        self.columns[column].is_some()
    }

    pub(super) fn headings(&self) -> Vec<String> {
        self.sheet.cells(0).map(|cell| cell.to_text()).collect()
    }

    /// The columns of weights asked for, or those called `w1`, `w2` and so on.
    pub(super) fn weights(&self, asked: Option<&[String]>) -> Result<Vec<Column>, BareError> {
        let headings = self.headings();
        if let Some(asked) = asked {
            return asked.iter().map(|name| self.weight(name, &headings)).collect();
        }
        let number = |heading: &String| plain(heading).strip_prefix('w').and_then(|rest| rest.parse::<u32>().ok());
        let mut found: Vec<(u32, Column)> = (headings.iter().enumerate())
            .filter_map(|(at, heading)| Some((number(heading)?, Column { heading: heading.as_str().into(), at })))
            .collect();
        found.sort_by_key(|(number, column)| (*number, column.at));
        if let Some(pair) = found.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let heading = pair[1].1.heading.to_string();
            return Err(BareError::TwoColumns { place: self.origin_row(0), heading });
        }
        Ok(found.into_iter().map(|(_, column)| column).collect())
    }

    fn weight(&self, name: &str, headings: &[String]) -> Result<Column, BareError> {
        let mut places = headings.iter().enumerate().filter(|(_, heading)| plain(heading) == plain(name));
        match (places.next(), places.next()) {
            (Some((at, heading)), None) => Ok(Column { heading: heading.as_str().into(), at }),
            (Some(_), Some((_, heading))) => {
                Err(BareError::TwoColumns { place: self.origin_row(0), heading: heading.clone() })
            }
            (None, _) => {
                let (path, known) = (self.shown.clone(), headings.join(", "));
                Err(BareError::UnknownWeight { path, name: name.to_owned(), known })
            }
        }
    }

    /// The heading of a column, and the unit that it names.
    pub(super) fn unit(&self, column: usize) -> Option<(String, MoneyUnit)> {
        let heading = self.sheet.cell(0, self.columns[column]?).to_text();
        let unit = money_unit(&key(&heading))?;
        Some((heading, unit))
    }

    /// A note of the columns that nothing is read from.
    pub(super) fn unknown(&self, weighed: &[Column]) -> Option<BareNote> {
        let is_read = |at: usize| self.columns.contains(&Some(at)) || weighed.iter().any(|column| column.at == at);
        let headings = self.headings().into_iter().enumerate();
        let headings: Vec<String> =
            headings.filter(|(at, text)| !is_read(*at) && !text.is_empty()).map(|(_, text)| text).collect();
        (!headings.is_empty()).then(|| BareNote::UnknownColumns { file: self.sheet.file.clone(), headings })
    }

    // ---- Cells ----

    fn cell(&self, row: usize, column: usize) -> CellRef<'_> {
        self.columns[column].map_or(CellRef::Empty, |at| self.sheet.cell(row, at))
    }

    pub(super) fn text(&self, row: usize, column: usize) -> String {
        self.cell(row, column).to_text()
    }

    /// The id in a column that must hold one.
    pub(super) fn id(&self, row: usize, column: usize, faults: &mut Faults) -> Option<Cow<'_, str>> {
        self.columns[column].and_then(|at| self.id_at(row, at, faults))
    }

    pub(super) fn id_at(&self, row: usize, at: usize, faults: &mut Faults) -> Option<Cow<'_, str>> {
        match self.sheet.cell(row, at) {
            CellRef::Empty => {
                faults.add(self.origin_at(row, at), "", FaultKind::Blank);
                None
            }
            CellRef::Text(text) | CellRef::Date(text) | CellRef::Error(text) => Some(Cow::Borrowed(text)),
            cell => Some(Cow::Owned(cell.to_text())),
        }
    }

    /// The number of a firm that the list of firms has.
    pub(super) fn known_firm(&self, row: usize, column: usize, firms: &Memo, faults: &mut Faults) -> Option<u32> {
        let id = self.id(row, column, faults)?;
        let number = firms.get(&id);
        if number.is_none() {
            faults.add(self.origin(row, column), &id, FaultKind::UnknownFirm);
        }
        number
    }

    pub(super) fn value(&self, row: usize, column: usize, wanted: Wanted, faults: &mut Faults) -> Option<f64> {
        self.columns[column].and_then(|at| self.value_at(row, at, wanted, faults))
    }

    pub(super) fn value_at(&self, row: usize, at: usize, wanted: Wanted, faults: &mut Faults) -> Option<f64> {
        let cell = self.sheet.cell(row, at);
        wanted.read(cell).unwrap_or_else(|kind| {
            faults.add(self.origin_at(row, at), &cell.to_text(), kind);
            None
        })
    }

    /// What a cell of the table of essentiality says; essential where it cannot be meant.
    pub(super) fn need(&self, row: usize, at: usize, faults: &mut Faults) -> Need {
        let cell = self.sheet.cell(row, at);
        let told = match cell {
            CellRef::Number(value) => NEEDS.iter().find(|(_, number, _)| value.total_cmp(number).is_eq()),
            CellRef::Text(text) => NEEDS.iter().find(|(written, ..)| text == *written),
            _ => None,
        };
        told.map_or_else(
            || {
                let kind = if cell.is_empty() { FaultKind::Blank } else { FaultKind::NotANeed };
                faults.add(self.origin_at(row, at), &cell.to_text(), kind);
                Need::Essential
            },
            |(.., need)| *need,
        )
    }

    // ---- Places ----

    pub(super) fn origin(&self, row: usize, column: usize) -> Origin {
        self.columns[column].map_or_else(|| self.origin_row(row), |at| self.origin_at(row, at))
    }

    pub(super) fn origin_at(&self, row: usize, at: usize) -> Origin {
        let cell = format!("{}{}", column_letter(at), self.sheet.row_number(row));
        let heading = self.sheet.cell(0, at).to_text();
        Origin { column: Some(heading.into()), cell: Some(cell.into()), ..self.origin_row(row) }
    }

    fn origin_row(&self, row: usize) -> Origin {
        let (file, sheet) = (self.sheet.file.clone(), self.sheet.name.clone());
        Origin { file, sheet, row: Some(self.sheet.row_number(row)), column: None, cell: None }
    }
}

/// As text, as number, and what it means.
const NEEDS: [(&str, f64, Need); 3] =
    [("0", 0.0, Need::Negligible), ("1", 1.0, Need::Partial), ("2", 2.0, Need::Essential)];

/// A heading without width, case, unit and the marks between words.
fn plain(heading: &str) -> String {
    let (outside, _) = brackets(&key(heading));
    outside.chars().filter(|c| !matches!(c, '_' | '-' | '.')).collect()
}
