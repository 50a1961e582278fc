//! Tiles near true positions: the grid and the assignment that keep directions best.

use crate::analysis::numeric::assignment::assign_max;
use crate::report::figure::Degrees;

/// Width of a tile for each of its height.
const SHAPE: f64 = 1.4;
/// What a free tile costs beside turned directions.
const FREE: f64 = 0.3;
/// What a grid costs that has another shape than one between those of the area and of paper.
const SHAPELESS: f64 = 0.2;

/// Column and row of each place; places of unknown position stand in the lower left.
///
/// Of all grids with room, the one that turns the directions between places least, with few tiles left free; in it
/// places are assigned so that the sum of squared distances is least. The same places give the same tiles.
pub(super) fn tiles(places: &[Option<Degrees>]) -> Vec<(usize, usize)> {
    let points = unit_square(places);
    let aspect = aspect(places);
    let count = places.len();
    let mut best: Option<(f64, Vec<(usize, usize)>)> = None;
    for columns in 1..=count {
        for rows in count.div_ceil(columns)..=count.div_ceil(columns) + 1 {
            let cells = assigned(&points, (columns, rows));
            let free = (columns * rows - count) as f64 / count as f64;
            let wanted = (aspect * std::f64::consts::SQRT_2).sqrt();
            let shape = (columns as f64 * SHAPE / rows as f64 / wanted).ln().abs();
            let price = turned(&points, &cells, aspect) + FREE * free + SHAPELESS * shape;
            if best.as_ref().is_none_or(|(least, _)| price < *least) {
                best = Some((price, cells));
            }
        }
    }
    best.map(|(_, cells)| cells).unwrap_or_default()
}

fn squeeze(places: &[Option<Degrees>]) -> f64 {
    let known = places.iter().flatten().map(|at| at.1);
    let (low, high) = known.fold((f64::MAX, f64::MIN), |(low, high), lat| (low.min(lat), high.max(lat)));
    ((low + high) / 2.0).to_radians().cos().max(0.1)
}

/// West to east 0 to 1, north to south 0 to 1.
fn unit_square(places: &[Option<Degrees>]) -> Vec<(f64, f64)> {
    let range = |of: fn(&Degrees) -> f64| {
        let known = places.iter().flatten().map(of);
        known.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)))
    };
    let (west, east) = range(|at| at.0);
    let (south, north) = range(|at| at.1);
    let share = |value: f64, low: f64, high: f64| if high > low { (value - low) / (high - low) } else { 0.5 };
    let point = |at: &Option<Degrees>| {
        at.map_or((0.0, 1.0), |(lon, lat)| (share(lon, west, east), 1.0 - share(lat, south, north)))
    };
    places.iter().map(point).collect()
}

/// Width of the area for each of its height.
fn aspect(places: &[Option<Degrees>]) -> f64 {
    let known = || places.iter().flatten();
    let extent = |of: fn(&Degrees) -> f64| {
        let (low, high) = known().fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(of(at)), high.max(of(at))));
        high - low
    };
    let (across, down) = (extent(|at| at.0) * squeeze(places), extent(|at| at.1));
    if across > 0.0 && down > 0.0 { (across / down).clamp(0.6, 2.2) } else { SHAPE }
}

fn assigned(points: &[(f64, f64)], (columns, rows): (usize, usize)) -> Vec<(usize, usize)> {
    let (across, down) = ((columns - 1) as f64, (rows - 1) as f64);
    // More than all distances together, so that nobody goes without a tile.
    let whole = points.len() as f64 * (across * across + down * down) + 1.0;
    let worth = |point: &(f64, f64)| -> Vec<f64> {
        let distance = |at: usize| {
            let (dx, dy) = (point.0 * across - (at % columns) as f64, point.1 * down - (at / columns) as f64);
            whole - dx * dx - dy * dy
        };
        (0..columns * rows).map(distance).collect()
    };
    let values: Vec<Vec<f64>> = points.iter().map(worth).collect();
    assign_max(&values).into_iter().map(|at| at.map_or((0, 0), |at| (at % columns, at / columns))).collect()
}

/// How far directions between places are turned: 0 not at all, 2 about.
fn turned(points: &[(f64, f64)], cells: &[(usize, usize)], aspect: f64) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for (at, a) in points.iter().enumerate() {
        for (b, other) in points.iter().zip(cells).skip(at + 1) {
            let truth = ((b.0 - a.0) * aspect, b.1 - a.1);
            let drawn = ((other.0 as f64 - cells[at].0 as f64) * SHAPE, other.1 as f64 - cells[at].1 as f64);
            let lengths = truth.0.hypot(truth.1) * drawn.0.hypot(drawn.1);
            if lengths > 0.0 {
                sum += 1.0 - (truth.0 * drawn.0 + truth.1 * drawn.1) / lengths;
                count += 1.0;
            }
        }
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AreaCode, division};
    use std::collections::BTreeSet;

    fn of(focus: u32) -> (Vec<&'static str>, Vec<(usize, usize)>) {
        let children: Vec<_> = division::children(AreaCode(focus)).collect();
        let at: Vec<_> = children.iter().map(|child| child.centroid.map(|point| (point.lon, point.lat))).collect();
        (children.iter().map(|child| child.name).collect(), tiles(&at))
    }

    #[test]
    fn every_place_has_a_tile_of_its_own() {
        for focus in [341_300, 340_100, 340_000, 500_000, 650_000] {
            let (names, cells) = of(focus);
            assert_eq!(cells.iter().collect::<BTreeSet<_>>().len(), names.len());
        }
        assert_eq!(tiles(&[None]), [(0, 0)]);
        assert_eq!(tiles(&[]), []);
        assert_eq!(tiles(&[Some((117.0, 33.0)); 4]).iter().collect::<BTreeSet<_>>().len(), 4);
    }

    #[test]
    fn the_counties_of_a_city_keep_their_directions() {
        let (names, cells) = of(341_300);
        let at = |name: &str| cells[names.iter().position(|other| *other == name).unwrap()];
        // 砀山 lies in the far north-west, 泗县 in the south-east, 灵璧 between 埇桥 and 泗县.
        assert!(at("砀山县").0 < at("萧县").0 && at("砀山县").1 <= at("萧县").1);
        assert!(at("埇桥区").0 < at("灵璧县").0 && at("灵璧县").0 < at("泗县").0, "{cells:?}");
        assert!(at("萧县").1 < at("泗县").1);
        // The long shape of 合肥 does not become a narrow strip.
        let (_, cells) = of(340_100);
        assert_eq!(cells.iter().map(|cell| cell.0).max(), Some(2));
    }
}
