//! Numbers as the screen, the page and the charts say them.

/// A standard deviation of volatility in vol points, free of the rounding of decimals.
pub fn points(volatility: f64) -> f64 {
    (volatility * 1e11).round() / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_said_as_they_were_meant() {
        assert_eq!([0.5, 0.07, 2.0, 1e-7].map(|sd| points(sd * 0.01)), [0.5, 0.07, 2.0, 1e-7]);
    }
}
