//! Parts of a chart side by side and below each other.

use super::canvas::{Area, Backend, inset, size};

/// Rows and columns of so many panels: side by side up to two, then two in a row.
pub(super) fn grid(count: usize) -> (usize, usize) {
    let columns = count.clamp(1, 2);
    (count.div_ceil(columns).max(1), columns)
}

/// An area in equal parts, row by row.
pub(super) fn split<DB: Backend>(area: &Area<DB>, count: usize) -> Vec<Area<DB>> {
    let (rows, columns) = grid(count);
    let (width, height) = size(area);
    let (across, down) = (width / columns as f64, height / rows as f64);
    let part = |i: usize| {
        let (row, column) = ((i / columns) as f64, (i % columns) as f64);
        let (bottom, right) = (height - (row + 1.0) * down, width - (column + 1.0) * across);
        inset(area, [row * down, bottom.max(0.0), column * across, right.max(0.0)])
    };
    (0..count).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_stand_in_twos() {
        let grids = [1, 2, 3, 4, 5].map(grid);
        assert_eq!(grids, [(1, 1), (1, 2), (2, 2), (2, 2), (3, 2)]);
    }
}
