//! Divisions of GB/T 2260 (end of 2024) with schematic centroids, compiled in.

use super::{AreaCode, Level, Point};
use std::sync::OnceLock;

/// A division of 2024.
#[derive(Debug, Clone, PartialEq)]
pub struct Division {
    /// Six-digit code.
    pub code: AreaCode,
    /// Name, such as 泗县.
    pub name: &'static str,
    /// Level.
    pub level: Level,
    /// The division above; `None` for a province.
    pub parent: Option<AreaCode>,
    /// Schematic centroid (rounded to 0.01°, GCJ-02): for sketches and coarse distances only.
    pub centroid: Option<Point>,
}

/// All divisions, sorted by code.
pub fn all() -> &'static [Division] {
    static DIVISIONS: OnceLock<Vec<Division>> = OnceLock::new();
    DIVISIONS.get_or_init(|| {
        let table = include_str!("../../assets/codes/admin_divisions_2024.csv");
        let mut divisions: Vec<Division> = table.lines().skip(1).filter_map(parse).collect();
        divisions.sort_by_key(|division| division.code);
        divisions
    })
}

/// The division with this code.
///
/// ```
/// use liantu::model::{AreaCode, division};
/// assert_eq!(division::find(AreaCode(341324)).unwrap().name, "泗县");
/// assert!(division::find(AreaCode(341399)).is_none());
/// ```
pub fn find(code: AreaCode) -> Option<&'static Division> {
    all().binary_search_by_key(&code, |division| division.code).ok().map(|at| &all()[at])
}

/// Name of a division, or its code when unknown.
pub fn name(code: AreaCode) -> String {
    find(code).map_or_else(|| code.to_string(), |division| division.name.to_owned())
}

/// Names from the province down, such as 安徽省宿州市泗县.
pub fn path(code: AreaCode) -> String {
    let Some(division) = find(code) else { return code.to_string() };
    match division.parent {
        Some(parent) => path(parent) + division.name,
        None => division.name.to_owned(),
    }
}

/// Whether a prefecture is divided into counties; 东莞, 中山, 儋州 and 嘉峪关 are not.
pub fn has_counties(prefecture: AreaCode) -> bool {
    let from = all().partition_point(|division| division.code <= prefecture);
    all().get(from).is_some_and(|next| next.code.0 / 100 == prefecture.0 / 100)
}

fn parse(line: &'static str) -> Option<Division> {
    let mut fields = line.split(',');
    let code = AreaCode(fields.next()?.parse().ok()?);
    let name = fields.next()?;
    let level = match fields.next()? {
        "province" => Level::Province,
        "prefecture" => Level::Prefecture,
        _ => Level::County,
    };
    let parent = fields.next()?.parse().ok().map(AreaCode);
    let lon = fields.next()?.parse().ok();
    let lat = fields.next()?.parse().ok();
    let centroid = lon.zip(lat).map(|(lon, lat)| Point { lon, lat });
    Some(Division { code, name, level, parent, centroid })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_division() {
        let lines = include_str!("../../assets/codes/admin_divisions_2024.csv").lines().count();
        assert_eq!(all().len(), lines - 1);
    }

    #[test]
    fn a_path_names_all_levels() {
        assert_eq!(path(AreaCode(341324)), "安徽省宿州市泗县");
    }
}
