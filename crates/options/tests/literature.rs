//! Published values: Haug (2007), *The Complete Guide to Option Pricing Formulas*, 2nd ed.

use rehedge_options::{Greeks, JumpRisk, Life, Payoff, Rates, black_scholes, merton_value};

/// `(first column, numbers)` of a table with a source in its first line and names in its second.
fn rows<const N: usize>(table: &str) -> Vec<(String, [f64; N])> {
    let row = |line: &str| {
        let (kind, rest) = line.split_at(line.find(char::is_numeric).unwrap());
        let numbers: Vec<f64> = rest.split(',').map(|x| x.parse().unwrap()).collect();
        (kind.trim_end_matches(',').to_owned(), numbers.try_into().unwrap())
    };
    table.lines().skip(2).map(row).collect()
}

/// Four decimals are published; two of the 43 values are 5.5e-5 off, a little past rounding.
#[test]
fn black_scholes_values() {
    let rows = rows::<7>(include_str!("data/haug_black_scholes.csv"));
    assert_eq!(rows.len(), 43);
    for (kind, [spot, strike, tau, rate, dividend_yield, volatility, published]) in rows {
        let payoff = if kind == "call" { Payoff::Call } else { Payoff::Put };
        let life = Life::new(tau, Rates { rate, dividend_yield });
        let value = black_scholes(payoff, spot, strike, volatility, &life).value;
        assert!((value - published).abs() < 6e-5, "{kind} {spot} {strike}: {value} {published}");
    }
}

fn greeks(
    payoff: Payoff,
    [spot, strike, tau, rate, dividend_yield, volatility]: [f64; 6],
) -> Greeks {
    black_scholes(payoff, spot, strike, volatility, &Life::new(tau, Rates { rate, dividend_yield }))
}

/// Chapter 2: delta of a call on a future, gamma and vega of an option on a stock, to 4 decimals.
#[test]
fn black_scholes_greeks() {
    let on_future = greeks(Payoff::Call, [105.0, 100.0, 0.5, 0.1, 0.1, 0.36]);
    assert!((on_future.delta - 0.5946).abs() < 5e-5, "{}", on_future.delta);
    for payoff in [Payoff::Call, Payoff::Put] {
        let on_stock = greeks(payoff, [55.0, 60.0, 0.75, 0.1, 0.0, 0.3]);
        assert!((on_stock.gamma - 0.0278).abs() < 5e-5, "{}", on_stock.gamma);
        assert!((on_stock.vega - 18.9358).abs() < 5e-5, "{}", on_stock.vega);
    }
}

/// Jumps with a share `γ` of the total variance `v²`, and none in the mean: `E[e^J] = 1`, so
/// `sd² = γ·v²/λ`, `mean = −½·sd²`, `σ² = v² − λ·sd²`.
///
/// Two decimals are published. Four of the 135 are off by up to 0.0068, past rounding; the 60-digit
/// table of `merton.rs` is the finer check.
#[test]
fn merton_values() {
    const SPOT: f64 = 100.0;
    const TOTAL_VARIANCE: f64 = 0.25 * 0.25;
    let rates = Rates { rate: 0.08, dividend_yield: 0.0 };
    let rows = rows::<5>(include_str!("data/haug_merton.csv"));
    assert_eq!(rows.len(), 135);
    let mut past_rounding = 0;
    for (_, [strike, tau, per_year, share, published]) in rows {
        let variance = share * TOTAL_VARIANCE / per_year;
        let jumps = JumpRisk { per_year, mean_log: -0.5 * variance, sd_log: variance.sqrt() };
        let volatility = (TOTAL_VARIANCE - per_year * variance).sqrt();
        let call = (Payoff::Call, tau);
        let value = merton_value(call, [SPOT, strike], volatility, &jumps, rates);
        let error = (value - published).abs();
        assert!(error < 0.007, "{strike} {tau} {jumps:?}: {value} {published}");
        past_rounding += u32::from(error > 0.005);
    }
    assert!(past_rounding <= 4, "{past_rounding}");
}
