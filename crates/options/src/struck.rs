//! [`Struck`]: a contract with its strike and barrier in currency.

use crate::{Contract, Strike, Strikes};
use rehedge_kernels::{Row, ln};

/// A contract as it was struck at entry: strike and barrier in currency.
///
/// # Shape
/// `Struck<Row>` on the paths of a row, `Struck` on one.
#[derive(Clone, Copy, Debug)]
pub struct Struck<T = f64> {
    pub(crate) contract: Contract,
    pub(crate) strikes: Strikes<T>,
    /// The barrier; the strike where there is none.
    pub(crate) levels: Strikes<T>,
}

impl Struck {
    /// A contract entered when the spot is `spot`.
    #[must_use]
    pub fn new(contract: Contract, spot: f64) -> Self {
        let struck = |strike: Strike| {
            let strike = strike.in_currency(spot);
            Strikes { strike, log_strike: ln(strike) }
        };
        let [strike, level] = strike_and_level(&contract);
        Self { contract, strikes: struck(strike), levels: struck(level) }
    }
}

impl Struck<Row> {
    /// A contract entered on the paths of a row when their spots are `spot`.
    #[must_use]
    pub fn new(contract: Contract, spot: &Row) -> Self {
        let struck = |strike: Strike| {
            let strike = Row(spot.map(|spot| strike.in_currency(spot)));
            Strikes { strike, log_strike: Row(strike.map(ln)) }
        };
        let [strike, level] = strike_and_level(&contract);
        Self { contract, strikes: struck(strike), levels: struck(level) }
    }
}

impl<T> Struck<T> {
    /// The contract.
    #[must_use]
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// Its strike.
    #[must_use]
    pub fn strikes(&self) -> &Strikes<T> {
        &self.strikes
    }
}

fn strike_and_level(contract: &Contract) -> [Strike; 2] {
    let strike = contract.strike();
    match contract {
        Contract::Barrier(barrier) => [strike, barrier.level],
        _ => [strike, strike],
    }
}
