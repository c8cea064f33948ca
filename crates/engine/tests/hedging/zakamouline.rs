//! Zakamouline's band and centre at entry, where a hedge that holds nothing trades to the edge: the
//! holding is the centre less the half-width.

use crate::experiment::{call, diffusion, hedge};
use crate::twin::black_scholes;
use rehedge_engine::{
    BandTarget, Carry, Costs, Desk, Fee, Hedge, HedgeVolatility, Output, PnlBlock, Recorder, Rule,
    Tally, Workspace, Zakamouline,
};
use rehedge_kernels::InstructionSet;
use rehedge_market::{Grid, PathSource, Simulation};
use rehedge_options::{Book, Leg, Rates};

const SIGMA: f64 = 0.3;
const COST: Costs = Costs { half_spread: 0.02, ..Costs::NONE };

/// Centre and holding after the first trade, in a year of one step unless told otherwise.
fn first_trade(leg: Leg, plan: Hedge) -> [f64; 2] {
    let grid = Grid::new(1, 1, 1.0 / leg.maturity).unwrap();
    let carry = Carry { pricing: Rates { rate: 0.0, dividend_yield: 0.0 }, financing_rate: 0.0 };
    let desk = Desk::new(grid, &Book::new(vec![leg]).unwrap(), carry, vec![plan]).unwrap();
    let market = Simulation::new(diffusion(0.0, SIGMA, SIGMA), grid, 1, 1, vec![1]).unwrap();
    let mut paths = market.allocate();
    market.fill(0, InstructionSet::best(), &mut paths);
    let (mut pnl, mut tally) = (PnlBlock::default(), Tally::new(1, 1));
    let mut recorder = Recorder::new(&desk, 0, 0..1);
    let output = Output { pnl: &mut pnl, tally: &mut tally, recorder: Some(&mut recorder) };
    desk.hedge(InstructionSet::best(), 0, &paths, &mut Workspace::new(&desk), output);
    let entry = &recorder.into_entries()[0];
    [entry.target, entry.holding]
}

fn plan(risk_aversion: f64, coefficient: f64, costs: Costs) -> Hedge {
    let law = Zakamouline::new(risk_aversion, coefficient, &costs);
    let rule = Rule::Zakamouline { risk_aversion, to: BandTarget::Edge };
    Hedge { costs, ..hedge(rule, HedgeVolatility::Zakamouline(law)) }
}

fn close(a: f64, b: f64) {
    // Half a unit of the last printed digit, of each of two numbers.
    assert!((a - b).abs() <= 1.01e-6, "{a} {b}");
}

/// `S = K = 100, τ = 1, r = 0, σ = 0.3, λ = 0.02`, risk aversion 1: `H0 = 0.002222`,
/// `H1 = 0.051607`, and the centre at 0.575990 for the writer of a call, 0.536234 for its owner.
#[test]
fn known_values() {
    let width = 0.002_222 + 0.051_607;
    for costs in [
        COST,
        // The same 2 % in other parts.
        Costs { fee: Fee { rate: 0.02, ..Fee::default() }, ..Costs::NONE },
        Costs { fee: Fee { per_unit: 2.0, ..Fee::default() }, ..Costs::NONE },
        Costs { half_spread: 0.01, fee: Fee { rate: 4e-3, per_unit: 0.6, minimum: 5.0 }, ..COST },
    ] {
        let [short, held] = first_trade(call(100.0, 1.0, -1.0), plan(1.0, 4.76, costs));
        close(short, 0.575_990);
        close(short - held, width);
        let [long, held] = first_trade(call(100.0, 1.0, 1.0), plan(1.0, 4.76, costs));
        close(long, -0.536_234);
        close(held - long, width);
    }
}

/// Seven options are hedged as one, seven times.
#[test]
fn the_band_is_per_option() {
    let one = first_trade(call(100.0, 1.0, -1.0), plan(1.0, 4.76, COST));
    let seven = first_trade(call(100.0, 1.0, -7.0), plan(1.0, 4.76, COST));
    for (one, seven) in one.iter().zip(seven) {
        assert!((7.0 * one - seven).abs() < 1e-13, "{one} {seven}");
    }
}

/// `K` grows with its coefficient; where `1 + K` would be negative the volatility stays at a tenth.
#[test]
fn the_coefficient_moves_the_centre() {
    let delta = |sigma: f64| black_scholes(1.0, [100.0, 95.0], sigma, 1.0, [0.0, 0.0]).delta;
    let gamma = black_scholes(1.0, [100.0, 95.0], SIGMA, 1.0, [0.0, 0.0]).gamma;
    for coefficient in [0.0, 4.76, 5.76, 40.0] {
        let size = coefficient * 0.02_f64.powf(0.78) * SIGMA.powf(-0.25) * (1e4 * gamma).powf(0.15);
        for (quantity, variance) in [(-1.0, 1.0 + size), (1.0, (1.0 - size).max(0.01))] {
            let leg = call(95.0, 1.0, quantity);
            let [centre, _] = first_trade(leg, plan(1.0, coefficient, COST));
            let expected = -quantity * delta(SIGMA * variance.sqrt());
            assert!((centre - expected).abs() < 1e-12, "{coefficient}: {centre} {expected}");
        }
    }
}

/// Without gamma the centre is the plain delta, here a share, and the band is `H0`.
#[test]
fn without_gamma_the_band_is_that_of_the_share() {
    let [centre, held] = first_trade(call(1e-3, 1.0, -1.0), plan(1.0, 4.76, COST));
    assert_eq!(centre, 1.0);
    close(centre - held, 0.002_222);
}

/// As aversion grows, the band closes and the writer's centre goes up; as it falls, the band opens.
#[test]
fn aversion_closes_the_band() {
    let at = |a: f64| first_trade(call(100.0, 1.0, -1.0), plan(a, 4.76, COST));
    let points = [0.1, 1.0, 100.0, 1e6, 1e12].map(at);
    for pair in points.windows(2) {
        let [[low, held_low], [high, held_high]] = [pair[0], pair[1]];
        assert!(low < high && low - held_low > high - held_high, "{points:?}");
    }
    let [centre, held] = points[4];
    assert!(centre - held < 1e-7 && centre > 0.8, "{points:?}");
    assert_eq!(at(1e-6)[1], 0.0);
}

/// Towards expiry `H0` outgrows any delta.
#[test]
fn close_to_expiry_it_lets_be() {
    let [centre, held] = first_trade(call(100.0, 1e-5, -1.0), plan(1.0, 4.76, COST));
    assert!(centre > 0.4);
    assert_eq!(held, 0.0);
}
