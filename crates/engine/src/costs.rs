//! [`Costs`]: what a trade pays, in parts that add up.

use thiserror::Error;

/// Fees of a venue or broker.
///
/// A trade of `q ≠ 0` shares at spot `S` pays `max(rate · |q| · S + per_unit · |q|, minimum)`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fee {
    /// Share of traded notional, as a decimal.
    pub rate: f64,
    /// Currency per share.
    pub per_unit: f64,
    /// Least fee of a ticket, in currency.
    pub minimum: f64,
}

/// Square-root impact: a trade of `q` shares pays `Y · σ_day · S · |q| · √(|q| / ADV)`.
///
/// # Source
/// The square-root law of market impact; see Tóth et al. (2011), *Anomalous price impact and the
/// critical nature of liquidity in financial markets*, eq. 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Impact {
    /// `Y`, dimensionless, about 1.
    pub coefficient: f64,
    /// Average daily volume, in shares.
    pub adv: f64,
}

/// One-way costs of a trade in the underlying. Each part is a line of its own in every result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// Half the bid-ask spread, as a share of the spot.
    pub half_spread: f64,
    /// Fees.
    pub fee: Fee,
    /// Square-root impact, if any.
    pub impact: Option<Impact>,
    /// Whether the trade at entry is charged.
    pub charge_initial: bool,
    /// Whether the unwind at the horizon is charged.
    pub charge_final: bool,
}

impl Costs {
    /// Trading for free.
    pub const NONE: Self = Self {
        half_spread: 0.0,
        fee: Fee { rate: 0.0, per_unit: 0.0, minimum: 0.0 },
        impact: None,
        charge_initial: true,
        charge_final: true,
    };

    /// Checks every number.
    ///
    /// # Errors
    /// The first [`CostsError`] met.
    pub fn validate(&self) -> Result<(), CostsError> {
        let not_negative = |name, value: f64| {
            if value >= 0.0 && value.is_finite() {
                Ok(())
            } else {
                Err(CostsError::Negative { name, value })
            }
        };
        not_negative("half spread", self.half_spread)?;
        not_negative("fee rate", self.fee.rate)?;
        not_negative("fee per unit", self.fee.per_unit)?;
        not_negative("fee minimum", self.fee.minimum)?;
        if let Some(impact) = self.impact {
            not_negative("impact coefficient", impact.coefficient)?;
            if !(impact.adv > 0.0 && impact.adv.is_finite()) {
                return Err(CostsError::Adv(impact.adv));
            }
        }
        Ok(())
    }
}

/// Why [`Costs`] are refused.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum CostsError {
    /// A cost must be finite and not negative.
    #[error("{name} must be finite and not negative, not {value}")]
    Negative {
        /// Which cost.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// The average daily volume must be positive and finite.
    #[error("average daily volume must be positive and finite, not {0}")]
    Adv(f64),
}
