//! [`Tail`] of a sample of losses.

/// The worst share of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Tail {
    /// Value at risk: where the tail starts.
    pub start: f64,
    /// Conditional value at risk: its mean.
    pub mean: f64,
}

impl Tail {
    /// The worst `share` of the losses. With `k = share·n` the `⌊k⌋` largest count whole and the next as
    /// much as is left of `k`; it is where the tail starts.
    ///
    /// # Source
    /// Rockafellar and Uryasev (2002), *Conditional value-at-risk for general loss distributions*,
    /// proposition 8.
    pub fn of(losses: &[f64], share: f64) -> Self {
        let weight = share * losses.len() as f64;
        let whole = (weight.floor() as usize).min(losses.len() - 1);
        let mut ordered = losses.to_vec();
        let (_, start, _) =
            ordered.select_nth_unstable_by(whole, |one, other| other.total_cmp(one));
        let start = *start;
        let excess: f64 = losses.iter().map(|loss| (loss - start).max(0.0)).sum();
        Self { start, mean: start + excess / weight }
    }
}
