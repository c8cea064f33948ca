//! Trading days as steps of the grid.

use rehedge_market::Grid;

/// How far a product of days and steps may be from a whole number, relative to it: enough for the
/// rounding of decimals such as 0.1, and far less than any real disagreement.
const ROUNDING: f64 = 1e-9;

/// The number of steps in so many trading days, or why there is no such number.
pub fn whole_steps(days: f64, grid: &Grid) -> Result<usize, String> {
    let per_day = grid.steps_per_day();
    let steps = days * per_day as f64;
    let days = if per_day == 1 { "day" } else { "days" };
    let step = format!("a step is {} {days} (steps_per_day = {per_day})", 1.0 / per_day as f64);
    if (steps - steps.round()).abs() <= ROUNDING * steps {
        Ok(steps.round() as usize)
    } else if steps < 1.0 {
        Err(format!("finer than the grid: {step}"))
    } else {
        Err(format!("must be a whole number of steps: {step}"))
    }
}

/// The horizon in trading days.
pub fn horizon_days(grid: &Grid) -> f64 {
    days(grid.steps(), grid)
}

/// So many steps in trading days.
pub fn days(steps: usize, grid: &Grid) -> f64 {
    steps as f64 / grid.steps_per_day() as f64
}

/// So many trading days in years.
pub fn years(days: f64, grid: &Grid) -> f64 {
    days / grid.trading_days_per_year()
}
