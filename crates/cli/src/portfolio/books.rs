//! The books of a run, as lines of a file that can be read back.

use super::job::Job;
use crate::config::portfolio::Position;
use rehedge_market::Grid;
use rehedge_options::{Asian, Barrier, Binary, Contract, Fixings, Monitoring, Pays, Strike};
use rehedge_report::BookRow;

/// Every position of every book, in their order.
pub fn rows(job: &Job) -> Vec<BookRow> {
    let books = job.plan.books.iter().enumerate();
    books
        .flat_map(|(index, book)| {
            let entry = job.valuer.book_positions(index);
            book.positions.iter().zip(entry).map(|(position, (greeks, volatility))| BookRow {
                book: book.name.clone(),
                entry_volatility: volatility,
                entry_value: position.quantity * greeks.value,
                ..row(position, &job.plan.grid)
            })
        })
        .collect()
}

/// The terms of a position, in the units of a config.
fn row(position: &Position, grid: &Grid) -> BookRow {
    let plain = BookRow {
        kind: position.contract.kind().name().to_owned(),
        strike: currency(position.contract.strike()),
        days: days(position.maturity, grid),
        quantity: position.quantity,
        implied_volatility: position.implied_volatility,
        ..BookRow::default()
    };
    match position.contract {
        Contract::Vanilla { .. } | Contract::Binary(Binary { pays: Pays::Asset, .. }) => plain,
        Contract::Binary(Binary { pays: Pays::Cash(cash), .. }) => {
            BookRow { cash: Some(cash), ..plain }
        }
        Contract::Barrier(Barrier { level, rebate, monitoring, .. }) => BookRow {
            barrier: Some(currency(level)),
            rebate: (rebate != 0.0).then_some(rebate),
            monitoring_days: match monitoring {
                Monitoring::Continuous => None,
                Monitoring::Discrete { interval } => Some(days(interval, grid)),
            },
            ..plain
        },
        Contract::Asian(asian) => averaging(&asian, grid, plain),
    }
}

fn averaging(asian: &Asian, grid: &Grid, plain: BookRow) -> BookRow {
    let average_so_far = asian.past.map(|past| currency(past.average));
    let weight = asian.past.map(|past| past.weight);
    match asian.fixings {
        Fixings::Continuous => {
            let days_so_far = weight.map(|years| days(years, grid));
            BookRow { average_so_far, days_so_far, ..plain }
        }
        Fixings::Discrete { number } => BookRow {
            fixings: Some(i64::from(number)),
            average_so_far,
            fixings_so_far: weight.map(|count| count as i64),
            ..plain
        },
    }
}

/// Prices of a plan are in currency.
fn currency(price: Strike) -> f64 {
    let (Strike::Fixed(price) | Strike::Moneyness(price)) = price;
    price
}

/// The trading days that are read as so many years.
fn days(years: f64, grid: &Grid) -> f64 {
    let per_year = grid.trading_days_per_year();
    let product = years * per_year;
    let round = (product * 1e6).round() / 1e6;
    let near = [round, product, product.next_up(), product.next_down()];
    near.into_iter().find(|days| days / per_year == years).unwrap_or(product)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_the_same_years() {
        for per_year in [252.0, 250.0, 365.25] {
            let grid = Grid::new(10, 2, per_year).unwrap();
            for written in [0.5, 1.0, 7.5, 21.0, 42.5, 63.1, 252.0, 1_234.567_890_123] {
                let years = written / per_year;
                assert_eq!(days(years, &grid) / per_year, years, "{written} of {per_year}");
            }
            assert_eq!(days(21.0 / per_year, &grid), 21.0);
            assert_eq!(days(42.5 / per_year, &grid), 42.5);
        }
    }
}
