//! `rehedge`: a laboratory for discrete dynamic hedging.

mod answer;
#[cfg(test)]
mod any_config;
mod args;
mod break_even;
mod check;
mod compare;
mod config;
mod controls;
mod data_files;
mod experiment;
mod explain;
mod failure;
mod figures;
mod history;
mod line;
mod manifest;
mod pnl_file;
mod portfolio;
mod progress;
mod results;
mod run;
mod schedule;
mod setup;
mod simulated;
mod solve;
mod story;
mod sweep;
mod theory;

use args::{Command, CommandLine};
use clap::Parser;
use failure::Failure;
use std::io::{self, Write as _};
use std::panic;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

fn main() -> ExitCode {
    let command = CommandLine::parse().command;
    report_panics_in_words();
    let outcome = panic::catch_unwind(|| execute(command));
    match outcome.unwrap_or_else(|_| Err(Failure::Other("nothing was written".into()))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&failure.to_string());
            failure.exit_code()
        }
    }
}

/// A panic is an error of the program, not of the user: say so, and where.
fn report_panics_in_words() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |place| format!(" at {place}"));
        let what = info.payload_as_str().unwrap_or("no reason given");
        eprintln!("this is a fault of rehedge itself, please report it: {what}{place}");
    }));
}

fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Run(args) => run::run(&args, interrupts()?.as_ref()),
        Command::Sweep(args) => sweep::sweep(&args, interrupts()?.as_ref()),
        Command::Portfolio(args) => portfolio::portfolio(&args, interrupts()?.as_ref()),
        Command::Schema { kind } => print(&format!("{:#}\n", config::schema(kind))),
        Command::Check { config } => print(&check::check(&config)?),
        Command::Explain(args) => print(&explain::explain(&args)?),
    }
}

/// Set when the user presses Ctrl-C.
fn interrupts() -> Result<Arc<AtomicBool>, Failure> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed))
        .map_err(|error| Failure::Other(format!("cannot listen for Ctrl-C: {error}")))?;
    Ok(interrupted)
}

/// Prints to stdout; a reader that has gone, as in `| head`, is no failure.
fn print(text: &str) -> Result<(), Failure> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Other(format!("cannot print: {error}")))
        }
        _ => Ok(()),
    }
}

/// Prints to stderr, if anybody reads it: the exit status says the same.
fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
