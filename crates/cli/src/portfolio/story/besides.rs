//! What has to be said besides what each hedge leaves: how it is to be read, and why it is so.

use super::Run;
use crate::config::portfolio::{Cap, CvarGoal, Matched, ModelKind, PortfolioPlan};
use crate::portfolio::words::{number, points};
use rehedge_report::{AssumedRow, ModelRow};
use std::fmt::Write as _;

/// What each model of a book leaves by the uncertainty that it was optimised at; those to which it is
/// all the same are left out.
pub fn assumed(run: &Run<'_>, book: &str) -> Option<String> {
    let rows: Vec<_> = run.rows.assumed.iter().filter(|row| row.model.book == book).collect();
    let mut text = String::new();
    for rows in rows.chunk_by(|one, other| one.model.model == other.model.model) {
        let risk = |row: &&AssumedRow| row.model.out_of_sample.rms;
        let known = rows.iter().all(|row| risk(row).is_finite());
        if !known || rows.windows(2).all(|pair| risk(&pair[0]) == risk(&pair[1])) {
            continue;
        }
        let model = &rows[0].model.model;
        if text.is_empty() {
            let here = uncertain(points(run.plan.volatility_uncertainty));
            let one = |row: &&AssumedRow| {
                let assumed = row.assumed_sd_vol_points;
                let told = match assumed {
                    0.0 => "as if volatility were known".to_owned(),
                    sd => format!("at ± {sd} points"),
                };
                format!("{} if optimised {told}", number(risk(row)))
            };
            let all: Vec<_> = rows.iter().map(one).collect();
            let _ = write!(text, "Where volatility is {here}, “{model}” leaves {}", all.join(", "));
        } else {
            let all: Vec<_> = rows.iter().map(|row| number(risk(row))).collect();
            let _ = write!(text, "; “{model}” {}", all.join(", "));
        }
    }
    (!text.is_empty()).then(|| text + ".")
}

fn uncertain(points: f64) -> String {
    match points {
        0.0 => "known".to_owned(),
        points => format!("uncertain by {points} points"),
    }
}

/// That the mean counts, where values are matched.
pub fn mean_counts(plan: &PortfolioPlan, unhedged: &ModelRow) -> Option<String> {
    let out = &unhedged.out_of_sample;
    (plan.problem.matched == Matched::Value).then(|| {
        format!(
            "Values are matched, so that the mean is part of the risk: no hedge is off by {} on average, \
             with a standard deviation of {}.",
            number(out.mean),
            number(out.sd)
        )
    })
}

/// What the surface of errors leaves out of what a hedge leaves.
pub fn surface(run: &Run<'_>, book: &str, best: &ModelRow) -> Option<String> {
    let index = run.plan.books.iter().position(|one| one.name == book)?;
    if !run.plan.surface_leaves_the_path_out(index) {
        return None;
    }
    let own = run.rows.surface.iter().filter(|row| row.book == book && row.model == best.model);
    let most = own.map(|row| row.error.abs()).fold(f64::NAN, f64::max);
    most.is_finite().then(|| {
        format!(
            "The error surface draws a straight line to each spot, and leaves out what barriers and averages \
             see of a path: “{}” is off by at most {} there, by a root mean square of {} on paths.",
            best.model,
            number(most),
            number(best.out_of_sample.rms)
        )
    })
}

/// Why a model holds nothing: what it was asked for, no hedge has already.
pub fn nothing_held(plan: &PortfolioPlan, row: &ModelRow, unhedged: &ModelRow) -> Option<String> {
    let none = &unhedged.in_sample;
    let planned = plan.models.iter().find(|model| model.name == row.model)?;
    if row.instruments > 0 || !row.in_sample.rms.is_finite() {
        return None;
    }
    let model = &row.model;
    let (cap, least, instead) = match planned.kind {
        ModelKind::LeastCost { cap: Cap::Rms(cap) } => {
            (number(cap), number(none.rms), "a smaller rms_cap".to_owned())
        }
        ModelKind::LeastCost { cap: Cap::Epsilon(epsilon) } if epsilon >= none.rms => {
            let instead = format!(
                "an epsilon below it (epsilon is a share of the least risk and an amount of currency, \
                 whichever allows more), or rms_cap = {}",
                number(0.1 * none.rms)
            );
            (number(epsilon), number(none.rms), instead)
        }
        ModelKind::LeastCost { cap: Cap::Epsilon(epsilon) } => (
            format!("{} times the least risk", 1.0 + epsilon),
            number(none.rms),
            "a smaller epsilon".to_owned(),
        ),
        ModelKind::Cvar { goal: CvarGoal::CostUnder { cap }, .. } => {
            return Some(format!(
                "“{model}” holds nothing, for no hedge meets its cap of {} on expected shortfall already; \
                 write a smaller cvar_cap.",
                number(cap)
            ));
        }
        _ => return None,
    };
    Some(format!(
        "“{model}” holds nothing: its cap, {cap}, is not below the {least} that no hedge leaves in sample; \
         write {instead}."
    ))
}
