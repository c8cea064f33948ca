//! Ranges of numbers, which say in words what they allow.

/// Which numbers are allowed. Those that are not finite never are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least number, and whether it is itself allowed.
    pub least: Option<(f64, bool)>,
    /// The greatest number, and whether it is itself allowed.
    pub greatest: Option<(f64, bool)>,
    /// Whether 0 is allowed.
    pub zero: bool,
    /// What the number counts, in words.
    pub unit: &'static str,
}

impl Range {
    const ALL: Self = Self { least: None, greatest: None, zero: true, unit: "" };

    /// Numbers greater than `least`.
    pub const fn above(least: f64) -> Self {
        Self { least: Some((least, false)), ..Self::ALL }
    }

    /// `least` and greater numbers.
    pub const fn at_least(least: f64) -> Self {
        Self { least: Some((least, true)), ..Self::ALL }
    }

    /// Only those less than `greatest`.
    pub const fn below(self, greatest: f64) -> Self {
        Self { greatest: Some((greatest, false)), ..self }
    }

    /// Only `greatest` and lesser numbers.
    pub const fn at_most(self, greatest: f64) -> Self {
        Self { greatest: Some((greatest, true)), ..self }
    }

    /// Only those other than 0.
    pub const fn not_zero(self) -> Self {
        Self { zero: false, ..self }
    }

    /// The same numbers, of a unit.
    pub const fn of(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// Whether a number is allowed.
    pub fn contains(&self, number: f64) -> bool {
        let enough = self.least.is_none_or(|(x, itself)| number > x || (itself && number == x));
        let little = self.greatest.is_none_or(|(x, itself)| number < x || (itself && number == x));
        number.is_finite() && enough && little && (self.zero || number != 0.0)
    }

    /// Such as `greater than 0 and at most 5 (per √year)`.
    pub fn describe(&self) -> String {
        let least = self.least.map(|(x, itself)| {
            format!("{} {}", if itself { "at least" } else { "greater than" }, plain(x))
        });
        let greatest = self.greatest.map(|(x, itself)| {
            format!("{} {}", if itself { "at most" } else { "less than" }, plain(x))
        });
        let zero = (!self.zero).then(|| "not 0".to_owned());
        let parts: Vec<_> = [least, greatest, zero].into_iter().flatten().collect();
        with_unit(parts.join(" and "), self.unit)
    }
}

/// Which whole numbers are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeRange {
    /// The least.
    pub least: i64,
    /// The greatest.
    pub greatest: i64,
    /// What the number counts, in words.
    pub unit: &'static str,
}

impl WholeRange {
    /// From `least` to `greatest`, both allowed.
    pub const fn new(least: i64, greatest: i64, unit: &'static str) -> Self {
        Self { least, greatest, unit }
    }

    /// Such as `a whole number from 1 to 1000 (trading days)`.
    pub fn describe(&self) -> String {
        let range = format!("a whole number from {} to {}", self.least, self.greatest);
        with_unit(range, self.unit)
    }
}

fn with_unit(range: String, unit: &str) -> String {
    if unit.is_empty() { range } else { format!("{range} ({unit})") }
}

/// A number without a row of zeros.
fn plain(x: f64) -> String {
    if x.abs() >= 1e6 { format!("{x:e}") } else { x.to_string() }
}
