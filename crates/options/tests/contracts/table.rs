//! Tables of reference values: a kind of contract, its numbers, its value and Greeks.

use rehedge_options::{Greeks, Quote, Rates};

/// A row: a kind, numbers, and value and Greeks.
pub struct Line<const N: usize> {
    pub kind: &'static str,
    pub numbers: [f64; N],
    pub exact: Greeks,
}

/// The rows of a table.
pub fn lines<const N: usize>(table: &'static str) -> impl Iterator<Item = Line<N>> {
    table.lines().skip(1).map(|line| {
        let (kind, numbers) = line.split_once(',').unwrap();
        let numbers: Vec<f64> = numbers.split(',').map(|x| x.parse().unwrap()).collect();
        let (numbers, greeks) = numbers.split_at(N);
        let [value, delta, gamma, theta, vega, vanna, volga] = greeks.try_into().unwrap();
        let exact = Greeks { value, delta, gamma, theta, vega, vanna, volga };
        Line { kind, numbers: numbers.try_into().unwrap(), exact }
    })
}

pub const NAMES: [&str; 7] = ["value", "delta", "gamma", "theta", "vega", "vanna", "volga"];

pub fn each(greeks: &Greeks) -> [f64; 7] {
    let Greeks { value, delta, gamma, theta, vega, vanna, volga } = *greeks;
    [value, delta, gamma, theta, vega, vanna, volga]
}

/// The largest share of its tolerance that each output has used so far.
#[derive(Debug, Default)]
pub struct Shares([f64; 7]);

impl Shares {
    pub fn check(&mut self, computed: &Greeks, exact: &Greeks, tolerance: [f64; 7], what: &str) {
        for i in 0..7 {
            let (computed, exact) = (each(computed)[i], each(exact)[i]);
            let share = (computed - exact).abs() / tolerance[i];
            assert!(
                share <= 1.0,
                "{} of {what}: {computed:e} for {exact:e}, {share} of the tolerance",
                NAMES[i]
            );
            self.0[i] = self.0[i].max(share);
        }
    }

    /// That each tolerance means something: some row uses a tenth of it.
    pub fn are_not_loose(&self) {
        assert!(self.0.iter().all(|share| *share > 0.1), "a loose tolerance: {:?}", self.0);
    }
}

/// `θ + ½σ²S²Γ + (r − q)SΔ − rV`, and the sum of the sizes of its terms.
pub fn pricing_equation_of(g: &Greeks, quote: Quote, rates: Rates) -> [f64; 2] {
    let Quote { spot, volatility } = quote;
    let terms = [
        g.theta,
        0.5 * (volatility * spot).powi(2) * g.gamma,
        (rates.rate - rates.dividend_yield) * spot * g.delta,
        -rates.rate * g.value,
    ];
    [terms.iter().sum(), terms.iter().map(|term| term.abs()).sum()]
}
