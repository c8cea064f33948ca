//! [`Axis`]: a linear, log or signed-log coordinate with round ticks of its own.

use super::ticks;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// An axis of a chart: plotters' own log ticks are no round numbers, so ticks are given here.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    law: Law,
    ticks: Vec<(f64, String)>,
}

/// How values lie along an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Law {
    /// By their difference.
    Linear,
    /// By their ratio.
    Log,
    /// By `± ln(1 + |v|/c)`: by their ratio far from zero, by their difference within `c` of it.
    Signed(f64),
}

impl Law {
    /// A coordinate that is equal for equal lengths of the axis.
    fn turn(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => value.ln(),
            Self::Signed(c) => (value.abs() / c).ln_1p().copysign(value),
        }
    }

    /// The value of such a coordinate.
    fn turn_back(self, place: f64) -> f64 {
        match self {
            Self::Linear => place,
            Self::Log => place.exp(),
            Self::Signed(c) => (c * place.abs().exp_m1()).copysign(place),
        }
    }
}

impl Axis {
    /// A linear axis over exactly `low ..= high`, with about `count` ticks.
    pub(super) fn linear(range: (f64, f64), count: usize) -> Self {
        let (low, high) = range;
        let ticks = ticks::linear(low, high, count);
        let labels = ticks.iter().map(|tick| (*tick, ticks::write(*tick, &ticks))).collect();
        Self { low, high, law: Law::Linear, ticks: labels }
    }

    /// A linear axis around values, with some air at both ends.
    pub(super) fn around(values: impl IntoIterator<Item = f64>, count: usize) -> Self {
        let (low, high) = extent(values);
        let air = 0.05 * (high - low);
        Self::linear((low - air, high + air), count)
    }

    /// A log axis around positive values, with some air at both ends.
    pub(super) fn log_around(values: impl IntoIterator<Item = f64>) -> Self {
        let (low, high) = log_extent(values);
        let labels = ticks::logarithmic(low, high);
        Self::log(low, high, labels)
    }

    /// A log axis of trading days, with some air at both ends.
    pub(super) fn trading_days(values: impl IntoIterator<Item = f64>) -> Self {
        let (low, high) = log_extent(values);
        let labels = ticks::trading_days(low, high);
        Self::log(low, high, labels)
    }

    /// A log axis over exactly `low ..= high`, both positive.
    pub(super) fn log_over((low, high): (f64, f64)) -> Self {
        let labels = ticks::logarithmic(low, high);
        Self::log(low, high, labels)
    }

    /// A signed-log axis around values and zero: by ratio on both sides of a zone about zero as wide
    /// as the least of them, but for what is less than a trillionth of the greatest.
    pub(super) fn signed_log_around(values: impl IntoIterator<Item = f64>) -> Self {
        let values: Vec<f64> = values.into_iter().collect();
        let law = signed_law(&values);
        Self::signed_around(law, &values)
    }

    /// The same with a zone about zero of a given width: values within it lie by their difference.
    pub(super) fn signed_log_from(zone: f64, values: impl IntoIterator<Item = f64>) -> Self {
        let values: Vec<f64> = values.into_iter().collect();
        let Law::Signed(least) = signed_law(&values) else { return Self::linear((0.0, 1.0), 8) };
        let zone = if zone.is_finite() { zone.max(least) } else { least };
        Self::signed_around(Law::Signed(zone), &values)
    }

    fn signed_around(law: Law, values: &[f64]) -> Self {
        let (low, high) = (law.turn(fold(values, f64::min)), law.turn(fold(values, f64::max)));
        let air = 0.04 * (high - low).max(1.0);
        let ends = (law.turn_back(low - air), law.turn_back(high + air));
        Self::signed(ends, law)
    }

    /// A signed-log axis from as far below zero as above it, over so many decades of each sign.
    pub(super) fn signed_log_evenly(values: impl IntoIterator<Item = f64>, decades: i32) -> Self {
        let far = values.into_iter().fold(0.0_f64, |far, v| far.max(v.abs()));
        let far = if far > 0.0 { far } else { 1.0 };
        Self::signed((-far, far), Law::Signed((far * 10_f64.powi(-decades)).max(1e-290)))
    }

    fn signed((low, high): (f64, f64), law: Law) -> Self {
        let Law::Signed(c) = law else { return Self::linear((low, high), 8) };
        let ticks = ticks::signed(low, high, c);
        let ticks = ticks.into_iter().map(|tick| (tick, ticks::write_alone(tick))).collect();
        Self { low, high, law, ticks }
    }

    fn log(low: f64, high: f64, ticks: Vec<f64>) -> Self {
        let ticks = ticks.into_iter().map(|tick| (tick, ticks::write_alone(tick))).collect();
        Self { low, high, law: Law::Log, ticks }
    }

    /// The same range with ticks given.
    pub(super) fn with_ticks(mut self, ticks: Vec<(f64, String)>) -> Self {
        self.ticks = ticks;
        self
    }

    /// Least and greatest value.
    pub(super) fn bounds(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// The value, or the nearest on the axis.
    pub(super) fn clamp(&self, value: f64) -> f64 {
        value.clamp(self.low, self.high)
    }

    /// The ticks and what is written at them.
    pub(super) fn ticks(&self) -> impl Iterator<Item = (f64, &str)> {
        self.ticks.iter().map(|(tick, label)| (*tick, label.as_str()))
    }

    /// What is written at the ticks.
    pub(super) fn labels(&self) -> impl Iterator<Item = &str> {
        self.ticks.iter().map(|(_, label)| label.as_str())
    }

    /// The ticks whose labels leave each other room on an axis of `length` pixels: every second,
    /// third … counted from zero on a linear axis, those that fit on a log one.
    pub(super) fn without_overlaps(mut self, length: f64, room: impl Fn(&str) -> f64) -> Self {
        let spans = self.spans(length, room);
        let kept = match self.law {
            Law::Linear => self.every_nth(&spans),
            Law::Log => fitting(&spans),
            Law::Signed(_) => self.outward(&spans),
        };
        let mut kept = kept.into_iter();
        self.ticks.retain(|_| kept.next().unwrap_or(false));
        self
    }

    /// The ticks whose labels leave each other room, at equal distances: every second, third …
    pub(super) fn thinned_evenly(mut self, length: f64, room: impl Fn(&str) -> f64) -> Self {
        let mut kept = self.every_nth(&self.spans(length, room)).into_iter();
        self.ticks.retain(|_| kept.next().unwrap_or(false));
        self
    }

    /// From where to where labels reach, in pixels.
    fn spans(&self, length: f64, room: impl Fn(&str) -> f64) -> Vec<(f64, f64)> {
        self.places()
            .map(|(place, label)| (place * length, room(label) / 2.0))
            .map(|(middle, half)| (middle - half, middle + half))
            .collect()
    }

    /// Zero, and what fits on either side of it, the nearest first.
    fn outward(&self, spans: &[(f64, f64)]) -> Vec<bool> {
        let zero = self.ticks.iter().position(|(tick, _)| *tick == 0.0).unwrap_or(0);
        let turned = spans[..=zero.min(spans.len() - 1)].iter().rev();
        let below: Vec<_> = turned.map(|(start, end)| (-end, -start)).collect();
        let mut kept = fitting(&below);
        kept.reverse();
        kept.extend(fitting(&spans[zero..]).into_iter().skip(1));
        kept
    }

    fn every_nth(&self, spans: &[(f64, f64)]) -> Vec<bool> {
        let zero = self.ticks.iter().position(|(tick, _)| *tick == 0.0).unwrap_or(0);
        let keep = |n: usize| move |i: &usize| i.abs_diff(zero).is_multiple_of(n);
        let fits = |n: &usize| {
            let kept: Vec<usize> = (0..spans.len()).filter(keep(*n)).collect();
            kept.windows(2).all(|pair| spans[pair[0]].1 <= spans[pair[1]].0)
        };
        let n = (1..=spans.len()).find(fits).unwrap_or(1);
        (0..spans.len()).map(|i| keep(n)(&i)).collect()
    }

    /// Where the ticks lie, as a fraction of the axis, and their labels.
    pub(super) fn places(&self) -> impl Iterator<Item = (f64, &str)> {
        self.ticks.iter().map(|(tick, label)| (self.fraction(*tick), label.as_str()))
    }

    /// How far along the axis a value lies, from 0 to 1.
    pub(super) fn fraction(&self, value: f64) -> f64 {
        match self.law {
            Law::Linear => (value - self.low) / (self.high - self.low),
            Law::Log => (value / self.low).ln() / (self.high / self.low).ln(),
            Law::Signed(_) => {
                let [value, low, high] = [value, self.low, self.high].map(|v| self.law.turn(v));
                (value - low) / (high - low)
            }
        }
    }
}

/// Zero, or what lies farther to one side.
fn fold(values: &[f64], farther: fn(f64, f64) -> f64) -> f64 {
    values.iter().copied().fold(0.0, farther)
}

/// The law of a signed-log axis of these values.
fn signed_law(values: &[f64]) -> Law {
    let sizes = || values.iter().map(|v| v.abs()).filter(|size| *size > 0.0);
    let (least, most) = (sizes().fold(f64::INFINITY, f64::min), sizes().fold(0.0, f64::max));
    if most == 0.0 { Law::Signed(1.0) } else { Law::Signed(least.max(1e-12 * most).max(1e-290)) }
}

/// Which of rising spans keep clear of those kept before.
fn fitting(spans: &[(f64, f64)]) -> Vec<bool> {
    let mut free_from = f64::NEG_INFINITY;
    let mut fits = |&(start, end): &(f64, f64)| {
        let clear = start >= free_from;
        if clear {
            free_from = end;
        }
        clear
    };
    spans.iter().map(&mut fits).collect()
}

/// Least and greatest of values, set apart where they are the same (up to rounding).
pub(super) fn extent(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let none = (f64::INFINITY, f64::NEG_INFINITY);
    let (low, high) = values.into_iter().fold(none, |(low, high), v| (low.min(v), high.max(v)));
    if low > high {
        return (0.0, 1.0);
    }
    let size = low.abs().max(high.abs());
    if high - low > 1e-9 * size && high - low > 1e-290 {
        return (low, high);
    }
    let apart = if size > 1e-280 { 0.5 * size } else { 1.0 };
    (low - apart, high + apart)
}

/// The same for a log axis; values that are not positive are left out.
fn log_extent(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let positive = values.into_iter().filter(|v| *v > 0.0).map(f64::ln);
    let none = (f64::INFINITY, f64::NEG_INFINITY);
    let (low, high) = positive.fold(none, |(low, high), v| (low.min(v), high.max(v)));
    if low > high {
        return (0.5, 2.0);
    }
    let air = (0.06 * (high - low)).max(0.35);
    ((low - air).exp().max(1e-300), (high + air).exp().min(1e300))
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let length = f64::from(limit.1 - limit.0);
        (f64::from(limit.0) + self.fraction(*value).clamp(-1.0, 2.0) * length).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // plotters asks twice, the second time for light lines between the ticks
        if hint.weight().allow_light_points() {
            return vec![];
        }
        self.ticks.iter().map(|(tick, _)| *tick).collect()
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        let tick = self.ticks.iter().find(|(tick, _)| tick == value);
        tick.map_or_else(String::new, |(_, label)| label.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_still_span_a_range() {
        assert_eq!(extent([3.0, 3.0]), (1.5, 4.5));
        assert_eq!(extent([0.0]), (-1.0, 1.0));
        assert_eq!(extent([]), (0.0, 1.0));
        let tiny = extent([1e6, 1e6 + 1e-9]);
        assert!(tiny.1 - tiny.0 > 1e5);
    }

    #[test]
    fn log_axis_maps_equal_ratios_to_equal_lengths() {
        let axis = Axis::log(1.0, 100.0, vec![]);
        assert_eq!(axis.map(&10.0, (0, 1000)), 500);
        assert_eq!(axis.map(&100.0, (1000, 0)), 0);
    }

    #[test]
    fn a_signed_log_axis_has_both_signs_and_zero() {
        let axis = Axis::signed_log_around([-1e3, 1e7, 0.01, 0.0]);
        let at = |value: f64| axis.fraction(value);
        assert!(at(axis.bounds().0).abs() < 1e-12 && (at(axis.bounds().1) - 1.0).abs() < 1e-12);
        assert!(at(-1e3) < at(-0.01) && at(-0.01) < at(0.0) && at(0.0) < at(0.01));
        // Far from zero equal ratios are equal lengths, on both sides.
        let decade = at(1e6) - at(1e5);
        assert!((at(1e5) - at(1e4) - decade).abs() < 1e-6 * decade);
        assert!((at(-1e2) - at(-1e3) - decade).abs() < 1e-3 * decade);
        let labels: Vec<_> = axis.labels().collect();
        let expected = ["−100", "−1", "−0.01", "0", "0.01", "1", "100", "10,000", "1,000,000"];
        assert_eq!(labels, expected);
    }

    #[test]
    fn an_even_signed_log_axis_has_zero_in_the_middle() {
        let axis = Axis::signed_log_evenly([-2e3, 0.1], 3);
        assert_eq!(axis.bounds(), (-2e3, 2e3));
        assert!((axis.fraction(0.0) - 0.5).abs() < 1e-15);
        assert!(axis.fraction(20.0) - 0.5 > 0.15 && axis.fraction(0.1) - 0.5 < 0.01);
        assert_eq!(Axis::signed_log_evenly([0.0], 3).bounds(), (-1.0, 1.0));
    }

    #[test]
    fn labels_that_would_overlap_are_left_out() {
        let axis = Axis::linear((-4.0, 6.0), 10).without_overlaps(100.0, |_| 25.0);
        assert_eq!(axis.labels().collect::<Vec<_>>(), ["−3", "0", "3", "6"]);
        let log = Axis::log(1.0, 100.0, vec![1.0, 2.0, 5.0, 10.0, 100.0]);
        let log = log.without_overlaps(100.0, |_| 25.0);
        assert_eq!(log.labels().collect::<Vec<_>>(), ["1", "5", "100"]);
    }

    #[test]
    fn values_off_a_log_axis_stay_near_it() {
        let axis = Axis::log_around([0.0, -1.0, 2.0]);
        assert!(axis.bounds().0 > 0.0);
        assert_eq!(axis.map(&0.0, (0, 1000)), -1000);
    }
}
