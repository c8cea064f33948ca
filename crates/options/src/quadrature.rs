//! Gauss and Legendre's rule on panels.

/// Points on a panel.
pub(crate) const POINTS: usize = 8;

/// Abscissae and weights of the rule of eight points on `[−1, 1]`, exact for polynomials up to
/// degree 15.
///
/// # Source
/// Abramowitz and Stegun (1964), *Handbook of Mathematical Functions*, table 25.4.
const RULE: [(f64, f64); POINTS] = [
    (-0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
    (-0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (-0.525_532_409_916_329, 0.313_706_645_877_887_27),
    (-0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_27),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// Points and weights on the panels between rising `breaks`: [`POINTS`] on each.
pub(crate) fn nodes(breaks: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    breaks.windows(2).flat_map(|ends| {
        let (centre, half) = (0.5 * (ends[0] + ends[1]), 0.5 * (ends[1] - ends[0]));
        RULE.into_iter().map(move |(x, weight)| (half.mul_add(x, centre), half * weight))
    })
}

/// The integral of a function over the panels between rising `breaks`.
pub(crate) fn integral(breaks: &[f64], function: impl Fn(f64) -> f64) -> f64 {
    nodes(breaks).map(|(x, weight)| weight * function(x)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_are_exact_and_others_close() {
        let of_degree =
            |n: i32| integral(&[0.0, 2.0], |x| x.powi(n)) / (2f64.powi(n + 1) / f64::from(n + 1));
        assert!((of_degree(15) - 1.0).abs() < 1e-14);
        assert!((of_degree(16) - 1.0).abs() > 1e-12);
        let sine = integral(&[0.0, 1.0, 2.0, std::f64::consts::PI], f64::sin);
        assert!((sine - 2.0).abs() < 1e-13);
    }
}
