use super::*;

/// Numbers without pattern in (−½, ½).
fn draws(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    }
}

/// Blocks of a run of two hedges; the last block is not full.
pub(crate) fn run(paths: usize) -> Vec<PnlBlock> {
    let mut draw = draws(7);
    let firsts = (0..paths).step_by(64);
    firsts.map(|first| block(first, (paths - first).min(64), &mut draw)).collect()
}

fn block(first_path: usize, valid: usize, draw: &mut impl FnMut() -> f64) -> PnlBlock {
    let mut block = PnlBlock { first_path, valid, ..PnlBlock::default() };
    for scale in [1.0, 2.0] {
        let mut outcome = HedgeOutcome::default();
        for lane in 0..64 {
            for component in Component::ALL {
                outcome.components[component as usize][lane] = draw() * scale;
            }
            outcome.pnl[lane] = outcome.components.iter().map(|row| row[lane]).sum();
            outcome.turnover[lane] = 100.0 * (1.0 + draw());
            outcome.trades[lane] = (20.0 * draw()).round() + 30.0;
        }
        block.hedges.push(outcome);
    }
    for spot in block.spot_final.iter_mut() {
        *spot = 100.0 + 10.0 * draw();
    }
    block
}

pub(crate) fn hedges() -> Vec<String> {
    vec!["daily".into(), "weekly, cheap".into()]
}

fn statistics(blocks: &[PnlBlock], dependence: Dependence) -> Statistics {
    let mut statistics = Statistics::new(&hedges(), dependence);
    for block in blocks {
        statistics.add(block);
    }
    statistics
}

fn close(a: f64, b: f64) {
    // Sums of hundreds of numbers near one, in another order.
    assert!((a - b).abs() <= 1e-12 * (1.0 + b.abs()), "{a} is not {b}");
}

/// Everything a summary says of a hedge, one path after the other and in two passes.
#[test]
fn a_summary_equals_plain_formulas() {
    let blocks = run(500);

    let each = |value: &dyn Fn(&HedgeOutcome, usize) -> f64| -> Vec<f64> {
        let lanes = |b: &PnlBlock| (0..b.valid).map(|i| value(&b.hedges[1], i)).collect::<Vec<_>>();
        blocks.iter().flat_map(lanes).collect()
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let sd = |values: &[f64]| {
        let centre = mean(values);
        let squares = values.iter().map(|x| (x - centre).powi(2)).sum::<f64>();
        (squares / (values.len() - 1) as f64).sqrt()
    };
    let summary = &statistics(&blocks, Dependence::Independent).summaries(1)[1];
    let pnl = each(&|o, i| o.pnl[i]);
    let cost = each(&|o, i| {
        -[Component::Spread, Component::Fee, Component::Impact]
            .map(|c| o.component(c)[i])
            .iter()
            .sum::<f64>()
    });
    assert_eq!((summary.hedge.as_str(), summary.paths), ("weekly, cheap", 500));
    close(summary.pnl_mean, mean(&pnl));
    close(summary.pnl_sd, sd(&pnl));
    close(summary.pnl_mean_se, sd(&pnl) / 500f64.sqrt());
    close(summary.cost_mean, mean(&cost));
    close(summary.cost_mean_se, sd(&cost) / 500f64.sqrt());
    close(summary.turnover_mean, mean(&each(&|o, i| o.turnover[i])));
    close(summary.trades_mean, mean(&each(&|o, i| o.trades[i])));
    for component in Component::ALL {
        let values = each(&|o, i| o.component(component)[i]);
        let spread = summary.components[component as usize];
        close(spread.mean, mean(&values));
        close(spread.sd, sd(&values));
    }
    let mut sorted = pnl.clone();
    sorted.sort_by(f64::total_cmp);
    assert_eq!((summary.pnl_min, summary.pnl_max), (sorted[0], sorted[499]));
    // (n − 1) p = 4.99, 24.95, 249.5, 474.05 and 494.01.
    let between = |below: usize, part: f64| (1.0 - part) * sorted[below] + part * sorted[below + 1];
    close(summary.pnl_p01, between(4, 0.99));
    close(summary.pnl_p05, between(24, 0.95));
    close(summary.pnl_p50, between(249, 0.5));
    close(summary.pnl_p95, between(474, 0.05));
    close(summary.pnl_p99, between(494, 0.01));
    close(summary.es_95, -mean(&sorted[..25]));
    close(summary.es_99, -mean(&sorted[..5]));
    assert_eq!(statistics(&blocks, Dependence::Independent).pnl(1), pnl);
}

#[test]
fn the_other_hedges_of_a_run_change_nothing() {
    let mut alone = run(300);
    let both = statistics(&alone, Dependence::Overlapping(3)).summaries(1);
    for block in &mut alone {
        block.hedges.truncate(1);
    }
    let mut one = Statistics::new(&hedges()[..1], Dependence::Overlapping(3));
    for block in &alone {
        one.add(block);
    }
    assert_eq!(one.summaries(1), both[..1]);
}

#[test]
fn dependence_enters_the_standard_errors_alone() {
    let blocks = run(320);
    let pairs = Dependence::Pairs { apart: 32 };
    let replicates = Dependence::Replicates { count: 5, run: 64 };
    for dependence in [Dependence::Overlapping(5), pairs, replicates] {
        let free = statistics(&blocks, Dependence::Independent).summaries(1);
        for (free, other) in free.into_iter().zip(statistics(&blocks, dependence).summaries(1)) {
            assert_ne!(free.pnl_mean_se, other.pnl_mean_se);
            assert_ne!(free.cost_mean_se, other.cost_mean_se);
            assert_ne!(free.pnl_sd_se, other.pnl_sd_se);
            let HedgeSummary { pnl_mean_se, pnl_sd_se, cost_mean_se, .. } = free;
            assert_eq!(HedgeSummary { pnl_mean_se, pnl_sd_se, cost_mean_se, ..other }, free);
        }
    }
}

#[test]
fn every_number_is_finite_however_few_the_paths() {
    use Dependence::{Independent, Overlapping, Pairs, Replicates};
    let (pairs, replicates) = (Pairs { apart: 32 }, Replicates { count: 16, run: 64 });
    for paths in [0, 1, 2, 3, 64] {
        for dependence in [Independent, Overlapping(2), pairs, replicates] {
            for summary in statistics(&run(paths), dependence).summaries(1) {
                let numbers = summary.numbers();
                assert_eq!(numbers.len(), crate::HedgeSummary::columns().len());
                assert!(numbers.into_iter().all(f64::is_finite));
            }
        }
    }
}
