//! [`Problem`]: one thing that is wrong with a config, said so that the reader can put it right.

use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as it was named to the program.
    pub file: String,
    /// Line of the value, counted from 1; 0 for a value from the command line.
    pub line: usize,
    /// Column of the value in characters, counted from 1; 0 for a value from the command line.
    pub column: usize,
    /// Path of the key, such as `hedge[2].costs.half_spread_bps`; lists are counted from 0. Empty
    /// where the text is not TOML.
    pub key: String,
    /// What was found there, as it was written; `None` where a key is missing or unknown.
    pub found: Option<String>,
    /// What is allowed.
    pub allowed: String,
}

impl Problem {
    /// Of the command line: an option and its value.
    pub fn of_option(option: &str, found: String, allowed: String) -> Self {
        let (file, key) = (String::new(), option.to_owned());
        Self { file, line: 0, column: 0, key, found: Some(found), allowed }
    }
}

impl fmt::Display for Problem {
    /// `file:line:column: key = found: allowed`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}:{}:{}: ", self.file, self.line, self.column)?;
        }
        match &self.found {
            Some(found) => write!(f, "{} = {found}: ", self.key)?,
            None if self.key.is_empty() => {}
            None => write!(f, "{}: ", self.key)?,
        }
        f.write_str(&self.allowed)
    }
}

/// Everything that is wrong, in the order of the lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds a problem after all those on earlier lines.
    pub fn push(&mut self, problem: Problem) {
        let place = (problem.line, problem.column);
        let index = self.0.partition_point(|other| (other.line, other.column) <= place);
        self.0.insert(index, problem);
    }

    /// Adds all of another list.
    pub fn extend(&mut self, others: Self) {
        others.0.into_iter().for_each(|problem| self.push(problem));
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The problems, by line.
    #[must_use]
    pub fn as_slice(&self) -> &[Problem] {
        &self.0
    }
}

impl fmt::Display for Problems {
    /// A line each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
