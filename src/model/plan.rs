//! What a task force writes down before it computes: scenarios that may happen, measures against them, projects to weigh.
//!
//! Names and texts are as they were typed; the analysis finds what they mean in the data.

use serde::Serialize;

/// A scenario as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioEntry {
    /// Where: file, sheet and row, or file and position.
    pub place: String,
    /// Its name; empty when it has none.
    pub name: String,
    /// What happens, in the compact form.
    pub events: String,
    /// For how many days.
    pub days: Option<f64>,
    /// How often a year, from 0 to 1.
    pub probability: Option<f64>,
}

/// Kind of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// 第二来源: a second supplier of a product, for one buyer or for all.
    SecondSource,
    /// 扩产: a firm adds spare capacity.
    Expand,
    /// 招引: a new local plant supplies the local buyers of a product.
    Recruit,
    /// 储备: buyers keep stock of an input.
    Stock,
}

impl MeasureKind {
    /// The words by which a cell may name it; the first is the stable one.
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            MeasureKind::SecondSource => {
                &["second_source", "second source", "second", "第二来源", "备份供应", "双来源"]
            }
            MeasureKind::Expand => &["expand", "扩产", "扩能", "技改扩产"],
            MeasureKind::Recruit => &["recruit", "招引", "引进", "招商", "新建"],
            MeasureKind::Stock => &["stock", "inventory", "储备", "库存", "安全库存"],
        }
    }

    /// All kinds.
    pub const ALL: [Self; 4] = [Self::SecondSource, Self::Expand, Self::Recruit, Self::Stock];
}

/// A measure as it was written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureEntry {
    /// Where: file, sheet and row, or file and position.
    pub place: String,
    /// Its name; empty when it has none.
    pub name: String,
    /// What kind of measure.
    pub kind: MeasureKind,
    /// The product.
    pub product: String,
    /// The buyer that it is for; `None`: all buyers.
    pub buyer: Option<String>,
    /// The firm that expands.
    pub firm: Option<String>,
    /// Share of the purchases that the new source takes over, from 0 to 1.
    pub share: Option<f64>,
    /// Capacity, yuan a year.
    pub amount: Option<f64>,
    /// Days of stock.
    pub days: Option<f64>,
    /// Where the new plant stands.
    pub at: Option<String>,
    /// What it costs, yuan; `None` when nobody said.
    pub cost: Option<f64>,
}

/// What it costs to approach a firm, as it was written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CostEntry {
    /// Where: file, sheet and row, or file and position.
    pub place: String,
    /// Who.
    pub firm: String,
    /// For which product; `None`: for all that it could bring.
    pub product: Option<String>,
    /// Yuan.
    pub cost: f64,
}

/// How much of a product an area makes, as it was written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PanelEntry {
    /// The area.
    pub area: String,
    /// The product.
    pub product: String,
    /// How much, in whatever the panel counts.
    pub value: f64,
}

/// A preference as it was written: what a buyer and a seller think of each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PreferenceEntry {
    /// Where: file, sheet and row, or file and position.
    pub place: String,
    /// The buyer.
    pub buyer: String,
    /// The seller.
    pub seller: String,
    /// Of which product; `None`: of any.
    pub product: Option<String>,
    /// Place of the seller on the buyer's list, from 1; `None` when the buyer does not want it.
    pub buyer_rank: Option<u32>,
    /// Place of the buyer on the seller's list, from 1; `None` when the seller does not want it.
    pub seller_rank: Option<u32>,
}

/// A project as it was written.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ProjectEntry {
    /// Where: file, sheet and row, or file and position.
    pub place: String,
    /// Its name; empty when it has none.
    pub name: String,
    /// Who builds it, of the data or not.
    pub firm: Option<String>,
    /// What it is to make, at least one.
    pub products: Vec<String>,
    /// Capacity, yuan a year, of all products together; `None`: as much as is needed.
    pub capacity: Option<f64>,
    /// Where it is to stand; `None`: in the focus area.
    pub at: Option<String>,
    /// Investment, yuan.
    pub investment: Option<f64>,
    /// Land, mu.
    pub land: Option<f64>,
    /// Energy, tonnes of standard coal a year.
    pub energy: Option<f64>,
    /// What it buys for a yuan of sales, by product; `None`: as those whom it displaces.
    pub recipe: Option<Vec<(String, f64)>>,
}
