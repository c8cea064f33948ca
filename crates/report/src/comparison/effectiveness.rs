//! [`Effectiveness`]: how much of the naked book's risk a hedge takes away.

use super::difference::Difference;
use super::{Sample, Samples};
use crate::statistics::moments::moments_of;
use crate::statistics::{Dependence, standard_error};

/// Share of an offset that hedge accounting took for effective (IAS 39, paragraph AG105).
const OFFSET_RANGE: std::ops::RangeInclusive<f64> = 0.80..=1.25;

/// What a hedge takes away of the risk of the book without a hedge, a row of `effectiveness.csv`.
///
/// The P&L of the hedge alone is `H = hedged − unhedged`, its costs included; that of the book is
/// `V = unhedged`. All are pure numbers; what a book that does not vary cannot tell is 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effectiveness {
    /// Name of the hedge.
    pub hedge: String,
    /// `1 − Var(hedged) / Var(unhedged)`, with its standard error.
    ///
    /// # Source
    /// Ederington (1979), *The hedging performance of the new futures markets*, Journal of Finance
    /// 34, eq. 3.
    pub ederington: Difference,
    /// Slope of the regression of `H` on `V`: −1 for a perfect hedge.
    pub slope: f64,
    /// Its R².
    pub r_squared: f64,
    /// Dollar offset: median over paths of `−H / V`.
    pub offset_median: f64,
    /// Share of paths on which `−H / V` is between 80 % and 125 %.
    pub offset_in_range: f64,
}

impl Samples<'_> {
    /// How effective every other hedge is against the one that is the naked book.
    #[must_use]
    pub fn effectiveness(&self, unhedged: usize) -> Vec<Effectiveness> {
        let Some(book) = self.hedges.get(unhedged) else { return Vec::new() };
        let others = self.hedges.iter().enumerate().filter(|(hedge, _)| *hedge != unhedged);
        others.map(|(_, hedged)| effectiveness(hedged, book.pnl, self.dependence)).collect()
    }
}

fn effectiveness(hedged: &Sample<'_>, book: &[f64], dependence: Dependence) -> Effectiveness {
    let hedge: Vec<f64> = hedged.pnl.iter().zip(book).map(|(x, v)| x - v).collect();
    let (of_hedge, of_book) = (moments_of(&hedge), moments_of(book));
    let deviations = hedge.iter().zip(book).map(|(h, v)| (h - of_hedge.mean) * (v - of_book.mean));
    let product: f64 = deviations.sum();
    let both = of_hedge.squares * of_book.squares;
    let (offset_median, offset_in_range) = offsets(&hedge, book);
    Effectiveness {
        hedge: hedged.name.to_owned(),
        ederington: ederington(hedged.pnl, book, dependence),
        slope: ratio(product, of_book.squares),
        r_squared: ratio(product * product, both).min(1.0),
        offset_median,
        offset_in_range,
    }
}

/// `1 − Var x / Var v`, with influence `−((x − mₓ)² − (Var x / Var v)·(v − mᵥ)²) / Var v`.
fn ederington(hedged: &[f64], book: &[f64], dependence: Dependence) -> Difference {
    let (x, v) = (moments_of(hedged), moments_of(book));
    if v.squares <= 0.0 {
        return Difference::default();
    }
    let left = x.squares / v.squares;
    let variance = v.squares / v.count;
    let influence: Vec<f64> = hedged
        .iter()
        .zip(book)
        .map(|(a, b)| (left * (b - v.mean).powi(2) - (a - x.mean).powi(2)) / variance)
        .collect();
    Difference::new(1.0 - left, standard_error::of_mean(&influence, dependence), dependence)
}

/// Median of `−H / V` over the paths on which the book moves, and the share of them in range.
fn offsets(hedge: &[f64], book: &[f64]) -> (f64, f64) {
    let moved = hedge.iter().zip(book).filter(|(_, v)| **v != 0.0);
    let mut offsets: Vec<f64> = moved.map(|(h, v)| 0.0 - h / v).collect();
    if offsets.is_empty() {
        return (0.0, 0.0);
    }
    offsets.sort_unstable_by(f64::total_cmp);
    let (low, high) = (offsets[(offsets.len() - 1) / 2], offsets[offsets.len() / 2]);
    let inside = offsets.iter().filter(|offset| OFFSET_RANGE.contains(*offset)).count();
    (0.5 * (low + high), inside as f64 / offsets.len() as f64)
}

fn ratio(top: f64, bottom: f64) -> f64 {
    if bottom > 0.0 { top / bottom } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-14, "{a} is not {b}");
    }

    #[test]
    fn by_hand() {
        // Book −2, −1, 1, 2; hedge alone 2, 0.5, −1, −1.5; together 0, −½, 0, ½.
        let (book, hedged) = ([-2.0, -1.0, 1.0, 2.0], [0.0, -0.5, 0.0, 0.5]);
        let sample = |name, pnl| Sample { name, pnl, costs: &[] };
        let samples = Samples::new(
            vec![sample("naked", &book), sample("delta", &hedged)],
            Dependence::Independent,
        );
        let [delta] = &samples.effectiveness(0)[..] else { panic!("one hedge") };
        assert_eq!(delta.hedge, "delta");
        // Squares 10 and 0.5; slope (−4 − 0.5 − 1 − 3) / 10; H squared 7.5.
        close(delta.ederington.value, 0.95);
        close(delta.slope, -0.85);
        close(delta.r_squared, 72.25 / 75.0);
        // Offsets 1, 0.5, 1, 0.75: median 0.875, two of four in range.
        close(delta.offset_median, 0.875);
        close(delta.offset_in_range, 0.5);
        // (0.05·v² − x²) / 2.5: 0.08, −0.08, 0.02, −0.02; squares 0.0136 over 3 · 4.
        close(delta.ederington.se, (0.0136f64 / 12.0).sqrt());
    }

    #[test]
    fn a_book_that_does_not_move_tells_nothing() {
        let one = Sample { name: "a", pnl: &[0.0; 5], costs: &[0.0; 5] };
        let empty = Sample { name: "a", pnl: &[], costs: &[] };
        for sample in [one, empty] {
            let found =
                Samples::new(vec![sample, sample], Dependence::Overlapping(2)).effectiveness(0);
            assert_eq!(found, [Effectiveness { hedge: "a".into(), ..Effectiveness::default() }]);
            assert_eq!(Samples::new(vec![sample], Dependence::Independent).effectiveness(1), []);
        }
    }
}
