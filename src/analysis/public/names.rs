//! Whose name is published: leading firms of the area. What the user named otherwise is published unless it names another.

use crate::analysis::scope::Scope;
use crate::graph::SupplyGraph;
use crate::model::{FirmIx, Nearness, Role};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Names shorter than this are words rather than names, such as 轴承.
const SHORTEST: usize = 4;

/// Leading firms, and the names that are not published.
pub(super) struct Names {
    leading: BTreeSet<FirmIx>,
    hidden: BTreeSet<Arc<str>>,
}

impl Names {
    pub(super) fn new(graph: &SupplyGraph, scope: &Scope) -> Self {
        let mut names = Self { leading: BTreeSet::new(), hidden: BTreeSet::new() };
        for (firm, at) in graph.dataset().firms.iter().zip(0_usize..) {
            let leads = matches!(firm.role, Some(Role::Leader | Role::Major));
            if leads && scope.is_local(&firm.location) == Nearness::Near {
                names.leading.insert(at.into());
            } else {
                let all = std::iter::once(&firm.name).chain(&firm.aliases);
                names.hidden.extend(all.filter(|name| name.chars().count() >= SHORTEST).cloned());
            }
        }
        names
    }

    pub(super) fn is_leading(&self, firm: FirmIx) -> bool {
        self.leading.contains(&firm)
    }

    pub(super) fn leading(&self) -> impl Iterator<Item = FirmIx> {
        self.leading.iter().copied()
    }

    /// A text, unless it holds the name of a firm that is not published.
    pub(super) fn safe(&self, text: &Arc<str>) -> Option<Arc<str>> {
        let is_told = self.hidden.iter().any(|name| text.contains(&**name));
        (!is_told).then(|| text.clone())
    }
}
