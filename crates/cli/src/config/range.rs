//! Ranges of numbers, which say in words what they allow.

/// Which numbers are allowed, between two bounds. What is not a number is between none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least number, and whether it is itself allowed.
    pub least: (f64, bool),
    /// The greatest number, and whether it is itself allowed.
    pub greatest: (f64, bool),
    /// Whether 0 is allowed.
    pub zero: bool,
    /// What the number counts, in words.
    pub unit: &'static str,
}

impl Range {
    /// Numbers greater than `least`, to be bounded from above.
    pub const fn above(least: f64) -> Self {
        Self { least: (least, false), greatest: (f64::MAX, true), zero: true, unit: "" }
    }

    /// `least` and greater numbers, to be bounded from above.
    pub const fn at_least(least: f64) -> Self {
        Self { least: (least, true), ..Self::above(least) }
    }

    /// Only those less than `greatest`.
    pub const fn below(self, greatest: f64) -> Self {
        Self { greatest: (greatest, false), ..self }
    }

    /// Only `greatest` and lesser numbers.
    pub const fn at_most(self, greatest: f64) -> Self {
        Self { greatest: (greatest, true), ..self }
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
        let ((least, from), (greatest, to)) = (self.least, self.greatest);
        let enough = if from { number >= least } else { number > least };
        let little = if to { number <= greatest } else { number < greatest };
        enough && little && (self.zero || number != 0.0)
    }

    /// Such as `greater than 0 and at most 5 (per √year)`.
    pub fn describe(&self) -> String {
        let ((least, from), (greatest, to)) = (self.least, self.greatest);
        let least = format!("{} {}", if from { "at least" } else { "greater than" }, plain(least));
        let greatest = format!("{} {}", if to { "at most" } else { "less than" }, plain(greatest));
        let zero = if self.zero { "" } else { " and not 0" };
        with_unit(format!("{least} and {greatest}{zero}"), self.unit)
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
    let size = x.abs();
    if size >= 1e6 || (size > 0.0 && size < 1e-3) { format!("{x:e}") } else { x.to_string() }
}
