//! Quantiles and expected shortfall of a sample.

/// The larger tail that is asked for, on either side.
const TAIL: f64 = 0.05;

/// A sample, sorted in both tails of [`TAIL`] and at its median: all that the summary reads, at a
/// fraction of the time of a full sort.
pub(super) struct Ordered<'a>(&'a [f64]);

impl<'a> Ordered<'a> {
    /// Sorts as far as needed.
    pub fn new(values: &'a mut [f64]) -> Self {
        let n = values.len();
        let tail = (n as f64 * TAIL).ceil() as usize + 2;
        if n < 4 * tail {
            values.sort_unstable_by(f64::total_cmp);
        } else {
            let lower = split(values, tail);
            values[..lower].sort_unstable_by(f64::total_cmp);
            let upper = lower + split(&mut values[lower..], n - 2 * tail);
            values[upper..].sort_unstable_by(f64::total_cmp);
            let median = (n - 1) / 2;
            split(&mut values[lower..upper], median - lower);
            split(&mut values[median..upper], 1);
            split(&mut values[median + 1..upper], 1);
        }
        Self(values)
    }

    /// Quantile of probability `p`: with the order statistics `x_0 ≤ … ≤ x_(n−1)` and
    /// `h = (n − 1) p`, linear between `x_⌊h⌋` and its successor. 0 for an empty sample.
    /// `p` is at most 5 % away from 0 or 1, or one half.
    ///
    /// # Source
    /// Hyndman and Fan (1996), *Sample quantiles in statistical packages*, definition 7.
    pub fn quantile(&self, p: f64) -> f64 {
        let Some(last) = self.0.len().checked_sub(1) else { return 0.0 };
        let h = last as f64 * p;
        let below = h.floor() as usize;
        let (low, high) = (self.0[below], self.0[(below + 1).min(last)]);
        low + (h - below as f64) * (high - low)
    }

    /// Expected shortfall of the loss: the mean of the worst fraction `tail` (at most 5 %) of the
    /// P&L, with its sign turned, so that a loss is positive.
    ///
    /// With `k = n · tail`, the `⌊k⌋` smallest values count whole and the next one counts as much
    /// as is left of `k`; the sum is divided by `k`. 0 for an empty sample.
    ///
    /// # Source
    /// Rockafellar and Uryasev (2002), *Conditional value-at-risk for general loss
    /// distributions*, proposition 8.
    pub fn expected_shortfall(&self, tail: f64) -> f64 {
        let weight = self.0.len() as f64 * tail;
        let whole = weight.floor() as usize;
        let Some(next) = self.0.get(whole) else { return 0.0 };
        let worst = self.0[..whole].iter().sum::<f64>();
        -(worst + (weight - whole as f64) * next) / weight
    }
}

/// Moves the `count` smallest values to the front; gives `count` back.
fn split(values: &mut [f64], count: usize) -> usize {
    values.select_nth_unstable_by(count - 1, f64::total_cmp);
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Continuous as _, ContinuousCDF as _, Normal};

    fn ordered(values: &[f64], with: impl Fn(Ordered)) {
        with(Ordered::new(&mut values.to_vec()));
    }

    /// Values `0, 1, …, n − 1` in a shuffled order: 7919 is a prime that does not divide `n`.
    fn shuffled(n: usize) -> Vec<f64> {
        (0..n).map(|i| (i * 7919 % n) as f64).collect()
    }

    #[test]
    fn quantiles_by_hand() {
        ordered(&[3.0, 1.0, 2.0, 10.0], |o| {
            assert_eq!(o.quantile(0.0), 1.0);
            assert_eq!(o.quantile(0.5), 2.5);
            assert_eq!(o.quantile(1.0), 10.0);
            // h = 0.15: 15 % of the way from 1 to 2; h = 2.85: 85 % of the way from 3 to 10.
            assert!((o.quantile(0.05) - 1.15).abs() < 1e-15);
            assert!((o.quantile(0.95) - 8.95).abs() < 1e-14);
        });
    }

    #[test]
    fn every_order_statistic_that_is_asked_for_is_in_place() {
        for n in (1..400).chain([1000, 1001, 4096, 10_007]) {
            ordered(&shuffled(n), |o| {
                for p in [0.0, 0.01, 0.05, 0.5, 0.95, 0.99, 1.0] {
                    let exact = (n - 1) as f64 * p;
                    assert!((o.quantile(p) - exact).abs() <= 1e-12 * exact, "n {n}, p {p}");
                }
            });
        }
    }

    #[test]
    fn expected_shortfall_by_hand() {
        ordered(&shuffled(100), |o| assert_eq!(o.expected_shortfall(0.05), -2.0));
        // k = 1.5: all of −10 and half of −4, over 1.5.
        let mut values = vec![1.0; 30];
        (values[7], values[21]) = (-10.0, -4.0);
        ordered(&values, |o| assert!((o.expected_shortfall(0.05) - 8.0).abs() < 1e-14));
        // Less than one path in the tail: the worst path.
        ordered(&values, |o| assert!((o.expected_shortfall(0.01) - 10.0).abs() < 1e-14));
    }

    #[test]
    fn expected_shortfall_of_many_paths_sums_the_whole_tail() {
        let n = 10_007;
        let (weight, whole) = (0.05 * n as f64, 500.0);
        let exact = -(whole * (whole - 1.0) / 2.0 + (weight - whole) * whole) / weight;
        ordered(&shuffled(n), |o| assert!((o.expected_shortfall(0.05) - exact).abs() < 1e-9));
    }

    #[test]
    fn expected_shortfall_of_a_normal_sample() {
        // Stratified, in a shuffled order: sampling error is that of the outermost strata.
        let normal = Normal::standard();
        let n = 200_000;
        let values: Vec<f64> =
            shuffled(n).iter().map(|rank| normal.inverse_cdf((rank + 0.5) / n as f64)).collect();
        ordered(&values, |o| {
            for (tail, published) in [(0.05, 2.062_713), (0.01, 2.665_214)] {
                let exact = normal.pdf(normal.inverse_cdf(tail)) / tail;
                assert!((exact - published).abs() < 5e-7);
                assert!((o.expected_shortfall(tail) - published).abs() < 2e-4);
            }
        });
    }

    #[test]
    fn an_empty_sample_gives_zero() {
        ordered(&[], |o| assert_eq!((o.quantile(0.5), o.expected_shortfall(0.05)), (0.0, 0.0)));
    }
}
