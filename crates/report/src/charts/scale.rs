//! [`Scale`]: how numbers given by the caller lie along an axis.

use super::axis::Axis;
use super::{ChartError, finite, ticks};

/// How values lie along an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// By their difference.
    #[default]
    Linear,
    /// By their ratio; all must be positive.
    Log,
    /// Each as far from the next, whatever they are, and each written at its place.
    Even,
}

/// Up to so many values are written at their own places on any scale.
const WRITTEN: usize = 12;

/// Values along an axis, checked: finite, rising, positive where the scale is of ratios.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values<'a> {
    pub scale: Scale,
    pub values: &'a [f64],
}

impl<'a> Values<'a> {
    /// Checks values that have a name in errors.
    pub(super) fn new(what: &str, values: &'a [f64], scale: Scale) -> Result<Self, ChartError> {
        finite(what, values)?;
        if scale == Scale::Log && values.iter().any(|value| *value <= 0.0) {
            return Err(ChartError::NotPositive(what.to_owned()));
        }
        if values.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(ChartError::Order(what.to_owned()));
        }
        Ok(Self { scale, values })
    }

    /// Where the value of an index lies, in the coordinates of the axis.
    pub(super) fn place(&self, index: usize) -> f64 {
        if self.scale == Scale::Even { index as f64 } else { self.values[index] }
    }

    /// Borders between the cells of values, one more than there are values.
    pub(super) fn edges(&self) -> Vec<f64> {
        let turned: Vec<f64> = (0..self.values.len()).map(|i| self.turn(self.place(i))).collect();
        let (Some(&first), Some(&last)) = (turned.first(), turned.last()) else { return vec![] };
        let lone = if self.scale == Scale::Linear { 0.5 * first.abs() } else { 0.5 };
        let lone = if lone > 0.0 { lone } else { 0.5 };
        let half = |a: f64, b: f64| 0.5 * b - 0.5 * a;
        let gap = |pair: Option<&[f64]>| pair.map_or(lone, |pair| half(pair[0], pair[1]));
        let mut edges = vec![first - gap(turned.get(..2))];
        edges.extend(turned.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])));
        edges.push(last + gap(turned.len().checked_sub(2).map(|from| &turned[from..])));
        edges.into_iter().map(|edge| self.turn_back(edge)).collect()
    }

    /// An axis over a range of its coordinates; few values are written at their own places.
    pub(super) fn axis(&self, range: (f64, f64), count: usize) -> Axis {
        let axis = match self.scale {
            Scale::Linear | Scale::Even => Axis::linear(range, count),
            Scale::Log => Axis::log_over(range),
        };
        if self.scale != Scale::Even && self.values.len() > WRITTEN {
            return axis;
        }
        let label = |i: usize| (self.place(i), ticks::write_given(self.values[i]));
        axis.with_ticks((0..self.values.len()).map(label).collect())
    }

    fn turn(&self, place: f64) -> f64 {
        if self.scale == Scale::Log { place.ln() } else { place }
    }

    fn turn_back(&self, place: f64) -> f64 {
        if self.scale == Scale::Log { place.exp().clamp(1e-300, 1e300) } else { place }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(values: &[f64], scale: Scale) -> Vec<f64> {
        Values::new("x", values, scale).unwrap().edges()
    }

    #[test]
    fn edges_lie_between_values() {
        assert_eq!(edges(&[0.0, 1.0, 4.0], Scale::Linear), [-0.5, 0.5, 2.5, 5.5]);
        assert_eq!(edges(&[0.1, 3.0, 4.0], Scale::Even), [-0.5, 0.5, 1.5, 2.5]);
        let log = edges(&[1.0, 100.0], Scale::Log);
        assert!(log.iter().zip([0.1, 10.0, 1000.0]).all(|(a, b)| (a / b - 1.0).abs() < 1e-12));
        assert_eq!(edges(&[4.0], Scale::Linear), [2.0, 6.0]);
        assert_eq!(edges(&[0.0], Scale::Linear), [-0.5, 0.5]);
        assert_eq!(edges(&[], Scale::Even), []);
    }

    #[test]
    fn values_must_fit_their_scale() {
        let error = |values: &[f64], scale| Values::new("x", values, scale).unwrap_err();
        assert!(matches!(error(&[1.0, 1.0], Scale::Even), ChartError::Order(_)));
        assert!(matches!(error(&[0.0, 1.0], Scale::Log), ChartError::NotPositive(_)));
        assert!(matches!(error(&[f64::NAN], Scale::Linear), ChartError::NotFinite(_)));
    }
}
