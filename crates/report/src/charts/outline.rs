//! Outlines of what is drawn on pixels, all turning the same way, so that they may overlap.

use ab_glyph_rasterizer::{Point, point as corner};

/// A box along every piece of a path, and a disc where it turns.
pub(super) fn stroke_outlines(path: &[Point], width: f32) -> Vec<Vec<Point>> {
    let half = width / 2.0;
    let mut outlines = Vec::with_capacity(path.len());
    let mut before: Option<(f32, f32)> = None;
    for piece in path.windows(2) {
        let (from, to) = (piece[0], piece[1]);
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy);
        if length == 0.0 {
            continue;
        }
        let (ux, uy) = (dx / length, dy / length);
        let turns = before.is_some_and(|(bx, by)| bx * ux + by * uy < 0.98);
        if turns && width > 1.2 {
            outlines.push(circle(from, half, 12));
        }
        let (nx, ny) = (-uy * half, ux * half);
        outlines.push(vec![
            corner(from.x - nx, from.y - ny),
            corner(to.x - nx, to.y - ny),
            corner(to.x + nx, to.y + ny),
            corner(from.x + nx, from.y + ny),
        ]);
        before = Some((ux, uy));
    }
    outlines
}

/// A regular polygon, turning as the boxes of a stroke do.
pub(super) fn circle(center: Point, radius: f32, corners: u8) -> Vec<Point> {
    let turn = std::f32::consts::TAU / f32::from(corners);
    (0..corners)
        .map(|i| {
            let (sin, cos) = (turn * f32::from(i)).sin_cos();
            corner(center.x + radius * cos, center.y + radius * sin)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twice the area of an outline, signed by the way it turns.
    fn turning(outline: &[Point]) -> f32 {
        let ends = outline.iter().skip(1).chain(outline.first());
        outline.iter().zip(ends).map(|(a, b)| a.x * b.y - b.x * a.y).sum()
    }

    #[test]
    fn every_outline_turns_the_same_way() {
        let zigzag = [(0.0, 0.0), (10.0, 3.0), (2.0, 5.0), (2.0, 5.0), (2.0, -9.0), (1.0, 8.0)];
        let path = zigzag.map(|(x, y)| corner(x, y));
        let outlines = stroke_outlines(&path, 3.0);
        assert_eq!(outlines.len(), 4 + 3, "a box per piece with a length, a disc per turn");
        assert!(outlines.iter().all(|outline| turning(outline) > 0.0));
    }

    #[test]
    fn a_box_is_as_wide_as_its_stroke() {
        let outlines = stroke_outlines(&[corner(0.0, 0.0), corner(3.0, 4.0)], 2.0);
        assert!((turning(&outlines[0]) / 2.0 - 5.0 * 2.0).abs() < 1e-5);
    }
}
