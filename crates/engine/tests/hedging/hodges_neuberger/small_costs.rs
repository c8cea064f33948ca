//! Where costs are small or nothing: Whalley and Wilmott's band and price, and delta.

use super::{in_turn, problem, solved};
use rehedge_engine::{Costs, Outlook, Resolution, UtilityProblem};
use rehedge_kernels::InstructionSet;
use rehedge_options::{Greeks, Life, Rates, black_scholes};

/// A quarter in a market without rates, free at both ends, so that what costs is rehedging alone.
fn small(steps: usize, half_spread: f64) -> UtilityProblem {
    let costs = Costs { half_spread, charge_initial: false, charge_final: false, ..Costs::NONE };
    let outlook = Outlook { drift: 0.0, ..problem(1).outlook };
    UtilityProblem { costs, outlook, financing_rate: 0.0, ..problem(steps) }
}

fn greeks(problem: &UtilityProblem, spot: f64, tau: f64) -> Greeks {
    let life = Life::new(tau, Rates { rate: problem.financing_rate, dividend_yield: 0.0 });
    black_scholes(problem.payoff, spot, problem.strike, problem.outlook.volatility, &life)
}

/// Whalley and Wilmott's half-width.
fn half_width(problem: &UtilityProblem, spot: f64, tau: f64) -> f64 {
    let gamma = greeks(problem, spot, tau).gamma;
    let discount = (-problem.financing_rate * tau).exp();
    let cost = problem.costs.half_spread * spot;
    (1.5 * discount * cost * gamma * gamma / problem.risk_aversion).cbrt()
}

/// What rehedging within that band costs in all, risk included: to leading order
/// `½·a·σ²S²·H²` per year, since a holding that is reflected at `±H` leaves the risk
/// `a·σ²S²·H²/6` and trades for `λS·(ΓSσ)²/(2H)`, twice as much. Its expectation, by rectangles over
/// the normal law of log-spot and over the cube root of time to expiry, in which it is smooth.
fn expected_excess(problem: &UtilityProblem) -> f64 {
    let (horizon, sigma) = (problem.steps as f64 * problem.dt, problem.outlook.volatility);
    let (times, points) = (400_u32, 400_u32);
    let mut sum = 0.0;
    for i in 0..times {
        let root = horizon.cbrt() * (f64::from(i) + 0.5) / f64::from(times);
        let tau = root.powi(3);
        let weight = 3.0 * root * root * horizon.cbrt() / f64::from(times);
        for j in 0..points {
            let z = -6.0 + 12.0 * (f64::from(j) + 0.5) / f64::from(points);
            let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
            let elapsed = horizon - tau;
            let spot = 100.0 * (sigma * elapsed.sqrt() * z - 0.5 * sigma * sigma * elapsed).exp();
            let band = half_width(problem, spot, tau);
            let rate = 0.5 * problem.risk_aversion * (sigma * spot * band).powi(2);
            sum += rate * density * 12.0 / f64::from(points) * weight;
        }
    }
    sum
}

/// Half-width at the money at mid-life over Whalley and Wilmott's, and the excess price over Black
/// and Scholes; both for trading at all times. What a step lets pass is of the order of its root, so
/// that two grids of which one is four times as fine tell what none at all would.
fn at_all_times(half_spread: f64) -> [f64; 2] {
    let resolution = Resolution { per_deviation: 1, intervals: 8 };
    let [coarse, fine] = [224, 896].map(|steps| {
        let problem = small(steps, half_spread);
        let solution = problem.solve(resolution, InstructionSet::best(), &in_turn);
        let [low, high] = solution.at(steps / 2, 99.5);
        let band = half_width(&problem, 99.5, 0.125);
        let value = greeks(&problem, 100.0, 0.25).value;
        [0.5 * (high - low) / band, solution.entropic_risk() - value]
    });
    [0, 1].map(|i| 2.0 * fine[i] - coarse[i])
}

/// Whalley and Wilmott's band and price are those of small costs: the ratios come nearer to 1 as
/// costs fall by four and by four again, with a slope of the half-width towards ⅓ and of the price
/// towards ⅔.
#[test]
fn small_costs_give_whalley_and_wilmotts_band_and_price() {
    let spreads = [1.6e-2, 4e-3, 1e-3];
    let found = spreads.map(at_all_times);
    let widths = found.map(|[width, _]| width);
    assert!(widths.is_sorted() && widths[2] > 0.88 && widths[2] < 1.02, "{widths:?}");
    let prices = [0, 1, 2].map(|i| found[i][1] / expected_excess(&small(448, spreads[i])));
    let off = prices.map(|price| (price - 1.0).abs());
    assert!(off[2] < 0.06 && off[2] <= off[0], "{prices:?}");
    let slope = (found[1][1] / found[2][1]).ln() / 4.0_f64.ln();
    assert!((slope - 2.0 / 3.0).abs() < 0.04, "the price grows as the {slope}th power");
    let wide = widths[1] / widths[2];
    let slope = 1.0 / 3.0 + wide.ln() / 4.0_f64.ln();
    assert!(slope > 0.2 && slope < 1.0 / 3.0, "the band grows as the {slope}th power");
}

/// Without costs both edges are one, delta up to what discrete steps make of it: of the order of the
/// step over the time to expiry, and a quarter of it with a quarter of the step.
#[test]
fn without_costs_it_is_delta() {
    let off = [63, 252].map(|steps| {
        let problem = UtilityProblem { costs: Costs::NONE, ..problem(steps) };
        let solution = solved(&problem);
        let mut most = 0.0_f64;
        for share in [0, 1, 2] {
            let step = share * steps / 3;
            for spot in [90.0, 96.0, 99.0, 101.0, 104.0, 112.0] {
                let [low, high] = solution.at(step, spot);
                assert_eq!(low, high);
                let tau = (steps - step) as f64 * problem.dt;
                let delta = greeks(&problem, spot, tau).delta;
                most = most.max((low - delta).abs());
            }
        }
        most
    });
    assert!(off[0] < 0.015 && off[1] < 0.4 * off[0], "{off:?}");
}

/// With a drift of its own, Merton's demand `(μ − r)/(a·σ²·S·e^{r(T − t)})` comes on top.
#[test]
fn without_costs_a_drift_is_bought() {
    let outlook = Outlook { drift: 0.10, ..problem(1).outlook };
    let off = [63, 252].map(|steps| {
        let problem = UtilityProblem { outlook, costs: Costs::NONE, ..problem(steps) };
        let (solution, step) = (solved(&problem), steps / 3);
        let [holding, _] = solution.at(step, 97.0);
        let tau = (steps - step) as f64 * problem.dt;
        let speculation = 0.07 / (0.04 * 97.0 * (0.03 * tau).exp());
        let expected = greeks(&problem, 97.0, tau).delta + speculation;
        assert!((solution.frictionless(step, 97.0) - expected).abs() < 1e-12);
        (holding - expected).abs()
    });
    // Of the order of a step, as above; what was bought is 0.017.
    assert!(off[0] < 0.006 && off[1] < 0.4 * off[0], "{off:?}");
}
