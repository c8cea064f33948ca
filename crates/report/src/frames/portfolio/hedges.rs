//! Frames with a row per hedge.

use super::{counts, statistics};
use crate::comparison::ErrorStatistics;
use crate::frames::{names, numbers};
use polars::prelude::{Column, DataFrame, PolarsError};

/// A position of a hedge.
#[derive(Clone, Debug, PartialEq)]
pub struct PositionRow {
    /// The book that is hedged.
    pub book: String,
    /// The model that chose it.
    pub model: String,
    /// The instrument.
    pub instrument: String,
    /// Units: positive when held, negative when sold.
    pub position: f64,
    /// Its value at entry, at mid, in currency.
    pub value: f64,
    /// What entering it pays in half-spreads, in currency.
    pub bid_ask_cost: f64,
}

/// A row per book, model and instrument: `book, model, instrument, position, value, bid_ask_cost`.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn positions_frame(rows: &[PositionRow]) -> Result<DataFrame, PolarsError> {
    let number = |name, of: fn(&PositionRow) -> f64| numbers(name, rows.iter().map(of).collect());
    let columns = vec![
        names("book", rows.iter().map(|row| &*row.book)),
        names("model", rows.iter().map(|row| &*row.model)),
        names("instrument", rows.iter().map(|row| &*row.instrument)),
        number("position", |row| row.position),
        number("value", |row| row.value),
        number("bid_ask_cost", |row| row.bid_ask_cost),
    ];
    DataFrame::new(rows.len(), columns)
}

/// A model's hedge of a book.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelRow {
    /// The book.
    pub book: String,
    /// The model; `unhedged` for none.
    pub model: String,
    /// Whether it was solved, and if not why: `solved`, `infeasible`, …
    pub status: String,
    /// Instruments with a position.
    pub instruments: usize,
    /// `Σ|x_j|`.
    pub units: f64,
    /// `Σ x_j·V_j(0)`, in currency.
    pub value: f64,
    /// `Σ c_j·|x_j|`, by the weights of the problem.
    pub cost: f64,
    /// What entering it pays in half-spreads, in currency.
    pub bid_ask_cost: f64,
    /// Errors on the scenarios that it was optimised on.
    pub in_sample: ErrorStatistics,
    /// Errors on others.
    pub out_of_sample: ErrorStatistics,
}

/// A row per book and model: `book, model, status, instruments, units, value, cost, bid_ask_cost`,
/// and the columns of [`ErrorStatistics`] in sample (`in_…`) and out of sample (`out_…`).
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn models_frame(rows: &[ModelRow]) -> Result<DataFrame, PolarsError> {
    DataFrame::new(rows.len(), model_columns(&rows.iter().collect::<Vec<_>>()))
}

fn model_columns(rows: &[&ModelRow]) -> Vec<Column> {
    let rows = || rows.iter().copied();
    let number = |name, of: fn(&ModelRow) -> f64| numbers(name, rows().map(of).collect());
    let mut columns = vec![
        names("book", rows().map(|row| &*row.book)),
        names("model", rows().map(|row| &*row.model)),
        names("status", rows().map(|row| &*row.status)),
        counts("instruments", rows().map(|row| row.instruments)),
        number("units", |row| row.units),
        number("value", |row| row.value),
        number("cost", |row| row.cost),
        number("bid_ask_cost", |row| row.bid_ask_cost),
    ];
    columns.extend(statistics("in_", rows().map(|row| &row.in_sample)));
    columns.extend(statistics("out_", rows().map(|row| &row.out_of_sample)));
    columns
}

/// A model's hedge of a book, made at an assumption of how uncertain implied volatility is.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumedRow {
    /// Standard deviation of implied volatility at the horizon on the scenarios that the hedge was
    /// optimised on, in vol points.
    pub assumed_sd_vol_points: f64,
    /// The hedge: in sample at the assumption, out of sample at the uncertainty there is.
    pub model: ModelRow,
}

/// A row per book, model and assumption: the columns of [`models_frame`] after `book, model,
/// assumed_sd_vol_points`.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn assumed_frame(rows: &[AssumedRow]) -> Result<DataFrame, PolarsError> {
    let models: Vec<&ModelRow> = rows.iter().map(|row| &row.model).collect();
    let mut columns = model_columns(&models);
    let assumed = rows.iter().map(|row| row.assumed_sd_vol_points).collect();
    columns.insert(2, numbers("assumed_sd_vol_points", assumed));
    DataFrame::new(rows.len(), columns)
}

/// A hedge in another world.
#[derive(Clone, Debug, PartialEq)]
pub struct RevaluedRow {
    /// The book.
    pub book: String,
    /// The model; `unhedged` for none.
    pub model: String,
    /// The volatility or market that it is valued in.
    pub revaluation: String,
    /// Errors there, out of sample.
    pub errors: ErrorStatistics,
}

/// A row per book, model and revaluation: `book, model, revaluation` and the columns of
/// [`ErrorStatistics`].
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn revalued_frame(rows: &[RevaluedRow]) -> Result<DataFrame, PolarsError> {
    let mut columns = vec![
        names("book", rows.iter().map(|row| &*row.book)),
        names("model", rows.iter().map(|row| &*row.model)),
        names("revaluation", rows.iter().map(|row| &*row.revaluation)),
    ];
    columns.extend(statistics("", rows.iter().map(|row| &row.errors)));
    DataFrame::new(rows.len(), columns)
}

/// A hedge that was run in the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct StaticDynamicRow {
    /// The book.
    pub book: String,
    /// The hedge: a model, or how often the delta was hedged.
    pub hedge: String,
    /// `static`, `dynamic` or `unhedged`.
    pub kind: String,
    /// Mean cost of trading, in currency at the horizon.
    pub cost_mean: f64,
    /// Its standard error.
    pub cost_mean_se: f64,
    /// Profit and loss of book and hedge after costs.
    pub pnl: ErrorStatistics,
}

/// A row per book and hedge: `book, hedge, kind, cost_mean, cost_mean_se` and the columns of
/// [`ErrorStatistics`] of profit and loss, `pnl_…`.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn static_dynamic_frame(rows: &[StaticDynamicRow]) -> Result<DataFrame, PolarsError> {
    let mut columns = vec![
        names("book", rows.iter().map(|row| &*row.book)),
        names("hedge", rows.iter().map(|row| &*row.hedge)),
        names("kind", rows.iter().map(|row| &*row.kind)),
        numbers("cost_mean", rows.iter().map(|row| row.cost_mean).collect()),
        numbers("cost_mean_se", rows.iter().map(|row| row.cost_mean_se).collect()),
    ];
    columns.extend(statistics("pnl_", rows.iter().map(|row| &row.pnl)));
    DataFrame::new(rows.len(), columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frames::csv_bytes;

    fn csv(frame: Result<DataFrame, PolarsError>) -> String {
        String::from_utf8(csv_bytes(&mut frame.unwrap()).unwrap()).unwrap()
    }

    /// Numbers that tell the columns apart.
    fn errors(first: f64) -> ErrorStatistics {
        ErrorStatistics {
            rms: first,
            rms_se: first + 1.0,
            mean: first + 2.0,
            mean_se: first + 3.0,
            sd: first + 4.0,
            sd_se: first + 5.0,
            es_95: first + 6.0,
            es_95_se: first + 7.0,
        }
    }

    const ERRORS: &str = "rms,rms_se,mean,mean_se,sd,sd_se,es_95,es_95_se";

    #[test]
    fn positions() {
        let row = PositionRow {
            book: "vanilla".into(),
            model: "Model 0".into(),
            instrument: "call 100 63d".into(),
            position: -2.5,
            value: -10.0,
            bid_ask_cost: 0.125,
        };
        assert_eq!(
            csv(positions_frame(&[row])),
            "book,model,instrument,position,value,bid_ask_cost\n\
             vanilla,Model 0,call 100 63d,-2.5,-10.0,0.125\n"
        );
    }

    #[test]
    fn models() {
        let row = ModelRow {
            book: "a, b".into(),
            model: "unhedged".into(),
            status: "solved".into(),
            instruments: 9,
            units: 997.0,
            value: 3.0,
            cost: 2.0,
            bid_ask_cost: 1.5,
            in_sample: errors(10.0),
            out_of_sample: errors(20.0),
        };
        let text = csv(models_frame(std::slice::from_ref(&row)));
        let (header, line) = text.trim_end().split_once('\n').unwrap();
        let columns: Vec<_> = ["in_", "out_"]
            .iter()
            .flat_map(|side| ERRORS.split(',').map(move |name| format!("{side}{name}")))
            .collect();
        let plain = "book,model,status,instruments,units,value,cost,bid_ask_cost";
        assert_eq!(header, format!("{plain},{}", columns.join(",")));
        let numbers: Vec<_> = (10..18).chain(20..28).map(|number| format!("{number}.0")).collect();
        let numbers = numbers.join(",");
        assert_eq!(line, format!("\"a, b\",unhedged,solved,9,997.0,3.0,2.0,1.5,{numbers}"));
        let assumed = csv(assumed_frame(&[AssumedRow { assumed_sd_vol_points: 0.25, model: row }]));
        let among = |text: &str, after: &str, what: &str| {
            text.replacen(after, &format!("{after},{what}"), 1)
        };
        let header = among(header, "model", "assumed_sd_vol_points");
        assert_eq!(assumed, format!("{header}\n{}\n", among(line, "unhedged", "0.25")));
    }

    #[test]
    fn revaluations_and_the_ledger() {
        let (book, text) = ("b".to_owned(), |word: &str| word.to_owned());
        let row = RevaluedRow {
            book: book.clone(),
            model: text("m"),
            revaluation: text("half a point"),
            errors: errors(1.0),
        };
        let numbers = "1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0";
        assert_eq!(
            csv(revalued_frame(&[row])),
            format!("book,model,revaluation,{ERRORS}\nb,m,half a point,{numbers}\n")
        );
        let row = StaticDynamicRow {
            book,
            hedge: text("delta 1d"),
            kind: text("dynamic"),
            cost_mean: 0.5,
            cost_mean_se: 0.25,
            pnl: errors(1.0),
        };
        let columns: Vec<_> = ERRORS.split(',').map(|name| format!("pnl_{name}")).collect();
        assert_eq!(
            csv(static_dynamic_frame(&[row])),
            format!(
                "book,hedge,kind,cost_mean,cost_mean_se,{}\nb,delta 1d,dynamic,0.5,0.25,{numbers}\n",
                columns.join(",")
            )
        );
    }
}
