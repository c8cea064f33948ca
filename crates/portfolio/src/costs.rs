//! [`Costs`]: what a unit of each instrument costs to hold.

use thiserror::Error;

/// Cost of a hedge, `Σ buy_j·max(x_j, 0) + sell_j·max(−x_j, 0)`.
///
/// Management cost, as in Boyle, Coleman and Li, weighs all positions alike, `buy_j = sell_j = c_j`;
/// half a bid-ask spread is what a unit costs against the mid price, and it may differ for buying
/// and selling.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    buy: Vec<f64>,
    sell: Vec<f64>,
}

/// Why costs are no costs.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum CostsError {
    /// There must be as many costs of selling as of buying.
    #[error("{buy} costs of buying, but {sell} of selling")]
    Lengths {
        /// Costs of buying.
        buy: usize,
        /// Costs of selling.
        sell: usize,
    },
    /// A cost must be finite and not negative.
    #[error("instrument {instrument}: a cost must be finite and not negative, not {cost}")]
    Cost {
        /// Which instrument.
        instrument: usize,
        /// Its cost.
        cost: f64,
    },
}

impl Costs {
    /// Costs of a unit bought and of a unit sold.
    ///
    /// # Errors
    /// [`CostsError`] for a cost that is negative or not finite.
    pub fn new(buy: Vec<f64>, sell: Vec<f64>) -> Result<Self, CostsError> {
        if buy.len() != sell.len() {
            return Err(CostsError::Lengths { buy: buy.len(), sell: sell.len() });
        }
        for (instrument, (&buy, &sell)) in buy.iter().zip(&sell).enumerate() {
            if let Some(cost) = [buy, sell].into_iter().find(|c| !(*c >= 0.0 && c.is_finite())) {
                return Err(CostsError::Cost { instrument, cost });
            }
        }
        Ok(Self { buy, sell })
    }

    /// The same for a unit bought and a unit sold.
    ///
    /// # Errors
    /// [`CostsError::Cost`] for a cost that is negative or not finite.
    pub fn symmetric(costs: Vec<f64>) -> Result<Self, CostsError> {
        Self::new(costs.clone(), costs)
    }

    /// Number of instruments.
    #[must_use]
    pub fn instruments(&self) -> usize {
        self.buy.len()
    }

    /// Cost of a hedge.
    #[must_use]
    pub fn of(&self, positions: &[f64]) -> f64 {
        assert_eq!(positions.len(), self.buy.len(), "a position for each instrument");
        positions.iter().enumerate().map(|(index, &position)| self.one(index, position)).sum()
    }

    /// Cost of a position in one instrument.
    pub(crate) fn one(&self, instrument: usize, position: f64) -> f64 {
        let unit = if position > 0.0 { self.buy[instrument] } else { self.sell[instrument] };
        unit * position.abs()
    }

    /// So many times the costs.
    pub(crate) fn times(&self, factor: f64) -> Self {
        let times = |costs: &[f64]| costs.iter().map(|cost| factor * cost).collect();
        Self { buy: times(&self.buy), sell: times(&self.sell) }
    }

    /// Costs of a unit bought and of a unit sold.
    pub(crate) fn units(&self, instrument: usize) -> [f64; 2] {
        [self.buy[instrument], self.sell[instrument]]
    }
}
