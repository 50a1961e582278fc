//! Projects, and how far each had come at each date.

use super::{Amount, Date, FirmIx, Location, ProductIx, ProjectId, RowRef};
use serde::Serialize;
use std::sync::Arc;

/// What a project does to its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProjectKind {
    /// 补链: makes what nobody here makes.
    Fill,
    /// 强链: makes more or better of what is made here.
    Strengthen,
    /// 延链: goes on from what is made here to the next product.
    Extend,
    /// 固链: keeps what might leave.
    Secure,
    /// 技改: renews an existing plant.
    Upgrade,
}

/// How far a project has come, in order (四个一批).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProjectStage {
    /// 谋划储备.
    Planned,
    /// 招引签约.
    Signed,
    /// 建设开工.
    Started,
    /// 竣工投产.
    Producing,
}

/// A project.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Stable code; the key of the list.
    pub id: ProjectId,
    /// Name as its latest snapshot writes it.
    pub name: Arc<str>,
    /// 编号, when the user gives one; then it is the id.
    pub number: Option<Arc<str>>,
    /// At least one, sorted by date, an unknown date first, each date once.
    pub snapshots: Vec<ProjectSnapshot>,
}

impl Project {
    /// The snapshot of the latest date.
    pub fn latest(&self) -> Option<&ProjectSnapshot> {
        self.snapshots.last()
    }
}

/// A project at a date.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectSnapshot {
    /// 快照日期; `None` when neither the row nor the data set gives one.
    pub date: Option<Date>,
    /// 类型.
    pub kind: Option<ProjectKind>,
    /// 阶段.
    pub stage: Option<ProjectStage>,
    /// Who invests.
    pub firm: Option<FirmIx>,
    /// What it is to make, sorted, each once.
    pub products: Vec<ProductIx>,
    /// 落地: county or zone where it is built.
    pub location: Location,
    /// 来源地: where the investment comes from.
    pub origin: Location,
    /// 飞地: whether it is built in a zone run for another place.
    pub enclave: Option<bool>,
    /// 投资额 in all, yuan.
    pub investment: Amount,
    /// 到位资金 since the beginning, yuan.
    pub paid_in: Amount,
    /// 用地, mu (亩).
    pub land: Option<f64>,
    /// 用能, tonnes of standard coal a year.
    pub energy: Option<f64>,
    /// 产能 when complete, yuan a year.
    pub capacity: Amount,
    /// 签约日期.
    pub signed: Option<Date>,
    /// 开工日期.
    pub started: Option<Date>,
    /// 投产日期.
    pub opened: Option<Date>,
    /// 列统: whether it is in the statistics.
    pub counted: Option<bool>,
    /// 责任人.
    pub responsible: Option<Arc<str>>,
    /// Where it was read.
    pub row: RowRef,
}
