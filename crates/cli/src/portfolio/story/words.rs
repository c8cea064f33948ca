//! What a portfolio run found, in sentences.

use super::{Run, besides};
use crate::config::portfolio::UNHEDGED;
use crate::portfolio::frontier::TOLD;
use crate::portfolio::words::number;
use rehedge_report::{CapRow, ConditionRow, ModelRow, StaticDynamicRow, SubsetRow};
use std::fmt::Write as _;

/// What was found of each book: the calmest hedge first, then every model, then what costs and
/// numbers of instruments buy.
pub fn answer(run: &Run<'_>) -> Vec<Vec<String>> {
    let books = run.plan.books.iter();
    books.map(|book| of_book(run, &book.name)).filter(|sentences| !sentences.is_empty()).collect()
}

/// What was found of the instruments: a sentence for each uncertainty of volatility.
pub fn further(run: &Run<'_>) -> Vec<String> {
    let mut uncertainties: Vec<f64> = Vec::new();
    for row in &run.rows.conditions {
        if !uncertainties.contains(&row.sd_vol_points) {
            uncertainties.push(row.sd_vol_points);
        }
    }
    let of = |sd: f64| -> Vec<&ConditionRow> {
        run.rows.conditions.iter().filter(|row| row.sd_vol_points == sd).collect()
    };
    uncertainties.into_iter().map(|sd| condition(sd, &of(sd))).collect()
}

/// A hedge of a book, and its risk in every world.
struct Told<'a> {
    row: &'a ModelRow,
    /// Names and risks, in the order of the config.
    elsewhere: Vec<(&'a str, f64)>,
}

impl Told<'_> {
    /// The greatest risk out of sample, in any world.
    fn worst(&self) -> f64 {
        self.elsewhere.iter().map(|(_, rms)| *rms).fold(self.row.out_of_sample.rms, f64::max)
    }
}

fn of_book(run: &Run<'_>, book: &str) -> Vec<String> {
    let all = told(run, book);
    let Some((unhedged, hedges)) =
        all.split_first().filter(|(first, _)| first.row.model == UNHEDGED)
    else {
        return Vec::new();
    };
    let known: Vec<&Told<'_>> =
        hedges.iter().filter(|hedge| hedge.row.out_of_sample.rms.is_finite()).collect();
    if unhedged.worst() == 0.0 && unhedged.row.in_sample.rms == 0.0 {
        let bets = hedges.iter().filter(|hedge| hedge.row.instruments > 0);
        let nothing =
            format!("“{book}” nets to nothing: there is no risk, and no hedge is needed.");
        return std::iter::once(nothing).chain(bets.map(|hedge| model(hedge, unhedged))).collect();
    }
    let mut sentences = Vec::new();
    let best = known.iter().min_by(|one, other| one.worst().total_cmp(&other.worst()));
    sentences.extend(best.map(|best| calmest(book, unhedged, best)));
    sentences.extend(besides::mean_counts(run.plan, unhedged.row));
    for hedge in hedges {
        let nothing = besides::nothing_held(run.plan, hedge.row, unhedged.row);
        sentences.push(nothing.unwrap_or_else(|| model(hedge, unhedged)));
    }
    sentences.extend(besides::assumed(run, book));
    let caps = run.rows.caps.iter().filter(|row| row.book == book);
    sentences.extend(bought(&caps.collect::<Vec<_>>(), unhedged.row));
    let subsets = run.rows.subsets.iter().filter(|row| row.book == book);
    sentences.extend(few(&subsets.collect::<Vec<_>>(), unhedged.row.out_of_sample.rms));
    let ledger = run.rows.ledger.iter().filter(|row| row.book == book);
    sentences.extend(ledgered(&ledger.collect::<Vec<_>>()));
    sentences.extend(best.and_then(|best| besides::surface(run, book, best.row)));
    sentences
}

/// The hedges of a book, that of no hedge first.
fn told<'a>(run: &Run<'a>, book: &str) -> Vec<Told<'a>> {
    let of = |row: &'a ModelRow| {
        let own = |other: &&rehedge_report::RevaluedRow| {
            other.book == row.book && other.model == row.model
        };
        let elsewhere = run.rows.revalued.iter().filter(own);
        let elsewhere = elsewhere.map(|other| (&*other.revaluation, other.errors.rms)).collect();
        Told { row, elsewhere }
    };
    let mut all: Vec<_> = run.rows.models.iter().filter(|row| row.book == book).map(of).collect();
    all.sort_by_key(|told| told.row.model != UNHEDGED);
    all
}

/// The hedge whose greatest risk is the least.
fn calmest(book: &str, unhedged: &Told<'_>, best: &Told<'_>) -> String {
    let (name, worst) = (&best.row.model, number(best.worst()));
    let none = number(unhedged.worst());
    if best.elsewhere.is_empty() {
        let se = number(best.row.out_of_sample.rms_se);
        format!(
            "Of “{book}”, “{name}” leaves the least out of sample: a root mean square error of \
             {worst} ± {se}, where no hedge leaves {none}."
        )
    } else {
        format!(
            "Of “{book}”, “{name}” is the calmest: in the worst of all worlds it leaves a root mean \
             square error of {worst}, where no hedge leaves {none}."
        )
    }
}

/// What one model holds and leaves.
fn model(hedge: &Told<'_>, unhedged: &Told<'_>) -> String {
    let row = hedge.row;
    if !row.out_of_sample.rms.is_finite() {
        return format!("“{}” has no hedge: {}.", row.model, row.status);
    }
    let mut text = format!(
        "“{}” holds {} in {}: an error of {} in sample, {} out of sample",
        row.model,
        units(row.units),
        instruments(row.instruments),
        number(row.in_sample.rms),
        number(row.out_of_sample.rms),
    );
    for ((world, rms), (_, none)) in hedge.elsewhere.iter().zip(&unhedged.elsewhere) {
        let worse = if rms > none { ", more than no hedge" } else { "" };
        let _ = write!(text, "; {} with “{world}”{worse}", number(*rms));
    }
    text.push('.');
    text
}

/// The shares of the risk without a hedge that are left.
const TAKEN: [&str; 3] = ["Half", "Nine tenths", "Ninety-nine hundredths"];
/// A cap is met within this share of itself.
const MET: f64 = 1e-7;

/// What taking risk away costs in sample, and what is left out of sample.
fn bought(caps: &[&CapRow], unhedged: &ModelRow) -> Option<String> {
    let mut text = String::new();
    for (share, words) in TOLD.into_iter().zip(TAKEN) {
        let most = share * unhedged.in_sample.rms * (1.0 + MET);
        let enough = caps.iter().filter(|row| row.in_sample.rms <= most && most > 0.0);
        let cheapest = enough.min_by(|one, other| one.cost.total_cmp(&other.cost));
        let Some(row) = cheapest else { continue };
        let begin = if text.is_empty() {
            format!("{words} of the risk in sample can be taken away")
        } else {
            format!("; {}", words.to_lowercase())
        };
        let (cost, held) = (number(row.cost), instruments(row.instruments));
        let left = number(100.0 * row.out_of_sample.rms / unhedged.out_of_sample.rms);
        let _ =
            write!(text, "{begin} at a cost of {cost}, with {held} ({left} % left out of sample)");
    }
    (!text.is_empty()).then(|| text + ".")
}

/// How few instruments take nine tenths of the risk away.
fn few(subsets: &[&SubsetRow], unhedged: f64) -> Option<String> {
    let enough = subsets.iter().filter(|row| row.out_of_sample.rms <= 0.1 * unhedged);
    let fewest = enough.min_by(|one, other| {
        let by_risk = one.out_of_sample.rms.total_cmp(&other.out_of_sample.rms);
        one.instruments.cmp(&other.instruments).then(by_risk)
    })?;
    let takes = if fewest.instruments == 1 { "takes" } else { "take" };
    Some(format!(
        "{} {takes} nine tenths of the risk away: {}.",
        capital(&instruments(fewest.instruments)),
        fewest.chosen.join(", "),
    ))
}

/// The static and the dynamic hedge that leave least in the ledger, what they cost counted.
fn ledgered(rows: &[&StaticDynamicRow]) -> Option<String> {
    let least = |kind: &str| {
        let of_kind = rows.iter().filter(|row| row.kind == kind && row.pnl.rms.is_finite());
        of_kind.min_by(|one, other| one.pnl.rms.total_cmp(&other.pnl.rms))
    };
    let said = |row: &StaticDynamicRow| {
        let (cost, rms) = (number(row.cost_mean), number(row.pnl.rms));
        format!("“{}” pays {cost} and leaves a root mean square of {rms}", row.hedge)
    };
    let parts: Vec<_> =
        ["static", "dynamic"].into_iter().filter_map(least).map(|row| said(row)).collect();
    (!parts.is_empty()).then(|| format!("In the ledger, costs included, {}.", parts.join("; ")))
}

fn condition(sd_vol_points: f64, rows: &[&ConditionRow]) -> String {
    let volatility = if sd_vol_points == 0.0 {
        "is known".to_owned()
    } else {
        format!("is uncertain by {sd_vol_points} points")
    };
    let day = |days: f64| if days == 1.0 { "day" } else { "days" };
    let horizon = |row: &&ConditionRow| {
        let (rank, days, number) = (row.rank, row.horizon_days, number(row.condition_number));
        format!("{rank} at {days} {} (condition number {number})", day(days))
    };
    let horizons: Vec<_> = rows.iter().map(horizon).collect();
    let all = rows.first().map_or(0, |row| row.instruments);
    format!(
        "Where implied volatility {volatility}, of {all} instruments are told apart numerically: {}.",
        horizons.join(", ")
    )
}

fn instruments(count: usize) -> String {
    match count {
        0 => "no instrument".to_owned(),
        1 => "one instrument".to_owned(),
        count => format!("{count} instruments"),
    }
}

fn units(units: f64) -> String {
    let noun = if units == 1.0 { "unit" } else { "units" };
    format!("{} {noun}", number(units))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
