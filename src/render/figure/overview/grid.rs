//! Where the boxes stand: in a grid, each cell of chain and position filled column by column in the order of reading.
//!
//! Nothing but the segments decides: neither firms nor purchases move a box (needs E10), with or without the positions of
//! the last map.

use crate::render::figure::layout::{MARGIN, scale};
use crate::render::figure::overview::segment::Size;
use crate::render::figure::overview::{GUTTER, LANE_GAP, LANE_NAME, LANE_PAD, NARROWEST, ROW_GAP, SHAPE};
use crate::render::layered::{Frame, Kept, Layer};
use crate::report::figure::Overview;

/// Most columns of boxes to a position.
const MOST: usize = 9;
/// Room that title, headings and legend take beside the boxes.
const TITLE: f64 = 190.0;
const LEGEND: f64 = 260.0;
/// How much the shape of the sheet counts beside the size of the print.
const SHAPELESS: f64 = 0.1;

/// How many boxes stand in each cell: by lane, then by column.
struct Cells(Vec<Vec<usize>>);

impl Cells {
    fn new(overview: &Overview) -> Cells {
        let mut cells = vec![vec![0; overview.columns.len().max(1)]; overview.lanes.len().max(1)];
        for of in &overview.boxes {
            if let Some(cell) = cells.get_mut(of.lane).and_then(|lane| lane.get_mut(of.column)) {
                *cell += 1;
            }
        }
        Cells(cells)
    }

    /// Rows of a lane.
    fn rows(&self, lane: usize, columns: &[usize]) -> usize {
        let rows = self.0[lane].iter().zip(columns).map(|(count, columns)| count.div_ceil((*columns).max(1)));
        rows.max().unwrap_or(0)
    }

    /// How badly a sheet with so many columns to each position prints on A-series paper.
    fn cost(&self, columns: &[usize], size: &Size) -> f64 {
        let count: usize = columns.iter().sum();
        let rows: usize = (0..self.0.len()).map(|lane| self.rows(lane, columns)).sum();
        let lanes = (0..self.0.len()).filter(|&lane| self.rows(lane, columns) > 0).count();
        let width = number(count) * (size.width + GUTTER) - GUTTER + LANE_NAME + 2.0 * LANE_PAD;
        let width = width.max(NARROWEST) + 2.0 * MARGIN;
        let boxes = number(rows) * (size.height + ROW_GAP) + number(lanes) * (LANE_GAP - ROW_GAP);
        let height = boxes + 2.0 * MARGIN + LEGEND + TITLE * scale(width);
        width.max(height * SHAPE).ln() + SHAPELESS * (width / height / SHAPE).ln().abs()
    }

    /// Columns of each position, tried in turn until none does better.
    fn columns(&self, size: &Size) -> Vec<usize> {
        let most: Vec<usize> = (0..self.0[0].len())
            .map(|column| self.0.iter().map(|lane| lane[column]).max().unwrap_or(0).clamp(1, MOST))
            .collect();
        let mut best = vec![1; most.len()];
        let mut tried = best.clone();
        let mut least = self.cost(&best, size);
        // Every choice, as the figures of a number: positions are few.
        while let Some(at) = (0..most.len()).find(|&at| tried[at] < most[at]) {
            tried[at] += 1;
            tried[..at].iter_mut().for_each(|columns| *columns = 1);
            let cost = self.cost(&tried, size);
            if cost < least - 1e-9 {
                (least, best) = (cost, tried.clone());
            }
        }
        best
    }
}

/// Places of all boxes, and the layers and lanes they stand in.
pub(super) fn grid(overview: &Overview, size: &Size) -> (Vec<Option<Kept>>, Frame) {
    let cells = Cells::new(overview);
    let columns = cells.columns(size);
    let mut frame = Frame::default();
    let mut first = Vec::with_capacity(columns.len());
    for (column, &count) in columns.iter().enumerate() {
        first.push(frame.layers.len());
        for _ in 0..count {
            let left = number(frame.layers.len()) * (size.width + GUTTER);
            frame.layers.push(Layer { left, right: left + size.width, column });
        }
    }
    let mut top = 0.0;
    for lane in 0..cells.0.len() {
        let rows = cells.rows(lane, &columns);
        let height = (number(rows) * (size.height + ROW_GAP) - ROW_GAP).max(0.0);
        frame.lanes.push((top, top + height));
        top += if rows > 0 { height + LANE_GAP } else { 0.0 };
    }
    let mut met = vec![vec![0; columns.len()]; cells.0.len()];
    let place = |of: &crate::report::figure::OverviewBox| {
        let met = met.get_mut(of.lane)?.get_mut(of.column)?;
        let at = std::mem::replace(met, *met + 1);
        let (column, row) = spot(at, cells.0[of.lane][of.column], columns[of.column]);
        let layer = first[of.column] + column;
        let top = frame.lanes[of.lane].0 + number(row) * (size.height + ROW_GAP);
        Some(Kept { left: frame.layers[layer].left, top, layer })
    };
    (overview.boxes.iter().map(place).collect(), frame)
}

/// Column and row of the box numbered `at` of `count`: columns are filled evenly, from the left.
fn spot(at: usize, count: usize, columns: usize) -> (usize, usize) {
    let (mut rest, mut column) = (at, 0);
    let mut left = count;
    loop {
        let here = left.div_ceil((columns - column).max(1));
        if rest < here {
            return (column, rest);
        }
        (rest, left, column) = (rest - here, left - here, column + 1);
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::spot;

    #[test]
    fn columns_are_filled_evenly_in_order() {
        let all: Vec<(usize, usize)> = (0..7).map(|at| spot(at, 7, 3)).collect();
        assert_eq!(all, [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0), (2, 1)]);
        assert_eq!((spot(0, 1, 4), spot(1, 2, 4)), ((0, 0), (1, 0)));
    }
}
