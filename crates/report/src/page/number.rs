//! How numbers are written: with the digits that their error allows, points under each other.

/// Decimals beyond which a number is written with a power of ten.
const MOST_DECIMALS: usize = 9;
/// A number from here on is written with a power of ten.
const LARGEST: f64 = 1e15;
/// As wide as a figure, where figures are alike; and as a decimal point.
const FIGURE_SPACE: char = '\u{2007}';
const POINT_SPACE: char = '\u{2008}';
/// Between groups of three figures, never at the end of a line.
const THIN_SPACE: char = '\u{202f}';

/// Decimals at which a standard error has so many digits; `otherwise` where it is zero.
pub(super) fn decimals(error: f64, digits: i32, otherwise: usize) -> usize {
    if error > 0.0 && error.is_finite() {
        (f64::from(digits - 1) - leading(error)).max(0.0) as usize
    } else {
        otherwise
    }
}

/// Decimals at which a number has so many digits.
pub(super) fn digits(value: f64, digits: i32) -> usize {
    decimals(value.abs(), digits, 0)
}

/// The power of ten of the first figure.
fn leading(value: f64) -> f64 {
    value.log10().floor()
}

/// A number with so many decimals, padded as if it had `width` of them.
pub(super) fn padded(value: f64, decimals: usize, width: usize) -> String {
    let mut text = plain(value, decimals);
    if decimals == 0 && width > 0 {
        text.push(POINT_SPACE);
    }
    text.extend(std::iter::repeat_n(FIGURE_SPACE, width.saturating_sub(decimals)));
    text
}

/// A number with so many decimals, a true minus sign, and figures in groups from 10 000 on.
pub(super) fn plain(value: f64, decimals: usize) -> String {
    if value.abs() >= LARGEST || decimals > MOST_DECIMALS {
        return format!("{value:.2e}").replace('-', "−");
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    format!("{sign}{}{rest}", grouped(whole))
}

fn grouped(whole: &str) -> String {
    if whole.len() < 5 {
        return whole.to_owned();
    }
    let mut text = String::new();
    for (i, figure) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(THIN_SPACE);
        }
        text.push(figure);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_digits_than_the_error_allows() {
        for (error, expected) in [(0.034, 3), (0.0034, 4), (0.34, 2), (3.4, 1), (34.0, 0), (3e5, 0)]
        {
            assert_eq!(decimals(error, 2, 9), expected, "{error}");
        }
        assert_eq!([decimals(0.0, 2, 4), decimals(f64::NAN, 2, 4), digits(0.0, 2)], [4, 4, 0]);
        assert_eq!([digits(-0.0123, 3), digits(123.4, 3), digits(12.34, 3)], [4, 0, 1]);
    }

    #[test]
    fn numbers_are_written_as_in_print() {
        let cases = [
            (-0.0, 2, "0.00"),
            (-0.001, 2, "0.00"),
            (-1.005, 1, "−1.0"),
            (1234.5, 1, "1234.5"),
            (-1_234_567.8, 0, "−1\u{202f}234\u{202f}568"),
            (12_345.0, 2, "12\u{202f}345.00"),
            (-1.5e290, 0, "−1.50e290"),
            (1.5e-12, 13, "1.50e−12"),
        ];
        for (value, decimals, expected) in cases {
            assert_eq!(plain(value, decimals), expected);
        }
    }

    #[test]
    fn points_stand_under_each_other() {
        assert_eq!(padded(1.5, 1, 3), "1.5\u{2007}\u{2007}");
        assert_eq!(padded(2.0, 0, 2), "2\u{2008}\u{2007}\u{2007}");
        assert_eq!(padded(2.0, 0, 0), "2");
    }
}
