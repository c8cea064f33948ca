//! The command line.

use crate::config::Kind;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// A laboratory for discrete dynamic hedging.
///
/// Simulates a market or replays real history, rehedges a book of options by rules that can be
/// traded, charges what trading costs, and explains every cent of the profit and loss.
#[derive(Debug, Parser)]
#[command(name = "rehedge", version, max_term_width = 100)]
pub struct CommandLine {
    #[command(subcommand)]
    pub command: Command,
}

/// What `rehedge portfolio` writes.
const PORTFOLIO_FILES: &str = "\
Files in the results folder, the frames each as .csv and .parquet:
  models                what every model holds, costs and leaves, in and out of sample
  positions             units of every instrument
  books                 the positions that are hedged, as a file that a config can name
  revalued              the hedges at other volatilities and in other markets, by [[revalue]]
  assumed-volatility    with and without uncertain volatility in the optimisation, by
                        volatility_uncertainty.assumed_vol_points
  condition             condition number and numerical rank by horizon, by [horizons]
  frontier              the least cost for each cap on the risk
  cardinality           the risk by number of instruments
  surface               the error over spot and volatility at the horizon
  static-vs-dynamic     the hedges in the ledger, beside delta hedging, by [dynamic]
  charts/               every chart as .svg and .png
  report.html           charts, tables and words on one page
  config.toml           the config with every default; manifest.json, timing.json

Every key of a config, with its meaning and what is allowed: rehedge schema --for portfolio";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs a config and writes its results: frames, charts and a summary
    Run(RunArgs),
    /// Runs every cell of a config's sweep on the same random numbers, and writes one frame and
    /// charts of them all; goes on where an earlier sweep was stopped
    Sweep(SweepArgs),
    /// Hedges books of options by stock and liquid options held to a horizon, as models of cost and
    /// risk choose them, and puts every hedge to the test
    #[command(after_long_help = PORTFOLIO_FILES)]
    Portfolio(PortfolioArgs),
    /// Says what is wrong with a config, or what running it would do and take
    Check {
        /// The question: a TOML file, such as configs/frequency-vs-cost.toml
        config: PathBuf,
    },
    /// Prints one path of one hedge step by step: what the market did, what the hedge did, why it
    /// earned what it earned
    Explain(ExplainArgs),
    /// Prints the JSON Schema of configs, for editors that complete and check them
    Schema {
        /// Which configs: those of `rehedge run` and `rehedge sweep`, or of `rehedge portfolio`
        #[arg(long = "for", value_enum, default_value = "run")]
        kind: Kind,
    },
}

/// How anything is run.
#[derive(Args, Debug)]
pub struct Manner {
    /// Seed of every random number, in place of run.seed
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Number of threads; results do not depend on it [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Prints nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Args, Debug)]
pub struct RunArgs {
    /// The question: a TOML file, such as configs/frequency-vs-cost.toml
    pub config: PathBuf,
    /// Where to write; an older results folder there is replaced, any other folder is refused
    /// [default: results/ and the name of the config]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Number of simulated paths, in place of run.paths
    #[arg(long, value_name = "N")]
    pub paths: Option<usize>,
    #[command(flatten)]
    pub manner: Manner,
}

#[derive(Args, Debug)]
pub struct SweepArgs {
    /// The question: a TOML file with a sweep table, such as configs/interval-by-cost.toml
    pub config: PathBuf,
    /// Where to write; an older results folder there is replaced, any other folder is refused
    /// [default: results/ and the name of the config with -sweep]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Number of simulated paths of every cell, in place of run.paths
    #[arg(long, value_name = "N")]
    pub paths: Option<usize>,
    #[command(flatten)]
    pub manner: Manner,
    /// Begins anew, in place of going on where an earlier sweep was stopped
    #[arg(long)]
    pub restart: bool,
    /// Does not ask before a sweep that takes long or has very many cells
    #[arg(long)]
    pub yes: bool,
}

#[derive(Args, Debug)]
pub struct PortfolioArgs {
    /// The question: a TOML file, such as configs/portfolio-models.toml
    pub config: PathBuf,
    /// Where to write; an older results folder there is replaced, any other folder is refused
    /// [default: results/ and the name of the config]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Number of scenarios in sample, in place of run.scenarios
    #[arg(long, value_name = "N")]
    pub scenarios: Option<usize>,
    #[command(flatten)]
    pub manner: Manner,
}

#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// A results folder, such as results/frequency-vs-cost
    pub results: PathBuf,
    /// Name of a hedge of that run
    #[arg(long, value_name = "NAME")]
    pub hedge: String,
    /// Number of a path, from 0
    #[arg(long, value_name = "N")]
    pub path: usize,
}
