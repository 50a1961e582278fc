//! Outlines of places that the user brought, with the number under which their map was approved (审图号).

use super::{AreaCode, Point};
use serde::Serialize;
use std::sync::Arc;

/// Outlines of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Boundaries {
    /// File name without folders.
    pub file: Arc<str>,
    /// 审图号, such as `GS(2024)0650号`; a map that bears these outlines must bear it too.
    pub map_number: Arc<str>,
    /// Polygons that were left out because they are none, such as rings of two points.
    pub left_out: usize,
    /// Outlines in the order of the file.
    #[serde(skip)]
    pub areas: Vec<Boundary>,
}

/// The outline of one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// Its code, when the file gives one.
    pub code: Option<AreaCode>,
    /// Its name; empty when the file gives none.
    pub name: Arc<str>,
    /// Polygons: first the outer ring, then its holes; degrees, finite, at least three different corners each.
    pub polygons: Vec<Vec<Vec<Point>>>,
}
