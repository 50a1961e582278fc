//! Outlines that the user brought, found for the units.

use super::{CountyRow, PlaceKind};
use crate::analysis::Error;
use crate::analysis::scope::AreaName;
use crate::model::division::short_name;
use crate::model::{AreaCode, Boundaries, Boundary, Point};
use serde::Serialize;
use std::sync::Arc;

/// Outlines of the units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlined {
    /// Name of their file.
    pub file: Arc<str>,
    /// 审图号: a picture with these outlines must bear it.
    pub map_number: Arc<str>,
    /// Units without an outline.
    pub missing: Vec<AreaName>,
    /// Polygons of the file that are none.
    pub left_out: usize,
    /// Each unit once, in their order.
    #[serde(skip)]
    pub outlines: Vec<UnitOutline>,
}

/// The outline of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitOutline {
    /// Code of the unit.
    pub code: AreaCode,
    /// Polygons, degrees: first the outer ring, then its holes.
    pub polygons: Vec<Vec<Vec<Point>>>,
}

/// The outline of each unit: by code, else by its name, whole or short. Several of one unit, such as islands, are one.
///
/// # Errors
/// When no unit has any.
pub(super) fn find(boundaries: &Boundaries, rows: &[CountyRow]) -> Result<Outlined, Error> {
    let mut outlined = Outlined {
        file: boundaries.file.clone(),
        map_number: boundaries.map_number.clone(),
        missing: Vec::new(),
        left_out: boundaries.left_out,
        outlines: Vec::new(),
    };
    let units = rows.iter().filter(|row| row.place.kind == PlaceKind::Unit).filter_map(|row| row.place.code);
    for code in units {
        let name = AreaName::of(code);
        let is_it = |area: &&Boundary| match area.code {
            Some(own) => own == code,
            None => !area.name.is_empty() && short_name(&area.name) == short_name(&name.name),
        };
        let polygons: Vec<_> = boundaries.areas.iter().filter(is_it).flat_map(|area| area.polygons.clone()).collect();
        if polygons.is_empty() {
            outlined.missing.push(name);
        } else {
            outlined.outlines.push(UnitOutline { code, polygons });
        }
    }
    match (outlined.outlines.is_empty(), outlined.missing.first()) {
        (true, Some(first)) => Err(Error::NoOutlines { file: boundaries.file.to_string(), wanted: first.clone() }),
        _ => Ok(outlined),
    }
}
