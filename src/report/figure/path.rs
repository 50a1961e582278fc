//! Gaps, projects and targets on an axis of time.

use crate::report::figure::Head;

/// 发展路径图: gap → project → target year.
#[derive(Debug, Clone, PartialEq)]
pub struct PathMap {
    /// Key, title, notes.
    pub head: Head,
    /// First and last year of the axis.
    pub years: (u16, u16),
    /// Date of the data in years, and its text.
    pub now: Option<(f64, String)>,
    /// Headings: gap, project, targets.
    pub headings: [String; 3],
    /// Chains, and what belongs to none.
    pub lanes: Vec<PathLane>,
    /// Projects without a place on the axis: why, and who, in words.
    pub aside: Vec<(String, String)>,
    /// Signs and their meaning, in the order of [`PathSign`].
    pub signs: Vec<(PathSign, String)>,
    /// Short labels of remedies and their meaning.
    pub types: Vec<(String, String)>,
}

/// A sign on the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathSign {
    /// Signed.
    Signed,
    /// Begun.
    Started,
    /// Producing.
    Opened,
    /// What is over.
    Past,
    /// What is planned.
    Planned,
    /// Nobody says when it ends.
    Open,
    /// A target.
    Target,
    /// What there is now.
    Now,
}

/// A chain.
#[derive(Debug, Clone, PartialEq)]
pub struct PathLane {
    /// Name.
    pub name: String,
    /// Projects, by the time they begin.
    pub projects: Vec<PathProject>,
    /// Targets, by year.
    pub targets: Vec<PathTarget>,
    /// Weak links without a project, in words; empty when none.
    pub waiting: String,
}

/// A project on the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct PathProject {
    /// Id.
    pub id: String,
    /// The product it answers.
    pub gap: String,
    /// Short labels of the remedies the product needs; empty where it is not weak.
    pub types: Vec<String>,
    /// Name.
    pub name: String,
    /// Stage, capacity and investment in words.
    pub detail: String,
    /// What happened and what is planned, in years, in order.
    pub marks: Vec<(f64, PathSign)>,
    /// Day of opening in words; empty when not told.
    pub until: String,
    /// Whether it runs on to a day that nobody tells.
    pub open: bool,
}

/// A declared target.
#[derive(Debug, Clone, PartialEq)]
pub struct PathTarget {
    /// Subject and metric.
    pub name: String,
    /// What there is now, and what the projects bring, in words.
    pub detail: String,
    /// Base: year and value in words; `None` where the year is not told.
    pub base: Option<(f64, String)>,
    /// Year of what there is now, where it is not that of the base.
    pub now: Option<f64>,
    /// Target: year and value in words.
    pub target: (f64, String),
}
