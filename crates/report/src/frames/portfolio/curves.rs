//! Frames with a row per point of a curve or a surface.

use super::{counts, statistics};
use crate::comparison::ErrorStatistics;
use crate::frames::{names, numbers};
use polars::prelude::{DataFrame, PolarsError};

/// How well instruments can be told apart at a horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionRow {
    /// The horizon, in trading days.
    pub horizon_days: f64,
    /// Standard deviation of implied volatility there, in vol points.
    pub sd_vol_points: f64,
    /// Instruments.
    pub instruments: usize,
    /// Numerical rank of their values.
    pub rank: usize,
    /// Greatest over least singular value of their values; infinite where the least is 0.
    pub condition_number: f64,
}

/// A row per horizon and uncertainty: `horizon_days, sd_vol_points, instruments, rank,
/// condition_number`.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn condition_frame(rows: &[ConditionRow]) -> Result<DataFrame, PolarsError> {
    let columns = vec![
        numbers("horizon_days", rows.iter().map(|row| row.horizon_days).collect()),
        numbers("sd_vol_points", rows.iter().map(|row| row.sd_vol_points).collect()),
        counts("instruments", rows.iter().map(|row| row.instruments)),
        counts("rank", rows.iter().map(|row| row.rank)),
        numbers("condition_number", rows.iter().map(|row| row.condition_number).collect()),
    ];
    DataFrame::new(rows.len(), columns)
}

/// The least cost under a cap on the risk.
#[derive(Clone, Debug, PartialEq)]
pub struct CapRow {
    /// The book.
    pub book: String,
    /// Cap on the root mean square error; not a number where the least risk is not known.
    pub cap: f64,
    /// Whether it was solved, and if not why.
    pub status: String,
    /// Instruments with a position.
    pub instruments: usize,
    /// `Σ|x_j|`.
    pub units: f64,
    /// `Σ x_j·V_j(0)`, in currency.
    pub value: f64,
    /// `Σ c_j·|x_j|`, by the weights of the problem.
    pub cost: f64,
    /// What entering the hedge pays in half-spreads, in currency.
    pub bid_ask_cost: f64,
    /// Errors on the scenarios that it was optimised on.
    pub in_sample: ErrorStatistics,
    /// Errors on others.
    pub out_of_sample: ErrorStatistics,
}

/// A row per book and cap: `book, cap, status, instruments, units, value, cost, bid_ask_cost` and the
/// columns of [`ErrorStatistics`] in sample (`in_…`) and out of sample (`out_…`), as in
/// [`models_frame`](super::models_frame).
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn caps_frame(rows: &[CapRow]) -> Result<DataFrame, PolarsError> {
    let number = |name, of: fn(&CapRow) -> f64| numbers(name, rows.iter().map(of).collect());
    let mut columns = vec![
        names("book", rows.iter().map(|row| &*row.book)),
        number("cap", |row| row.cap),
        names("status", rows.iter().map(|row| &*row.status)),
        counts("instruments", rows.iter().map(|row| row.instruments)),
        number("units", |row| row.units),
        number("value", |row| row.value),
        number("cost", |row| row.cost),
        number("bid_ask_cost", |row| row.bid_ask_cost),
    ];
    columns.extend(statistics("in_", rows.iter().map(|row| &row.in_sample)));
    columns.extend(statistics("out_", rows.iter().map(|row| &row.out_of_sample)));
    DataFrame::new(rows.len(), columns)
}

/// A hedge with a few instruments.
#[derive(Clone, Debug, PartialEq)]
pub struct SubsetRow {
    /// The book.
    pub book: String,
    /// How the instruments were chosen.
    pub method: String,
    /// How many there may be.
    pub most_instruments: usize,
    /// Whether it was solved, and if not why.
    pub status: String,
    /// Instruments with a position.
    pub instruments: usize,
    /// Their names.
    pub chosen: Vec<String>,
    /// `Σ|x_j|`.
    pub units: f64,
    /// `Σ x_j·V_j(0)`, in currency.
    pub value: f64,
    /// `Σ c_j·|x_j|`, by the weights of the problem.
    pub cost: f64,
    /// What entering the hedge pays in half-spreads, in currency.
    pub bid_ask_cost: f64,
    /// Errors on the scenarios that it was optimised on.
    pub in_sample: ErrorStatistics,
    /// Errors on others.
    pub out_of_sample: ErrorStatistics,
}

/// A row per book, method and number: `book, method, most_instruments, status, instruments, chosen`
/// (names with `; ` between), `units, value, cost, bid_ask_cost` and the columns of
/// [`ErrorStatistics`] in sample (`in_…`) and out of sample (`out_…`), as in
/// [`models_frame`](super::models_frame).
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn subsets_frame(rows: &[SubsetRow]) -> Result<DataFrame, PolarsError> {
    let chosen: Vec<_> = rows.iter().map(|row| row.chosen.join("; ")).collect();
    let number = |name, of: fn(&SubsetRow) -> f64| numbers(name, rows.iter().map(of).collect());
    let mut columns = vec![
        names("book", rows.iter().map(|row| &*row.book)),
        names("method", rows.iter().map(|row| &*row.method)),
        counts("most_instruments", rows.iter().map(|row| row.most_instruments)),
        names("status", rows.iter().map(|row| &*row.status)),
        counts("instruments", rows.iter().map(|row| row.instruments)),
        names("chosen", chosen.iter().map(|names| &**names)),
        number("units", |row| row.units),
        number("value", |row| row.value),
        number("cost", |row| row.cost),
        number("bid_ask_cost", |row| row.bid_ask_cost),
    ];
    columns.extend(statistics("in_", rows.iter().map(|row| &row.in_sample)));
    columns.extend(statistics("out_", rows.iter().map(|row| &row.out_of_sample)));
    DataFrame::new(rows.len(), columns)
}

/// The error of a hedge at one spot and volatility.
#[derive(Clone, Debug, PartialEq)]
pub struct SurfaceRow {
    /// The book.
    pub book: String,
    /// The model.
    pub model: String,
    /// Spot at the horizon, in currency.
    pub spot: f64,
    /// What is added to every implied volatility, in vol points.
    pub volatility_shift_vol_points: f64,
    /// Profit and loss of book and hedge there.
    pub error: f64,
}

/// A row per book, model, spot and volatility: `book, model, spot, volatility_shift_vol_points,
/// error`.
///
/// # Errors
/// Never for this frame; Polars says how it would fail.
pub fn surface_frame(rows: &[SurfaceRow]) -> Result<DataFrame, PolarsError> {
    let number = |name, of: fn(&SurfaceRow) -> f64| numbers(name, rows.iter().map(of).collect());
    let columns = vec![
        names("book", rows.iter().map(|row| &*row.book)),
        names("model", rows.iter().map(|row| &*row.model)),
        number("spot", |row| row.spot),
        number("volatility_shift_vol_points", |row| row.volatility_shift_vol_points),
        number("error", |row| row.error),
    ];
    DataFrame::new(rows.len(), columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frames::csv_bytes;

    fn csv(frame: Result<DataFrame, PolarsError>) -> String {
        String::from_utf8(csv_bytes(&mut frame.unwrap()).unwrap()).unwrap()
    }

    #[test]
    fn conditions_and_surfaces() {
        let (horizon_days, sd_vol_points) = (15.0, 0.5);
        let condition_number = 1e17;
        let row = ConditionRow {
            horizon_days,
            sd_vol_points,
            instruments: 21,
            rank: 19,
            condition_number,
        };
        assert_eq!(
            csv(condition_frame(&[row])),
            "horizon_days,sd_vol_points,instruments,rank,condition_number\n15.0,0.5,21,19,1e+17\n"
        );
        let row = SurfaceRow {
            book: "b".into(),
            model: "m".into(),
            spot: 80.0,
            volatility_shift_vol_points: -5.0,
            error: -1.25,
        };
        assert_eq!(
            csv(surface_frame(&[row])),
            "book,model,spot,volatility_shift_vol_points,error\nb,m,80.0,-5.0,-1.25\n"
        );
    }

    #[test]
    fn frontiers_and_subsets() {
        let in_sample = ErrorStatistics { rms: 1.25, es_95_se: 0.125, ..Default::default() };
        let out_of_sample = ErrorStatistics { rms: 2.0, es_95_se: 0.5, ..Default::default() };
        let names = "rms,rms_se,mean,mean_se,sd,sd_se,es_95,es_95_se";
        let errors =
            format!("in_{},out_{}", names.replace(',', ",in_"), names.replace(',', ",out_"));
        let numbers = "1.25,0.0,0.0,0.0,0.0,0.0,0.0,0.125,2.0,0.0,0.0,0.0,0.0,0.0,0.0,0.5";
        let row = CapRow {
            book: "b".into(),
            cap: 1.5,
            status: "solved".into(),
            instruments: 4,
            units: 12.0,
            value: -3.5,
            cost: 10.0,
            bid_ask_cost: 0.25,
            in_sample,
            out_of_sample,
        };
        assert_eq!(
            csv(caps_frame(&[row])),
            format!(
                "book,cap,status,instruments,units,value,cost,bid_ask_cost,{errors}\n\
                 b,1.5,solved,4,12.0,-3.5,10.0,0.25,{numbers}\n"
            )
        );
        let row = SubsetRow {
            book: "b".into(),
            method: "l1".into(),
            most_instruments: 3,
            status: "solved".into(),
            instruments: 2,
            chosen: vec!["stock".into(), "call 100 63d".into()],
            units: 12.0,
            value: -3.5,
            cost: 10.0,
            bid_ask_cost: 0.25,
            in_sample,
            out_of_sample,
        };
        assert_eq!(
            csv(subsets_frame(&[row])),
            format!(
                "book,method,most_instruments,status,instruments,chosen,units,value,cost,bid_ask_cost,\
                 {errors}\n\
                 b,l1,3,solved,2,stock; call 100 63d,12.0,-3.5,10.0,0.25,{numbers}\n"
            )
        );
    }
}
