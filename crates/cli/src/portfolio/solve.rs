//! The models: positions for every book.

use super::job::Job;
use super::subsets;
use super::words::number;
use crate::config::portfolio::{Cap, CvarGoal, ModelKind, PlannedModel, Sensitivity};
use crate::failure::Failure;
use rehedge_options::Greeks;
use rehedge_portfolio::{
    Costs, CvarGoal as Goal, CvarProblem, Factor, HedgeProblem, LeastSquares, Limits,
    ScenarioBlock, Sensitivities, Solution, SolveError,
};
use rehedge_report::in_parallel;

/// A book with all that its hedges are chosen from.
pub struct Posed {
    pub problem: HedgeProblem,
    pub limits: Limits,
    pub costs: Costs,
}

/// What a model came to for a book.
#[derive(Clone, Debug)]
pub struct Hedge {
    /// Index of the book.
    pub book: usize,
    /// Name of the model.
    pub model: String,
    /// Units of every instrument; `None` where no positions meet what is asked.
    pub positions: Option<Vec<f64>>,
    /// What should be said of it: why there is none, or what is peculiar about it.
    pub note: String,
}

impl Hedge {
    /// Units of every instrument, where there are.
    pub fn positions(&self) -> Option<&[f64]> {
        self.positions.as_deref()
    }

    /// `solved`, with what is peculiar about it; or why there are no positions.
    pub fn status(&self) -> String {
        match (&self.positions, self.note.as_str()) {
            (None, why) => why.to_owned(),
            (Some(_), "") => "solved".to_owned(),
            (Some(_), note) => format!("solved; {note}"),
        }
    }
}

/// Every book with its limits and costs.
pub fn pose(job: &Job, factor: &Factor) -> Result<Vec<Posed>, Failure> {
    let failed = |error: String| Failure::Other(error);
    let costs = job.costs().map_err(|error| failed(error.to_string()))?;
    (0..job.plan.books.len())
        .map(|book| {
            let problem = factor.problem(book).map_err(|error| failed(job.name_column(&error)))?;
            let limits = job.limits(book, &problem).map_err(|error| failed(error.to_string()))?;
            Ok(Posed { problem, limits, costs: costs.clone() })
        })
        .collect()
}

/// Every model of every book, after no hedge at all of each: by book, then in the order of the plan.
///
/// One that was not solved to its tolerances, or asks for what cannot be had, has no positions; its
/// note says what is left, or how close one can come.
pub fn solve(job: &Job, posed: &[Posed], blocks: &[ScenarioBlock], threads: usize) -> Vec<Hedge> {
    let models = || std::iter::once(None).chain(job.plan.models.iter().map(Some));
    let tasks: Vec<_> =
        (0..posed.len()).flat_map(|book| models().map(move |model| (book, model))).collect();
    in_parallel(threads, &tasks, |(book, model)| {
        let Some(model) = model else { return unhedged(job, *book) };
        let scene = Scene { job, posed: &posed[*book], blocks, book: *book };
        scene.hedge(model)
    })
}

fn unhedged(job: &Job, book: usize) -> Hedge {
    let positions = Some(vec![0.0; job.plan.instruments.len()]);
    let model = crate::config::portfolio::UNHEDGED.to_owned();
    Hedge { book, model, positions, note: String::new() }
}

/// What a model of one book looks at.
struct Scene<'a> {
    job: &'a Job,
    posed: &'a Posed,
    blocks: &'a [ScenarioBlock],
    book: usize,
}

/// Positions, and what to say of them.
type Found = Result<(Vec<f64>, String), Unsolved>;

/// Why a model has no positions.
pub enum Unsolved {
    Solve(SolveError),
    Other(String),
}

impl Unsolved {
    /// In the words of the config.
    pub fn status(&self) -> String {
        match self {
            Self::Solve(error) => status(error),
            Self::Other(error) => error.clone(),
        }
    }
}

/// Why there is no hedge, in the words of the config: the only linear limit is that of the cost of
/// entry.
pub fn status(error: &SolveError) -> String {
    match *error {
        SolveError::OutOfReach { bound, nearest, .. } => {
            let in_reach = number(nearest);
            if nearest < bound {
                format!(
                    "no positions within their bounds are worth initial_cost_at_least = {bound} at entry: \
                     the most is {in_reach}"
                )
            } else {
                format!(
                    "no positions within their bounds are worth as little as initial_cost_at_most = \
                     {bound} at entry: the least is {in_reach}"
                )
            }
        }
        _ => error.to_string(),
    }
}

impl From<SolveError> for Unsolved {
    fn from(error: SolveError) -> Self {
        Self::Solve(error)
    }
}

impl Scene<'_> {
    fn hedge(&self, model: &PlannedModel) -> Hedge {
        let (positions, note) = match self.positions(&model.kind) {
            Ok((positions, note)) => (Some(positions), note),
            Err(unsolved) => (None, unsolved.status()),
        };
        Hedge { book: self.book, model: model.name.clone(), positions, note }
    }

    fn positions(&self, kind: &ModelKind) -> Found {
        match kind {
            ModelKind::LeastSquares { minimum_norm } => Ok(self.least_squares(*minimum_norm)),
            ModelKind::Bounded => {
                Ok(plain(self.posed.problem.bounded_least_squares(&self.posed.limits)?))
            }
            ModelKind::LeastCost { cap } => self.least_cost(*cap),
            ModelKind::Match { sensitivities } => self.matched(sensitivities),
            ModelKind::Cvar { level, goal } => self.cvar(*level, *goal),
            ModelKind::Sparse { method, instruments } => {
                let last = subsets::path(self.posed, *method, *instruments).pop();
                let none = || vec![0.0; self.job.plan.instruments.len()];
                let positions = last.transpose()?.map_or_else(none, |hedge| hedge.positions);
                Ok((positions, String::new()))
            }
        }
    }

    fn least_squares(&self, minimum_norm: bool) -> (Vec<f64>, String) {
        let kind = if minimum_norm { LeastSquares::MinimumNorm } else { LeastSquares::Basic };
        let solution = self.posed.problem.least_squares(kind);
        let spectrum = self.posed.problem.spectrum();
        let count = spectrum.singular_values.len();
        let note = if spectrum.rank < count {
            format!("numerical rank {} of {count}", spectrum.rank)
        } else {
            String::new()
        };
        (solution.positions, note)
    }

    fn least_cost(&self, cap: Cap) -> Found {
        let Posed { problem, limits, costs } = self.posed;
        let cap = match cap {
            Cap::Rms(cap) => cap,
            Cap::Epsilon(epsilon) => {
                let least = problem.bounded_least_squares(limits)?.rms;
                ((1.0 + epsilon) * least).max(epsilon)
            }
        };
        let solution = problem.least_cost(costs, limits, cap)?;
        Ok((solution.positions, format!("cap {}", number(cap))))
    }

    /// Sensitivities at entry that offset those of the book, a unit of every instrument as heavy as it
    /// is worth.
    fn matched(&self, kinds: &[Sensitivity]) -> Found {
        let (entry, book) = (self.job.entry(), self.job.valuer.book(self.book));
        let row = |kind: &Sensitivity| entry.iter().map(|unit| sensitivity(*kind, unit)).collect();
        let rows: Vec<Vec<f64>> = kinds.iter().map(row).collect();
        let target: Vec<f64> = kinds.iter().map(|kind| -sensitivity(*kind, &book)).collect();
        let weights: Vec<f64> = entry.iter().map(|unit| unit.value).collect();
        let found = Sensitivities { instruments: &rows, target: &target, weights: &weights };
        let found = found.matched().map_err(|error| Unsolved::Other(error.to_string()))?;
        Ok((found.positions, found.determination.to_string()))
    }

    fn cvar(&self, level: f64, goal: CvarGoal) -> Found {
        let Posed { problem, limits, costs } = self.posed;
        let scenarios = CvarProblem::new(problem, self.blocks, self.book, level);
        let scenarios = scenarios.map_err(|error| Unsolved::Other(error.to_string()))?;
        let goal = match goal {
            CvarGoal::Least => Goal::Least,
            CvarGoal::LeastWithin { cost } => Goal::LeastWithin { costs, most: cost },
            CvarGoal::CostUnder { cap } => Goal::CostUnder { costs, cap },
        };
        let found = scenarios.solve(goal, limits)?;
        let note = format!("expected shortfall {} in sample", number(found.cvar));
        Ok((found.solution.positions, note))
    }
}

/// A sensitivity of what is worth `greeks`.
fn sensitivity(kind: Sensitivity, greeks: &Greeks) -> f64 {
    match kind {
        Sensitivity::Value => greeks.value,
        Sensitivity::Delta => greeks.delta,
        Sensitivity::Gamma => greeks.gamma,
        Sensitivity::Vega => greeks.vega,
        Sensitivity::Theta => greeks.theta,
    }
}

/// Positions of which there is nothing to say.
fn plain(solution: Solution) -> (Vec<f64>, String) {
    (solution.positions, String::new())
}
