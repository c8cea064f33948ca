//! [`Failure`]: how a command ends when it does not succeed, and the exit status that says so.

use crate::config::{Problem, Problems};
use std::fmt;
use std::path::Path;
use std::process::ExitCode;

/// Why a command did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// The config, its data or the arguments are wrong: exit status 2.
    Config(Problems),
    /// An argument is wrong in a way that has no place in the config: exit status 2.
    Argument(String),
    /// Something else failed: exit status 1.
    Other(String),
    /// The user pressed Ctrl-C: exit status 130, as shells have it.
    Interrupted,
    /// The same, with something to say of what is kept.
    Stopped(String),
}

impl Failure {
    /// Something that could not be done with a file or folder.
    pub fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::Other(format!("cannot {doing} {}: {error}", path.display()))
    }

    /// Two outcomes that are needed both; where both failed because something is wrong with what
    /// was asked, all of it is said.
    pub fn both<A, B>(one: Result<A, Self>, other: Result<B, Self>) -> Result<(A, B), Self> {
        match (one, other) {
            (Ok(one), Ok(other)) => Ok((one, other)),
            (Err(Self::Config(mut problems)), Err(Self::Config(more))) => {
                problems.extend(more);
                Err(Self::Config(problems))
            }
            (Err(failure), _) | (_, Err(failure)) => Err(failure),
        }
    }

    /// The exit status.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Config(_) | Self::Argument(_) => 2,
            Self::Other(_) => 1,
            Self::Interrupted | Self::Stopped(_) => 130,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(problems) => {
                let count = problems.as_slice().len();
                let noun = if count == 1 { "problem" } else { "problems" };
                write!(f, "{problems}\n{count} {noun}; nothing was written")
            }
            Self::Argument(message) | Self::Other(message) | Self::Stopped(message) => {
                f.write_str(message)
            }
            Self::Interrupted => f.write_str("interrupted; nothing was written"),
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let mut problems = Problems::default();
        problems.push(problem);
        Self::Config(problems)
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Config(problems)
    }
}
