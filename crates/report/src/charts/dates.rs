//! Dates on an axis: days as numbers, and ticks at years or months.

use super::ChartError;

/// Days since 1970-01-01 of a date `yyyy-mm-dd` in the Gregorian calendar.
///
/// # Errors
/// [`ChartError::Date`] where the text is no such date.
///
/// # Source
/// Hinnant (2013), *chrono-Compatible Low-Level Date Algorithms*, `days_from_civil`.
pub(super) fn parse(text: &str) -> Result<f64, ChartError> {
    let wrong = || ChartError::Date(text.to_owned());
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return Err(wrong()) };
    let number = |part: &str, digits: usize| {
        let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<i32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return Err(wrong());
    };
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return Err(wrong());
    }
    Ok(f64::from(days(year, month, day)))
}

fn days_in(year: i32, month: i32) -> i32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

fn days(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Ticks between two days, about `count`: years, or months where there are few years.
pub(super) fn ticks(low: f64, high: f64, count: usize) -> Vec<(f64, String)> {
    let months = (high - low) / 30.44 / count.max(1) as f64;
    let step = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600].into_iter();
    let step = step.clone().find(|step| f64::from(*step) >= months).unwrap_or(1200);
    let first_year = 1970 + (low / 365.2425).floor() as i32 - 1;
    let last_year = 1970 + (high / 365.2425).ceil() as i32 + 1;
    (12 * first_year..=12 * last_year)
        .filter(|month| month % step == 0)
        .map(|month| (month.div_euclid(12), month.rem_euclid(12) + 1))
        .map(|(year, month)| (f64::from(days(year, month, 1)), write(year, month, step)))
        .filter(|(day, _)| (low..=high).contains(day))
        .collect()
}

fn write(year: i32, month: i32, step: i32) -> String {
    if step >= 12 { format!("{year}") } else { format!("{year}-{month:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_count_days() {
        assert_eq!(parse("1970-01-01").unwrap(), 0.0);
        assert_eq!(parse("2000-03-01").unwrap(), 11_017.0);
        assert_eq!(parse("1969-12-31").unwrap(), -1.0);
        assert_eq!(parse("2024-02-29").unwrap() + 1.0, parse("2024-03-01").unwrap());
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2024",
            "2024-2-1",
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "x-01-01",
            "+024-01-01",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn ticks_are_years_or_months() {
        let labels = |low: &str, high: &str, count| -> Vec<String> {
            let (low, high) = (parse(low).unwrap(), parse(high).unwrap());
            ticks(low, high, count).into_iter().map(|(_, label)| label).collect()
        };
        assert_eq!(labels("1999-06-01", "2021-02-01", 6), ["2000", "2005", "2010", "2015", "2020"]);
        assert_eq!(
            labels("2020-01-15", "2020-07-02", 6),
            ["2020-02", "2020-03", "2020-04", "2020-05", "2020-06", "2020-07"]
        );
    }
}
