//! Numbers as the screen, the page and the charts say them.

/// A standard deviation of volatility in vol points, free of the rounding of decimals.
pub fn points(volatility: f64) -> f64 {
    (volatility * 1e11).round() / 1e9
}

/// A number in three digits.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return if value.is_nan() { "—" } else { "∞" }.to_owned();
    }
    let text = if (1e-3..1e5).contains(&size) {
        let decimals = (2.0 - size.log10().floor()).max(0.0) as usize;
        format!("{value:.decimals$}")
    } else {
        format!("{value:.2e}")
    };
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_said_as_they_were_meant() {
        assert_eq!([0.5, 0.07, 2.0, 1e-7].map(|sd| points(sd * 0.01)), [0.5, 0.07, 2.0, 1e-7]);
    }

    #[test]
    fn numbers_in_three_digits() {
        let cases = [
            (7.27e-4, "7.27e−4"),
            (0.5, "0.500"),
            (34.61, "34.6"),
            (-6283.0, "−6283"),
            (1.93e6, "1.93e6"),
            (0.0, "0"),
            (f64::INFINITY, "∞"),
        ];
        for (value, expected) in cases {
            assert_eq!(number(value), expected);
        }
    }
}
