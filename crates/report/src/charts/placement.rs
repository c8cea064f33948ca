//! Places labels beside points, away from each other and from what is drawn.

/// Left, top, right and bottom, in pixels.
pub(super) type Frame = [f64; 4];

/// Distances from a point at which a label is tried, in pixels.
const DISTANCES: [f64; 9] = [12.0, 20.0, 32.0, 50.0, 75.0, 105.0, 140.0, 190.0, 250.0];
const DIRECTIONS: usize = 24;

/// Up to this distance a label needs no line that leads to it, in pixels.
pub(super) const BESIDE: f64 = 24.0;

/// A frame for the label of every point: within `bounds`, as near its point as the other labels and
/// `obstacles` allow. The first points choose first.
pub(super) fn place(
    points: &[(f64, f64)],
    sizes: &[(f64, f64)],
    obstacles: &[Frame],
    bounds: Frame,
) -> Vec<Frame> {
    let mut taken: Vec<Frame> = Vec::with_capacity(points.len());
    let mut leaders: Vec<Frame> = Vec::new();
    for (point, size) in points.iter().zip(sizes) {
        let cost = |(effort, frame): &(f64, Frame)| {
            let covered: f64 = taken.iter().map(|other| overlap(frame, other)).sum();
            let drawn: f64 = obstacles.iter().map(|other| overlap(frame, other)).sum();
            let outside = area(frame) - overlap(frame, &bounds);
            let lines: f64 = leaders.iter().map(|other| overlap(frame, other)).sum();
            let crossed = leader(*point, frame)
                .iter()
                .filter(|spot| taken.iter().any(|other| overlap(spot, other) > 0.0))
                .count();
            effort
                + 20.0 * covered
                + 4.0 * drawn
                + 50.0 * outside
                + 20.0 * lines
                + 150.0 * crossed as f64
        };
        let best = candidates(*point, *size).min_by(|a, b| cost(a).total_cmp(&cost(b)));
        if let Some((_, frame)) = best {
            leaders.extend(leader(*point, &frame));
            taken.push(frame);
        }
    }
    taken
}

/// Spots along the line that leads from a point to its label; none where the label is beside it.
fn leader(point: (f64, f64), frame: &Frame) -> Vec<Frame> {
    let length = distance(point, frame);
    if length <= BESIDE {
        return vec![];
    }
    let end = nearest(point, frame);
    let spots = (length / 6.0) as usize;
    let spot = |i: usize| {
        let share = i as f64 / spots as f64;
        let (x, y) = (point.0 + share * (end.0 - point.0), point.1 + share * (end.1 - point.1));
        [x - 2.0, y - 2.0, x + 2.0, y + 2.0]
    };
    (1..spots).map(spot).collect()
}

/// Frames around a point, each with how far it is from where a reader looks first: near, at the
/// height of the point, to its right.
fn candidates(point: (f64, f64), size: (f64, f64)) -> impl Iterator<Item = (f64, Frame)> {
    DISTANCES.into_iter().flat_map(move |distance| {
        (0..DIRECTIONS).map(move |i| {
            let angle = std::f64::consts::TAU * i as f64 / DIRECTIONS as f64;
            let (across, down) = (angle.cos(), angle.sin());
            let x = point.0 + across * distance + (across - 1.0) / 2.0 * size.0;
            let y = point.1 + down * distance + (down - 1.0) / 2.0 * size.1;
            let effort = distance + 12.0 * down.abs() + 2.0 * (1.0 - across);
            (effort, [x, y, x + size.0, y + size.1])
        })
    })
}

/// The point of a frame that is nearest to another point.
pub(super) fn nearest(point: (f64, f64), frame: &Frame) -> (f64, f64) {
    (point.0.clamp(frame[0], frame[2]), point.1.clamp(frame[1], frame[3]))
}

/// Distance between a point and a frame.
pub(super) fn distance(point: (f64, f64), frame: &Frame) -> f64 {
    let to = nearest(point, frame);
    (to.0 - point.0).hypot(to.1 - point.1)
}

fn overlap(a: &Frame, b: &Frame) -> f64 {
    let across = a[2].min(b[2]) - a[0].max(b[0]);
    let down = a[3].min(b[3]) - a[1].max(b[1]);
    across.max(0.0) * down.max(0.0)
}

fn area(frame: &Frame) -> f64 {
    (frame[2] - frame[0]) * (frame[3] - frame[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crowded_labels_do_not_overlap() {
        let points: Vec<(f64, f64)> =
            (0..20).map(|i| (400.0 + f64::from(i % 5), 300.0 + 6.0 * f64::from(i))).collect();
        let sizes = vec![(120.0, 20.0); points.len()];
        let bounds = [0.0, 0.0, 1000.0, 700.0];
        let frames = place(&points, &sizes, &[], bounds);
        for (i, a) in frames.iter().enumerate() {
            assert!(area(a) - overlap(a, &bounds) < 1e-6);
            assert!(frames[..i].iter().all(|b| overlap(a, b) < 1e-6));
        }
    }

    #[test]
    fn a_lone_label_stands_to_the_right_of_its_point() {
        let frames = place(&[(50.0, 50.0)], &[(30.0, 10.0)], &[], [0.0, 0.0, 200.0, 100.0]);
        assert_eq!(frames, [[62.0, 45.0, 92.0, 55.0]]);
    }
}
