//! Round numbers for axes, and how to write them.

/// Round numbers within `low ..= high`, about `count` of them: multiples of 1, 2 or 5 times a power
/// of ten.
pub(super) fn linear(low: f64, high: f64, count: usize) -> Vec<f64> {
    let step = linear_step(low, high, count);
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    if !(first <= last && last - first < 1e3) {
        return vec![];
    }
    (0..=(last - first) as usize).map(|i| round_multiple(first + i as f64, step)).collect()
}

/// Step of [`linear`].
pub(super) fn linear_step(low: f64, high: f64, count: usize) -> f64 {
    let rough = (high - low) / count.max(1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let apart = |factor: f64| (factor * power / rough).ln().abs();
    let factors = [1.0, 2.0, 5.0, 10.0].into_iter();
    factors.min_by(|a, b| apart(*a).total_cmp(&apart(*b))).unwrap_or(1.0) * power
}

/// `multiple · step` without the last digit's noise: 3 · 0.1 is 0.3.
fn round_multiple(multiple: f64, step: f64) -> f64 {
    let value = multiple * step;
    format!("{value:.12e}").parse().unwrap_or(value)
}

/// Round numbers within `low ..= high` for a log axis: 1, 2, 5 of every power of ten, or powers
/// alone where there are many; fewer than three are replaced by evenly spaced ones.
pub(super) fn logarithmic(low: f64, high: f64) -> Vec<f64> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let decades = high.log10() - low.log10();
    let (factors, stride): (&[u8], usize) =
        if decades <= 3.5 { (&[1, 2, 5], 1) } else { (&[1], 1 + (decades / 8.0) as usize) };
    let ticks: Vec<f64> = (first..=last)
        .step_by(stride)
        .flat_map(|power| factors.iter().map(move |factor| decimal(*factor, power)))
        .filter(|tick| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(tick))
        .collect();
    if ticks.len() < 3 { linear(low, high, 4) } else { ticks }
}

/// Zero and powers of ten on both sides of it, from the first above `c` on: about six on the longer
/// side.
pub(super) fn signed(low: f64, high: f64, c: f64) -> Vec<f64> {
    let first = (c.log10() - 1e-9).ceil() as i32;
    let decades = |end: f64| ((end.max(c)).log10() + 1e-9).floor() as i32 - first;
    let stride = 1 + (decades(high).max(decades(-low)) / 6) as usize;
    let side = |end: f64| (0..=decades(end)).step_by(stride).map(move |i| decimal(1, first + i));
    let mut ticks: Vec<f64> = side(-low).map(|tick| -tick).filter(|tick| *tick >= low).collect();
    ticks.reverse();
    ticks.push(0.0);
    ticks.extend(side(high).filter(|tick| *tick <= high));
    ticks
}

/// The exact decimal `factor · 10^power`.
fn decimal(factor: u8, power: i32) -> f64 {
    format!("{factor}e{power}").parse().unwrap_or(f64::NAN)
}

/// Steps of a trading calendar from an eighth of a day to ten years; 21 days make a month.
const CALENDAR: [f64; 14] =
    [0.125, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 21.0, 63.0, 126.0, 252.0, 504.0, 1260.0, 2520.0];

/// Ticks of a log axis in trading days: a calendar's steps where the range lies within them.
pub(super) fn trading_days(low: f64, high: f64) -> Vec<f64> {
    let within = |tick: &f64| *tick >= low * (1.0 - 1e-9) && *tick <= high * (1.0 + 1e-9);
    let calendar: Vec<f64> = CALENDAR.into_iter().filter(within).collect();
    let covered = low >= 0.08 && high <= 4000.0;
    if covered && calendar.len() >= 2 { calendar } else { logarithmic(low, high) }
}

/// Writes a tick among others: decimals as the step needs, commas at thousands, a true minus.
pub(super) fn write(value: f64, ticks: &[f64]) -> String {
    let largest = ticks.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
    if value == 0.0 {
        return "0".into();
    }
    if !(1e-3..1e7).contains(&largest) {
        return minus(format!("{}e{}", mantissa(value), exponent(value)));
    }
    let decimals = ticks.iter().map(|tick| decimals(*tick)).max().unwrap_or(0);
    minus(commas(&format!("{value:.decimals$}")))
}

/// Writes a tick of a log axis by itself, without padding: 0.25, 1, 63.
pub(super) fn write_alone(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    if !(1e-3..1e7).contains(&value.abs()) {
        return minus(format!("{}e{}", mantissa(value), exponent(value)));
    }
    minus(commas(&format!("{:.*}", decimals(value), value)))
}

/// Writes a value that somebody chose: as it is, but for what is beyond the fifth digit.
pub(super) fn write_given(value: f64) -> String {
    write_alone(round_to(value, 5))
}

/// Writes a statistic with so many significant digits.
pub(super) fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let digits = digits.max(1);
    let power = exponent(round_to(value, digits));
    if !(-4..7).contains(&power) {
        return minus(format!("{value:.*e}", digits - 1));
    }
    let decimals = usize::try_from(digits as i32 - 1 - power).unwrap_or(0);
    minus(commas(&format!("{value:.decimals$}")))
}

fn round_to(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value)
}

fn exponent(value: f64) -> i32 {
    let text = format!("{value:e}");
    text.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0)
}

fn mantissa(value: f64) -> String {
    let text = format!("{:e}", round_to(value, 6));
    text.split_once('e').map_or(text.clone(), |(digits, _)| digits.to_owned())
}

/// Decimals that a number needs, ten at most.
fn decimals(value: f64) -> usize {
    (0..10)
        .find(|&n| {
            let written: f64 = format!("{value:.n$}").parse().unwrap_or(value);
            (written - value).abs() <= 1e-9 * value.abs()
        })
        .unwrap_or(10)
}

fn commas(number: &str) -> String {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    let (sign, digits) = whole.split_at(usize::from(whole.starts_with('-')));
    let mut text = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + fraction
}

fn minus(number: String) -> String {
    if number.contains('-') { number.replace('-', "−") } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_ticks_are_round() {
        assert_eq!(linear(0.0, 1.0, 5), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(linear(-0.31, 0.29, 6), [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2]);
        assert_eq!(linear(99.5, 112.0, 3), [100.0, 105.0, 110.0]);
        assert_eq!(linear(-3e6, 3e6, 4), [-2e6, 0.0, 2e6]);
        assert_eq!(linear(0.0, 3e-9, 3), [0.0, 1e-9, 2e-9, 3e-9]);
    }

    #[test]
    fn log_ticks_are_round() {
        assert_eq!(logarithmic(0.03, 2.0), [0.05, 0.1, 0.2, 0.5, 1.0, 2.0]);
        assert_eq!(logarithmic(1.0, 1e6), [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6]);
        assert_eq!(logarithmic(2.1, 4.4), [2.5, 3.0, 3.5, 4.0]);
        assert!(logarithmic(1e-200, 1e200).len() < 12);
    }

    #[test]
    fn trading_days_follow_a_calendar() {
        assert_eq!(trading_days(0.25, 63.0), [0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 21.0, 63.0]);
        assert_eq!(trading_days(0.01, 1.0), [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0]);
        assert_eq!(trading_days(2.6, 4.2), [3.0, 3.5, 4.0]);
    }

    #[test]
    fn numbers_are_written_for_readers() {
        assert_eq!(write(0.5, &[0.0, 0.25, 0.5]), "0.50");
        assert_eq!(write(-20000.0, &[-20000.0, 0.0]), "−20,000");
        assert_eq!(write(2e9, &[1e9, 2e9]), "2e9");
        assert_eq!(write(-5e-7, &[-5e-7]), "−5e−7");
        assert_eq!(write_alone(0.25), "0.25");
        assert_eq!(write_alone(21.0), "21");
        assert_eq!(write_alone(0.0), "0");
        assert_eq!(write_given(25.0 / 3.0), "8.3333");
        assert_eq!(write_given(0.1 + 0.2), "0.3");
        assert_eq!(significant(-0.123_456, 3), "−0.123");
        assert_eq!(significant(9.999, 3), "10.0");
        assert_eq!(significant(1234.5, 2), "1,234");
        assert_eq!(significant(0.0, 3), "0");
        assert_eq!(significant(1.5e-9, 2), "1.5e−9");
    }
}
