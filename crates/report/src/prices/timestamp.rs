//! [`Timestamp`]: a moment of market data, by the clock of the market.

use std::fmt;
use std::str::FromStr;

const SECONDS_PER_DAY: u32 = 86_400;

/// A day, and a second of it. An offset from UTC is read and dropped: 09:30 is 09:30 on the
/// market's own clock. (Parquet keeps a timestamp that has a zone in UTC, and so does this.)
/// Fractions of a second are dropped too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Days since 1970-01-01.
    pub day: i32,
    /// Seconds since midnight; 0 for a plain date.
    pub second: u32,
}

/// Not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date: YYYY-MM-DD, or YYYY-MM-DDTHH:MM with or without seconds")]
pub struct MalformedTimestamp;

impl Timestamp {
    /// A whole day.
    #[must_use]
    pub const fn of_day(day: i32) -> Self {
        Self { day, second: 0 }
    }

    /// A count of time since 1970-01-01, of which `per_second` pass each second; the last day
    /// there is, where the count goes beyond.
    pub(super) fn of_count(count: i64, per_second: i64) -> Self {
        let seconds = count.div_euclid(per_second);
        let day = seconds.div_euclid(i64::from(SECONDS_PER_DAY));
        let second = seconds.rem_euclid(i64::from(SECONDS_PER_DAY));
        Self { day: i32::try_from(day).unwrap_or(i32::MAX), second: second as u32 }
    }

    /// The day as `YYYY-MM-DD`.
    #[must_use]
    pub fn date(self) -> String {
        Self::of_day(self.day).to_string()
    }
}

/// `YYYY-MM-DD`, with `THH:MM:SS` after it unless that is midnight.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (year, month, day) = civil(self.day);
        write!(f, "{year:04}-{month:02}-{day:02}")?;
        if self.second > 0 {
            let (minutes, second) = (self.second / 60, self.second % 60);
            write!(f, "T{:02}:{:02}:{second:02}", minutes / 60, minutes % 60)?;
        }
        Ok(())
    }
}

/// ISO 8601: `2013-10-07`, or with `T` or a space and `09:30`, `09:30:00`, `09:30:00.000`, after
/// which `Z` or an offset such as `+01:00` may follow.
impl FromStr for Timestamp {
    type Err = MalformedTimestamp;

    fn from_str(text: &str) -> Result<Self, MalformedTimestamp> {
        parse(text.trim()).ok_or(MalformedTimestamp)
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.split_at_checked(10)?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let day = day_of(year as i32, month, day)?;
    if rest.is_empty() {
        return Some(Timestamp::of_day(day));
    }
    let time = rest.strip_prefix(['T', ' '])?;
    Some(Timestamp { day, second: second_of(time)? })
}

fn second_of(time: &str) -> Option<u32> {
    let clock = without_offset(time)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let [hour, minute, second] = match clock.len() {
        5 => numbers(clock, ':', [2, 2]).map(|[hour, minute]| [hour, minute, 0])?,
        _ => numbers(clock, ':', [2, 2, 2])?,
    };
    let possible = hour < 24 && minute < 60 && second < 60 && digits(fraction);
    possible.then_some((hour * 60 + minute) * 60 + second)
}

/// The clock time before `Z`, `+HH:MM` or `-HH:MM`.
fn without_offset(time: &str) -> Option<&str> {
    if let Some(clock) = time.strip_suffix('Z') {
        return Some(clock);
    }
    let Some(sign) = time.find(['+', '-']) else { return Some(time) };
    numbers::<2>(&time[sign + 1..], ':', [2, 2]).map(|_| &time[..sign])
}

/// Exactly `N` numbers with these numbers of digits and a separator between them.
fn numbers<const N: usize>(text: &str, separator: char, widths: [usize; N]) -> Option<[u32; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, width) in numbers.iter_mut().zip(widths) {
        let part = parts.next().filter(|part| part.len() == width && digits(part))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Days since 1970-01-01 of a day that the calendar has.
///
/// # Source
/// Hinnant (2013), *chrono-compatible low-level date algorithms*, `days_from_civil`.
fn day_of(year: i32, month: u32, day: u32) -> Option<i32> {
    let shifted = if month > 2 { year } else { year - 1 };
    let (era, year_of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let day_of_year = (153 * ((month as i32 + 9) % 12) + 2) / 5 + day as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = era * 146_097 + day_of_era - 719_468;
    (civil(days) == (year, month, day)).then_some(days)
}

/// Year, month and day of a number of days since 1970-01-01: `civil_from_days` of the same source.
fn civil(days: i32) -> (i32, u32, u32) {
    let days = i64::from(days) + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year as i32, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn days_by_the_calendar() {
        for (text, day) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2001-09-11", 11_576),
            ("2024-12-31", 20_088),
        ] {
            assert_eq!(read(text), Timestamp::of_day(day));
            assert_eq!(read(text).to_string(), text);
        }
    }

    #[test]
    fn every_day_of_four_centuries_is_read_back() {
        for day in -36_525..109_572 {
            assert_eq!(read(&Timestamp::of_day(day).to_string()).day, day);
        }
    }

    #[test]
    fn times_of_day() {
        let half_past_nine = Timestamp { day: 15_985, second: 34_200 };
        for time in [
            "T09:30",
            " 09:30",
            "T09:30:00",
            " 09:30:00.000",
            "T09:30Z",
            "T09:30:00+02:00",
            " 09:30:00-04:00",
        ] {
            assert_eq!(read(&format!("2013-10-07{time}")), half_past_nine, "{time}");
        }
        assert_eq!(half_past_nine.to_string(), "2013-10-07T09:30:00");
        assert_eq!(half_past_nine.date(), "2013-10-07");
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "2013",
            "07/10/2013",
            "2013-13-01",
            "2013-02-29",
            "2013-00-10",
            "2013-10-00",
            "2013-1-07",
            "2013-10-07x",
            "2013-10-07T",
            "2013-10-07T24:00",
            "2013-10-07T09:60",
            "2013-10-07T09:30:00.",
            "2013-10-07T09:30+2",
            "20131007",
            "2013-10-é7",
            "+013-10-07",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(MalformedTimestamp), "{text}");
        }
    }

    #[test]
    fn counts_before_1970() {
        assert_eq!(Timestamp::of_count(-1_000, 1_000), Timestamp { day: -1, second: 86_399 });
        assert_eq!(Timestamp::of_count(86_400_000_001, 1_000_000), Timestamp { day: 1, second: 0 });
    }
}
