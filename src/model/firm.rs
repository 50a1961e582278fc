//! Firms and their years.

use super::{AreaCode, FirmId, Location, RowRef, Year};
use serde::Serialize;
use std::sync::Arc;

/// Role of a firm in its chains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 链主: leads a chain.
    Leader,
    /// 龙头: large; size only.
    Major,
    /// 配套: supplies others.
    Supporting,
    /// 贸易商: sells what others make.
    Trader,
}

/// Size class of a firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FirmSize {
    /// 大.
    Large,
    /// 中.
    Medium,
    /// 小.
    Small,
    /// 微.
    Micro,
}

/// Title awarded to a firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualification {
    /// 制造业单项冠军.
    Champion,
    /// 专精特新小巨人.
    LittleGiant,
    /// 专精特新中小企业.
    Specialised,
    /// 创新型中小企业.
    Innovative,
    /// 国家高新技术企业.
    HighTech,
    /// 上市企业.
    Listed,
}

/// A firm.
#[derive(Debug, Clone, PartialEq)]
pub struct Firm {
    /// Stable code; the key of the list.
    pub id: FirmId,
    /// Unified social credit code, normalised; check character valid.
    pub credit_code: Option<Arc<str>>,
    /// Name as written first.
    pub name: Arc<str>,
    /// Other names.
    pub aliases: Vec<Arc<str>>,
    /// Where it produces, best known.
    pub location: Location,
    /// 注册地.
    pub registered_at: Option<AreaCode>,
    /// 统计地.
    pub counted_at: Option<AreaCode>,
    /// Role in its chains, when the user says.
    pub role: Option<Role>,
    /// Chains it belongs to, by name.
    pub chains: Vec<Arc<str>>,
    /// Titles, sorted.
    pub qualifications: Vec<Qualification>,
    /// Whether it sells what others make: it says so, or its industry is trade (GB/T 4754 divisions 51 and 52).
    pub trader: bool,
    /// Size class.
    pub size: Option<FirmSize>,
    /// GB/T 4754-2017 code.
    pub industry: Option<Arc<str>>,
    /// Group of related parties.
    pub group: Option<Arc<str>>,
    /// Contact person and number.
    pub contact: Option<Arc<str>>,
    /// Row that first describes it; `None` never happens for a listed firm.
    pub row: RowRef,
    /// Whether a firm row describes it; otherwise it was met in a ledger only.
    pub listed: bool,
}

/// A firm's figures of one year, in yuan unless said otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct FirmYear {
    /// The firm.
    pub firm: super::FirmIx,
    /// The year.
    pub year: Year,
    /// 营业收入.
    pub revenue: Option<f64>,
    /// 产值.
    pub output: Option<f64>,
    /// 营业成本.
    pub cost: Option<f64>,
    /// 研发费用.
    pub research: Option<f64>,
    /// 从业人员, persons.
    pub employees: Option<f64>,
    /// 有效发明专利.
    pub patents: Option<f64>,
    /// 税收.
    pub tax: Option<f64>,
    /// 用地, mu (亩).
    pub land: Option<f64>,
    /// 用能, tonnes of standard coal.
    pub energy: Option<f64>,
    /// Where it was read.
    pub row: RowRef,
}
