//! [`Experiment`]: a plan with its data loaded, its paths and its desk ready.

use crate::config::{self, Market, Plan, Problems, Reading, SimulatedMarket};
use crate::data_files::DataFiles;
use crate::failure::Failure;
use crate::{history, simulated};
use rehedge_engine::{Carry, Desk};
use rehedge_kernels::LANES;
use rehedge_market::{PathSource, Sampling, Simulation};
use rehedge_options::Rates;
use rehedge_report::{Dependence, Timestamp};
use std::path::Path;

/// A plan that is ready to run.
pub struct Experiment {
    /// What the config asks, in the words of its header: a paragraph each.
    pub question: Vec<String>,
    /// What was asked for.
    pub plan: Plan,
    /// The paths.
    pub source: Box<dyn PathSource>,
    /// The book and its hedges.
    pub desk: Desk,
    /// First day of every path of history.
    pub starts: Option<Vec<Timestamp>>,
    /// What a user should know about the data.
    pub warnings: Vec<String>,
}

impl Experiment {
    /// The names of the hedges, in the order of every result.
    pub fn names(&self) -> Vec<String> {
        self.desk.hedges().iter().map(|hedge| hedge.name.clone()).collect()
    }

    /// Which paths know of each other: halves of a block, blocks of a replicate, windows that share
    /// days.
    pub fn dependence(&self) -> Dependence {
        let plan = &self.plan;
        match (&plan.market, plan.run.sampling) {
            (Market::History(market), _) => {
                Dependence::Overlapping(plan.grid.steps().div_ceil(market.start_every_steps) - 1)
            }
            (_, Sampling::Pseudo) => Dependence::Independent,
            (_, Sampling::Antithetic) => Dependence::Pairs { apart: LANES / 2 },
            (_, Sampling::Sobol) => {
                Dependence::Replicates { count: Sampling::REPLICATES, run: LANES }
            }
        }
    }
}

/// Reads a config file and everything that it names. Where the config is wrong, its data are looked
/// at all the same, so that everything is said at once.
pub fn prepare(file: &Path, overrides: &config::Overrides) -> Result<Experiment, Failure> {
    let (text, files) = (text(file)?, DataFiles::default());
    let Reading { plan, data, places } = config::read(&text, &file.to_string_lossy(), overrides);
    match plan {
        Ok(plan) => Ok(Experiment { question: config::question(&text), ..ready(plan, &files)? }),
        Err(mut problems) => {
            problems.extend(history::problems(&data, &files, &places));
            Err(problems.into())
        }
    }
}

/// The text of a config file.
pub fn text(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| {
        Failure::Argument(format!("cannot read the config {}: {error}", file.display()))
    })
}

/// Loads the data of a plan and sets up its paths and its desk.
pub fn ready(plan: Plan, files: &DataFiles) -> Result<Experiment, Problems> {
    let (mut starts, mut warnings) = (None, Vec::new());
    let source: Result<Box<dyn PathSource>, Problems> = match &plan.market {
        Market::Simulated(market) => simulation(&plan, market).map(|paths| Box::new(paths) as _),
        Market::History(market) => {
            history::load(market, plan.grid, files, &plan.places).map(|history| {
                (starts, warnings) = (Some(history.starts), history.warnings);
                Box::new(history.windows) as _
            })
        }
    };
    match (source, desk(&plan)) {
        (Ok(source), Ok(desk)) => {
            let question = Vec::new();
            Ok(Experiment { question, plan, source, desk, starts, warnings })
        }
        (Err(mut problems), Err(more)) => {
            problems.extend(more);
            Err(problems)
        }
        (Err(problems), Ok(_)) | (Ok(_), Err(problems)) => Err(problems),
    }
}

/// One problem with a key of the plan.
fn refuse(plan: &Plan, key: &str, allowed: &impl ToString) -> Problems {
    let mut problems = Problems::default();
    problems.push(plan.places.problem(key, allowed.to_string()));
    problems
}

fn desk(plan: &Plan) -> Result<Desk, Problems> {
    let rates = plan.rates;
    let carry = Carry {
        pricing: Rates { rate: rates.rate, dividend_yield: rates.dividend_yield },
        financing_rate: rates.financing_rate,
    };
    let hedges = plan.hedges.iter().map(|planned| planned.hedge.clone()).collect();
    Desk::new(plan.grid, &plan.book, carry, hedges).map_err(|error| refuse(plan, "hedge", &error))
}

fn simulation(plan: &Plan, market: &SimulatedMarket) -> Result<Simulation, Problems> {
    let model = simulated::model(market, |key, error| refuse(plan, key, &error))?;
    let expiries = Desk::expiries(&plan.grid, &plan.book);
    Simulation::new(model, plan.grid, plan.run.paths, plan.run.seed, expiries)
        .and_then(|simulation| simulation.with_sampling(plan.run.sampling))
        .map_err(|error| refuse(plan, "market", &error))
}
