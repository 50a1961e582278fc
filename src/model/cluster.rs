//! Clusters that an authority has declared.

use super::{Date, Location, RowRef};
use serde::Serialize;
use std::sync::Arc;

/// Who recognised a cluster; ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ClusterLevel {
    /// 县域.
    County,
    /// 省级.
    Provincial,
    /// 国家级.
    National,
    /// 世界级.
    World,
}

/// The six things that each cluster is to have (六个一).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Support {
    /// 一名县级领导帮包.
    Official,
    /// 一个服务专班.
    TaskForce,
    /// 一个招商团队.
    RecruitmentTeam,
    /// 一套专项规划.
    Plan,
    /// 一批链主企业.
    Leaders,
    /// 一套优惠政策.
    Policy,
}

impl Support {
    /// All six, in the order of the document.
    pub const ALL: [Support; 6] = [
        Support::Official,
        Support::TaskForce,
        Support::RecruitmentTeam,
        Support::Plan,
        Support::Leaders,
        Support::Policy,
    ];
}

/// Whether a cluster has one of the six.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Provision {
    /// Nothing is said.
    #[default]
    Unknown,
    /// There is none.
    Absent,
    /// There is one.
    Present,
    /// There is one, and this is what the user writes of it: a name, a document, a number.
    Described(Arc<str>),
}

/// A declared cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Name; the key of the list.
    pub name: Arc<str>,
    /// 级别.
    pub level: Option<ClusterLevel>,
    /// Chains, by name, sorted.
    pub chains: Vec<Arc<str>>,
    /// 范围: divisions and zones, sorted, each once.
    pub scope: Vec<Location>,
    /// 面积, square kilometres.
    pub square_km: Option<f64>,
    /// 认定日期.
    pub recognised: Option<Date>,
    /// 六个一, in the order of [`Support::ALL`].
    pub provisions: [Provision; 6],
    /// Where it was read.
    pub row: RowRef,
}

impl Cluster {
    /// What is said of one of the six.
    pub fn provision(&self, support: Support) -> &Provision {
        &self.provisions[support as usize]
    }
}
