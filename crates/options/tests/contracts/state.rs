//! What a step shows of a contract's state.

use rehedge_kernels::{LANES, Row, ln, normals};
use rehedge_options::{
    CONTINUITY_CORRECTION, Contract, ContractKind, Fixings, Mean, Monitoring, Past, PathState,
    Sight, Spots, Strike, Struck, Terms,
};

const BARE: Terms = Terms::new(Strike::Fixed(100.0));

fn contract(kind: &str, terms: Terms) -> Contract {
    ContractKind::named(kind).unwrap().contract(&terms).unwrap()
}

fn barrier(kind: &str, interval: f64) -> Contract {
    let terms = Terms {
        level: Some(Strike::Fixed(110.0)),
        monitoring: (interval > 0.0).then_some(Monitoring::Discrete { interval }),
        ..BARE
    };
    contract(kind, terms)
}

fn asian(kind: &str, number: u32, past: Option<Past>) -> Contract {
    let fixings = (number > 0).then_some(Fixings::Discrete { number });
    contract(kind, Terms { fixings, past, ..BARE })
}

/// A path's spots at the same time.
struct Market {
    spot: Row,
    log_spot: Row,
}

impl Market {
    fn new(spot: impl Fn(usize) -> f64) -> Self {
        let spot = Row(std::array::from_fn(spot));
        Self { spot, log_spot: Row(spot.map(ln)) }
    }

    fn spots(&self) -> Spots<'_> {
        Spots { spot: &self.spot, log_spot: &self.log_spot }
    }
}

/// The state after the spots of one path at equal steps, of a contract that lives through them.
fn state_after(contract: Contract, spots: &[f64], maturity: f64) -> PathState {
    let markets: Vec<Market> = spots.iter().map(|spot| Market::new(|_| *spot)).collect();
    let struck = Struck::<Row>::new(contract, &markets[0].spot);
    let mut state = PathState::<Row>::at_entry(&struck, &markets[0].spot, maturity);
    let volatility = Row::splat(0.3);
    let time = |step: usize| maturity * step as f64 / (spots.len() - 1) as f64;
    for step in 1..spots.len() {
        let sight = Sight::new(&contract, maturity, [time(step - 1), time(step)]);
        let seen = [markets[step - 1].spots(), markets[step].spots()];
        state.see(&struck, &sight, seen, &volatility);
    }
    PathState { touched: state.touched[5], accrued: state.accrued[5] }
}

/// Steps of a hundredth of a year at 30 %: the barrier is looked for `β·0.3·0.1` nearer.
#[test]
fn a_barrier_is_looked_for_nearer() {
    let nearer = (-CONTINUITY_CORRECTION * 0.3 * 0.1).exp();
    let up = |spot: f64| state_after(barrier("up_and_out_put", 0.0), &[100.0, spot, 101.0], 0.02);
    assert_eq!(up(110.0 * nearer * (1.0 - 1e-12)).touched, 0.0);
    assert_eq!(up(110.0 * nearer * (1.0 + 1e-12)).touched, 1.0);
    let down =
        |spot: f64| state_after(barrier("down_and_in_put", 0.0), &[140.0, spot, 141.0], 0.02);
    assert_eq!(down(110.0 / nearer * (1.0 + 1e-12)).touched, 0.0);
    assert_eq!(down(110.0 / nearer * (1.0 - 1e-12)).touched, 1.0);
}

/// Entered beyond a barrier that is watched at all times, it is touched, wherever the spot goes.
#[test]
fn a_barrier_behind_the_spot_at_entry() {
    let touched =
        |kind, interval| state_after(barrier(kind, interval), &[112.0, 100.0, 100.0], 0.02).touched;
    assert_eq!([touched("up_and_in_call", 0.0), touched("up_and_in_call", 0.01)], [1.0, 0.0]);
}

/// At intervals, the barrier itself, and at no other step.
#[test]
fn a_barrier_looked_at_now_and_then() {
    let path = |at: usize, spot: f64| {
        let mut spots = [100.0; 7];
        spots[at] = spot;
        state_after(barrier("up_and_out_call", 0.03), &spots, 0.06).touched
    };
    assert_eq!(path(3, 110.0), 1.0);
    assert_eq!(path(6, 111.0), 1.0);
    assert_eq!(path(3, 109.999_999), 0.0);
    for between in [0, 1, 2, 4, 5] {
        assert_eq!(path(between, 140.0), 0.0, "{between}");
    }
}

/// Looked at more often than there are steps: at each, nearer by the difference of the corrections.
#[test]
fn a_barrier_looked_at_more_often_than_steps() {
    let nearer = (-CONTINUITY_CORRECTION * 0.3 * (0.1 - 0.05)).exp();
    let path =
        |spot| state_after(barrier("up_and_out_call", 0.0025), &[100.0, spot, 100.0], 0.02).touched;
    assert_eq!(path(110.0 * nearer * (1.0 - 1e-12)), 0.0);
    assert_eq!(path(110.0 * nearer * (1.0 + 1e-12)), 1.0);
}

/// Paths seen at 50 steps, with the barrier looked for nearer, touch as often as Brownian motion
/// does by the reflection principle: `2·Φ(−b/√T)` without drift of the logarithm. The standard error
/// is 0.0009; without the correction 0.04 are missed, the next order is 0.002.
#[test]
fn paths_touch_as_often_as_if_watched() {
    let (steps, maturity, volatility, rows) = (50, 0.5, 0.3, 5000);
    let contract = barrier("up_and_in_call", 0.0);
    let dt = maturity / f64::from(steps);
    let entry = Row::splat(100.0);
    let struck = Struck::<Row>::new(contract, &entry);
    let sight = Sight::new(&contract, maturity, [0.0, dt]);
    let mut random = Random(20_071_997);
    let mut touched = 0.0;
    for _ in 0..rows {
        let mut state = PathState::<Row>::at_entry(&struck, &entry, maturity);
        let mut log_spot = Row(entry.map(ln));
        for _ in 0..steps {
            let before = log_spot;
            let normal = random.normals();
            for lane in 0..LANES {
                log_spot[lane] += volatility * dt.sqrt() * normal[lane];
            }
            let spots = |log_spot| Spots { spot: &entry, log_spot };
            let seen = [spots(&before), spots(&log_spot)];
            state.see(&struck, &sight, seen, &Row::splat(volatility));
        }
        touched += state.touched.iter().sum::<f64>();
    }
    let share = touched / f64::from(rows * LANES as i32);
    let distance = (110.0_f64 / 100.0).ln() / (volatility * maturity.sqrt());
    let watched = 2.0 * rehedge_kernels::normal_cdf(-distance);
    assert!((share - watched).abs() < 0.0045, "{share} {watched}");
}

/// Steele, Lea and Flood's splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn normals(&mut self) -> Row {
        let bits: [u64; LANES] = std::array::from_fn(|_| self.next());
        let mut out = Row::ZERO;
        normals(&bits, &mut out);
        out
    }
}

/// All spots: the trapezoidal rule, of spots or logarithms.
#[test]
fn an_average_of_all_spots() {
    let spots = [100.0, 104.0, 98.0, 103.0];
    let average = |f: fn(f64) -> f64| (0.5 * f(100.0) + f(104.0) + f(98.0) + 0.5 * f(103.0)) / 3.0;
    let arithmetic = state_after(asian("asian_arithmetic_call", 0, None), &spots, 0.9).accrued;
    assert!((arithmetic - average(|s| s)).abs() < 1e-12, "{arithmetic}");
    let geometric = state_after(asian("asian_geometric_call", 0, None), &spots, 0.9).accrued;
    assert!((geometric - average(f64::ln)).abs() < 1e-14, "{geometric}");
}

/// Fixings: each with the first spot at or after it, wherever the steps are.
#[test]
fn an_average_of_fixings() {
    let spots = [100.0, 104.0, 98.0, 103.0, 107.0, 99.0, 96.0];
    let accrued =
        |number| state_after(asian("asian_arithmetic_put", number, None), &spots, 0.9).accrued;
    assert!((accrued(6) - (104.0 + 98.0 + 103.0 + 107.0 + 99.0 + 96.0) / 6.0).abs() < 1e-12);
    assert!((accrued(3) - (98.0 + 107.0 + 96.0) / 3.0).abs() < 1e-12);
    assert_eq!(accrued(1), 96.0);
    // At 1.5, 3, 4.5 and 6 steps.
    assert!((accrued(4) - (98.0 + 103.0 + 99.0 + 96.0) / 4.0).abs() < 1e-12);
    let twice = 2.0 * spots[1..].iter().sum::<f64>() / 12.0;
    assert!((accrued(12) - twice).abs() < 1e-12);
}

/// What came before entry: its weight in years or fixings, beside those of the option's life.
#[test]
fn an_average_that_was_begun() {
    let past = Some(Past { average: Strike::Moneyness(0.9), weight: 4.0 });
    let spots = [100.0, 104.0, 98.0];
    let fixed = state_after(asian("asian_arithmetic_put", 2, past), &spots, 0.5).accrued;
    assert!((fixed - (4.0 * 90.0 + 104.0 + 98.0) / 6.0).abs() < 1e-12, "{fixed}");
    let past = Some(Past { average: Strike::Fixed(90.0), weight: 0.25 });
    let all = state_after(asian("asian_geometric_put", 0, past), &spots, 0.5).accrued;
    let logs = spots.map(f64::ln);
    let to_come = 0.25 * (0.5 * logs[0] + logs[1] + 0.5 * logs[2]);
    assert!((all - (0.25 * 90.0_f64.ln() + to_come) / 0.75).abs() < 1e-14, "{all}");
}

#[test]
fn vanilla_and_binary_options_have_no_past() {
    for kind in ["straddle", "asset_or_nothing_put"] {
        let contract = contract(kind, BARE);
        assert_eq!(Sight::new(&contract, 1.0, [0.1, 0.2]), Sight::Nothing);
        assert_eq!(state_after(contract, &[100.0, 300.0, 1.0], 1.0), PathState::default());
    }
    let geometric = asian("asian_geometric_call", 5, None);
    let sight = Sight::new(&geometric, 1.0, [0.1, 0.2]);
    assert_eq!(sight, Sight::Average { weights: [0.0, 0.2], mean: Mean::Geometric });
    assert_eq!(Sight::new(&geometric, 1.0, [0.21, 0.39]), Sight::Nothing);
}
