//! On simulated paths: it leaves the risk that it says, and no other rule leaves less.

use crate::experiment::{Estimate, Experiment, Results, mean};
use rehedge_engine::{
    BandTarget, Carry, Costs, Fee, Hedge, HedgeVolatility, Outlook, Rule, Target, TradeSize,
};
use rehedge_market::{Grid, ImpliedModel, Model};
use rehedge_options::{Contract, Leg, Life, Payoff, Rates, Strike, black_scholes};

const PATHS: usize = 16_384;
const RATE: f64 = 0.03;
const YIELD: f64 = 0.01;

struct Setting {
    payoff: Payoff,
    quantity: f64,
    drift: f64,
    risk_aversion: f64,
    costs: Costs,
}

impl Setting {
    /// The optimal hedge first, then every other rule that has an idea of bands or clocks.
    fn rules(&self) -> Vec<Rule> {
        let outlook = Outlook { spot: 100.0, drift: self.drift, volatility: 0.2 };
        let risk_aversion = self.risk_aversion;
        let mut rules = vec![Rule::HodgesNeuberger { risk_aversion, outlook }];
        rules.extend([1, 2, 4, 10, 20].map(|steps| Rule::Every { steps }));
        rules.extend(
            [0.02, 0.05, 0.08, 0.12]
                .map(|half_width| Rule::DeltaBand { half_width, to: BandTarget::Edge }),
        );
        for factor in [0.3, 1.0, 3.0, 10.0] {
            for to in [BandTarget::Edge, BandTarget::Centre] {
                let risk_aversion = factor * self.risk_aversion;
                rules.push(Rule::WhalleyWilmott { risk_aversion, to });
            }
        }
        rules.extend([Rule::Never, Rule::NoHedge]);
        rules
    }

    fn run(&self, grid: Grid) -> Results {
        let rates = Rates { rate: RATE, dividend_yield: YIELD };
        let implied = ImpliedModel::Constant(0.2);
        let drift = self.drift;
        let model =
            Model { spot: 100.0, drift, volatility: 0.2, jumps: None, shocks: None, implied };
        let leg = Leg {
            contract: Contract::Vanilla { payoff: self.payoff, strike: Strike::Moneyness(1.02) },
            maturity: grid.time(grid.steps()),
            quantity: self.quantity,
            premium: None,
            volatility_offset: 0.0,
        };
        let hedge = |rule| Hedge {
            name: format!("{rule:?}"),
            rule,
            target: Target::delta(HedgeVolatility::Implied),
            trade_size: TradeSize::ANY,
            costs: self.costs,
        };
        let hedges = self.rules().into_iter().map(hedge).collect();
        let carry = Carry { pricing: rates, financing_rate: RATE };
        Experiment { model, grid, paths: PATHS, legs: vec![leg], carry, hedges }.run()
    }

    /// What the solution says it will leave, per option, sold or bought at its mark.
    fn forecast(&self, grid: Grid) -> f64 {
        let problem = rehedge_engine::UtilityProblem {
            steps: grid.steps(),
            dt: grid.dt(),
            outlook: Outlook { spot: 100.0, drift: self.drift, volatility: 0.2 },
            payoff: self.payoff,
            strike: 102.0,
            owned: self.quantity > 0.0,
            financing_rate: RATE,
            dividend_yield: YIELD,
            costs: self.costs,
            risk_aversion: self.risk_aversion,
        };
        let time = grid.time(grid.steps());
        let life = Life::new(time, Rates { rate: RATE, dividend_yield: YIELD });
        let mark = black_scholes(self.payoff, 100.0, 102.0, 0.2, &life).value;
        let paid = if problem.owned { mark } else { -mark };
        super::solved(&problem).entropic_risk() + paid * (RATE * time).exp()
    }
}

/// `e^{−aP}`, path by path, relative to its mean: what a path counts for in the entropic risk.
fn tilts(pnl: &[f64], risk_aversion: f64) -> (Vec<f64>, f64) {
    let raw: Vec<f64> = pnl.iter().map(|pnl| (-risk_aversion * pnl).exp()).collect();
    let centre = mean(&raw).value;
    (raw.iter().map(|x| x / centre / risk_aversion).collect(), centre.ln() / risk_aversion)
}

/// How much more entropic risk one hedge leaves than another, with the error of the difference.
fn more_risk(one: &[f64], other: &[f64], risk_aversion: f64) -> Estimate {
    let ((a, risk), (b, other)) = (tilts(one, risk_aversion), tilts(other, risk_aversion));
    let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
    Estimate { value: risk - other, se: mean(&differences).se }
}

#[test]
fn leaves_what_it_says_and_nobody_leaves_less() {
    let grid = Grid::new(63, 1, 252.0).unwrap();
    let spread = |half_spread| Costs { half_spread, ..Costs::NONE };
    let fee = Fee { rate: 2e-4, per_unit: 0.02, minimum: 0.0 };
    let fair = RATE - YIELD;
    let settings = [
        (Payoff::Call, -1.0, fair, 1.0, spread(2e-3)),
        (Payoff::Put, 2.0, fair, 0.5, spread(5e-4)),
        (Payoff::Straddle, -0.5, fair, 0.2, spread(5e-3)),
        (Payoff::Call, -3.0, 0.08, 0.5, Costs { fee, charge_initial: false, ..spread(1e-3) }),
        (Payoff::Put, -1.0, -0.03, 0.3, Costs { fee, charge_final: false, ..spread(1e-3) }),
    ];
    for (payoff, quantity, drift, risk_aversion, costs) in settings {
        let setting = Setting { payoff, quantity, drift, risk_aversion, costs };
        let results = setting.run(grid);
        // Of the book: its P&L is so many times that of an option, its aversion so many times less.
        let size = quantity.abs();
        let aversion = risk_aversion / size;
        let best = &results.pnl[0];
        let (counts, risk) = tilts(best, aversion);
        let left = Estimate { value: risk, se: mean(&counts).se };
        let forecast = size * setting.forecast(grid);
        assert!(left.agrees(forecast, 4.0, 0.0), "{payoff:?}: {left:?} {forecast}");
        let mut clearly_worse = 0;
        for (rule, pnl) in setting.rules().iter().zip(&results.pnl).skip(1) {
            let more = more_risk(pnl, best, aversion);
            assert!(more.value > -3.0 * more.se, "{payoff:?}, {rule:?}: {more:?}");
            clearly_worse += usize::from(more.value > 3.0 * more.se);
        }
        assert!(clearly_worse > 10, "{payoff:?}: only {clearly_worse} of 19 are clearly worse");
    }
}
