//! Books of contracts that are no vanilla options: what must hold on every path, and on average.

use crate::cases::CARRY;
use crate::experiment::{Experiment, Results, call, diffusion, hedge, mean};
use rehedge_engine::{
    BandTarget, Carry, Component, Costs, Desk, DeskError, Hedge, HedgeVolatility, Outlook, Rule,
    Zakamouline,
};
use rehedge_market::{Grid, ImpliedModel, Model};
use rehedge_options::{
    Book, Contract, ContractKind, Fixings, Leg, Monitoring, Payoff, Rates, Strike, Terms,
};

const RATES: Rates = Rates { rate: 0.05, dividend_yield: 0.02 };
const DAYS: usize = 42;

fn grid(steps_per_day: usize) -> Grid {
    Grid::new(DAYS * steps_per_day, steps_per_day, 252.0).unwrap()
}

fn leg(name: &str, terms: Terms, maturity: f64, quantity: f64) -> Leg {
    let contract = ContractKind::named(name).unwrap().contract(&terms).unwrap();
    Leg { contract, maturity, quantity, premium: None, volatility_offset: 0.0 }
}

fn barrier(level: f64, rebate: f64) -> Terms {
    let level = Some(Strike::Fixed(level));
    Terms { level, rebate: Some(rebate), ..Terms::new(Strike::Fixed(101.0)) }
}

/// Runs books in a market whose spot, mark and financing agree: every P&L is fair.
fn run(legs: Vec<Leg>, grid: Grid, paths: usize, hedges: Vec<Hedge>) -> Results {
    let carry = Carry { pricing: RATES, financing_rate: RATES.rate };
    let model = diffusion(RATES.rate - RATES.dividend_yield, 0.25, 0.25);
    Experiment { model, grid, paths, legs, carry, hedges }.run()
}

fn naked_and_hedged() -> Vec<Hedge> {
    [Rule::NoHedge, Rule::Every { steps: 1 }].map(|r| hedge(r, HedgeVolatility::Implied)).into()
}

/// On every path a knock-in and a knock-out, one of which a touch ends as it starts the other, earn
/// what a vanilla option does: naked or hedged, watched at all times or not.
#[test]
fn in_and_out_are_vanilla_on_every_path() {
    let grid = grid(2);
    let maturity = grid.time(grid.steps());
    for monitoring in [None, Some(Monitoring::Discrete { interval: 5.0 / 252.0 })] {
        for (knocks, payoff, level) in [
            (["up_and_in_call", "up_and_out_call"], Payoff::Call, 108.0),
            (["down_and_in_put", "down_and_out_put"], Payoff::Put, 93.0),
            (["down_and_in_call", "down_and_out_call"], Payoff::Call, 96.0),
        ] {
            let terms = Terms { monitoring, ..barrier(level, 0.0) };
            let both = knocks.map(|name| leg(name, terms, maturity, -1.0)).into();
            let one = Contract::Vanilla { payoff, strike: terms.strike };
            let vanilla = vec![Leg {
                contract: one,
                maturity,
                quantity: -1.0,
                premium: None,
                volatility_offset: 0.0,
            }];
            let both = run(both, grid, 640, naked_and_hedged());
            let vanilla = run(vanilla, grid, 640, naked_and_hedged());
            for (both, vanilla) in both.pnl.iter().zip(&vanilla.pnl) {
                for (both, vanilla) in both.iter().zip(vanilla) {
                    assert!((both - vanilla).abs() < 1e-9, "{knocks:?}: {both} {vanilla}");
                }
            }
        }
    }
}

/// Entered at its value in a fair market a contract earns nothing on average, naked or hedged; a
/// hedge leaves much less risk. That takes the right payments at the right times: rebates at the
/// touch, touches as often as of a path that is watched, averages of what was seen.
#[test]
fn fair_games() {
    let grid = grid(4);
    let [maturity, half] = [grid.steps(), grid.steps() / 2].map(|step| grid.time(step));
    let bare = Terms::new(Strike::Fixed(101.0));
    let monitoring = Some(Monitoring::Discrete { interval: 3.0 / 252.0 });
    let fixings = Some(Fixings::Discrete { number: 6 });
    // How much of the risk a hedge leaves at most; one of a claim with a jump is no good.
    for (leg, left) in [
        (leg("cash_or_nothing_call", Terms { cash: Some(20.0), ..bare }, maturity, -1.0), 0.5),
        (leg("asset_or_nothing_put", bare, half, 0.2), 0.5),
        (leg("up_and_out_call", barrier(112.0, 4.0), maturity, -1.0), 0.6),
        (leg("down_and_out_call", barrier(95.0, 0.0), maturity, -1.0), 0.2),
        (leg("down_and_in_put", barrier(95.0, 3.0), half, 1.0), 0.2),
        (leg("up_and_in_put", barrier(104.0, 2.0), maturity, 1.0), 0.4),
        (leg("down_and_out_call", Terms { monitoring, ..barrier(95.0, 1.0) }, maturity, 1.0), 0.3),
        (leg("asian_geometric_call", bare, maturity, -1.0), 0.1),
        (leg("asian_geometric_put", Terms { fixings, ..bare }, maturity, -1.0), 0.15),
        (leg("asian_arithmetic_call", Terms { fixings, ..bare }, half, -1.0), 0.15),
        (leg("asian_arithmetic_put", bare, 2.0 * maturity, -1.0), 0.1),
    ] {
        let name = leg.contract.kind().name();
        let results = run(vec![leg], grid, 25_600, naked_and_hedged());
        let [naked, hedged] = [0, 1].map(|hedge: usize| mean(&results.pnl[hedge]));
        // The arithmetic average's value is an approximation, good to a basis point here; watched
        // four times a day a barrier's is good to less than the error of a mean.
        assert!(naked.agrees(0.0, 3.5, 0.002), "{name}: {naked:?}");
        assert!(hedged.agrees(0.0, 3.5, 0.004), "{name}: {hedged:?}");
        assert!(hedged.se < left * naked.se, "{name}: {hedged:?} {naked:?}");
    }
}

/// An option that outlives the horizon is left there at its mark: with implied volatility that
/// moves, an unhedged one earns the change of its value, and explains it.
#[test]
fn an_option_left_at_its_mark() {
    let grid = grid(1);
    let maturity = grid.time(2 * grid.steps());
    let carry = Carry { pricing: RATES, financing_rate: RATES.rate };
    let model = Model { implied: ImpliedModel::Tracks { ratio: 1.1 }, ..diffusion(0.07, 0.2, 0.2) };
    let hedges = vec![hedge(Rule::NoHedge, HedgeVolatility::Implied)];
    let legs = vec![call(101.0, maturity, 2.0)];
    let results = Experiment { model, grid, paths: 64, legs, carry, hedges }.run();
    let spread = results.pnl[0].iter().fold(0.0_f64, |most, pnl| most.max(pnl.abs()));
    assert!(spread > 5.0, "{spread}");
    for path in 0..64 {
        let explained: f64 = Component::ALL.iter().map(|c| results.component(0, *c)[path]).sum();
        assert!((results.pnl[0][path] - explained).abs() < 1e-9);
    }
}

/// Rules and volatilities made for vanilla options say so.
#[test]
fn what_is_for_vanilla_options_only() {
    let grid = grid(1);
    let maturity = grid.time(grid.steps());
    let asian = leg("asian_geometric_call", Terms::new(Strike::Moneyness(1.0)), maturity, 1.0);
    let book = Book::new(vec![call(100.0, maturity, 1.0), asian]).unwrap();
    let refuse = |hedge: Hedge, expected: &str| {
        let name = hedge.name.clone();
        let error = Desk::new(grid, &book, CARRY, vec![hedge]).unwrap_err();
        assert!(matches!(error, DeskError::Vanilla { leg: 1, .. }), "{error}");
        let text =
            format!("hedge {name:?}: {expected} is for vanilla options, and leg 1 is not one");
        assert_eq!(error.to_string(), text);
    };
    let stop_loss = hedge(Rule::StopLoss, HedgeVolatility::Implied);
    refuse(stop_loss.clone(), "stop-loss");
    let any = Rule::Any([Rule::Every { steps: 5 }, Rule::StopLoss].into());
    refuse(Hedge { rule: any, ..stop_loss }, "stop-loss");
    let band = Rule::Zakamouline { risk_aversion: 1.0, to: BandTarget::Edge };
    refuse(hedge(band, HedgeVolatility::Implied), "Zakamouline's band");
    let law = Zakamouline::new(1.0, Zakamouline::COEFFICIENT, &Costs::NONE);
    let centre = hedge(Rule::Never, HedgeVolatility::Zakamouline(law));
    refuse(centre, "Zakamouline's volatility");
    let outlook = Outlook { spot: 100.0, drift: 0.05, volatility: 0.2 };
    let best = Rule::HodgesNeuberger { risk_aversion: 1.0, outlook };
    refuse(hedge(best, HedgeVolatility::Implied), "Hodges and Neuberger's hedge");
}
