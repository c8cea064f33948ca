//! The frames of a portfolio run.

use super::books;
use super::findings::Findings;
use super::job::Job;
use super::judge::{Both, Judged};
use super::solve::Hedge;
use super::words::points;
use crate::config::portfolio::UNHEDGED;
use crate::failure::Failure;
use crate::results::ResultsFolder;
use rehedge_portfolio::Costs;
use rehedge_report::{
    AssumedRow, BookRow, CapRow, ConditionRow, DataFrame, ErrorStatistics, ModelRow, PolarsError,
    PositionRow, RevaluedRow, StaticDynamicRow, SubsetRow, SurfaceRow, assumed_frame, books_frame,
    caps_frame, condition_frame, csv_bytes, models_frame, parquet_bytes, positions_frame,
    revalued_frame, static_dynamic_frame, subsets_frame, surface_frame,
};

/// The rows of every frame.
pub struct Rows {
    pub books: Vec<BookRow>,
    pub models: Vec<ModelRow>,
    pub positions: Vec<PositionRow>,
    pub revalued: Vec<RevaluedRow>,
    pub assumed: Vec<AssumedRow>,
    pub conditions: Vec<ConditionRow>,
    pub caps: Vec<CapRow>,
    pub subsets: Vec<SubsetRow>,
    pub surface: Vec<SurfaceRow>,
    pub ledger: Vec<StaticDynamicRow>,
}

impl Rows {
    /// What a job came to.
    pub fn new(job: &Job, findings: &Findings, prices: &Prices) -> Self {
        let scene = Scene { job, findings, prices };
        Self {
            books: books::rows(job),
            models: scene.models(),
            positions: scene.positions(),
            revalued: scene.revalued(),
            assumed: scene.assumed(),
            conditions: scene.conditions(),
            caps: scene.caps(),
            subsets: scene.subsets(),
            surface: scene.surface(),
            ledger: scene.ledger(),
        }
    }

    /// Writes every frame that has rows.
    pub fn write(&self, folder: &ResultsFolder) -> Result<(), Failure> {
        let failed = |error: PolarsError| Failure::Other(error.to_string());
        for (name, mut frame) in self.frames().map_err(failed)? {
            if frame.height() > 0 {
                folder.write(&format!("{name}.csv"), csv_bytes(&mut frame).map_err(failed)?)?;
                let bytes = parquet_bytes(&mut frame).map_err(failed)?;
                folder.write(&format!("{name}.parquet"), bytes)?;
            }
        }
        Ok(())
    }

    fn frames(&self) -> Result<[(&'static str, DataFrame); 10], PolarsError> {
        Ok([
            ("books", books_frame(&self.books)?),
            ("models", models_frame(&self.models)?),
            ("positions", positions_frame(&self.positions)?),
            ("revalued", revalued_frame(&self.revalued)?),
            ("assumed-volatility", assumed_frame(&self.assumed)?),
            ("condition", condition_frame(&self.conditions)?),
            ("frontier", caps_frame(&self.caps)?),
            ("cardinality", subsets_frame(&self.subsets)?),
            ("surface", surface_frame(&self.surface)?),
            ("static-vs-dynamic", static_dynamic_frame(&self.ledger)?),
        ])
    }
}

/// What instruments are worth at entry and cost.
pub struct Prices {
    pub values: Vec<f64>,
    pub half_spreads: Vec<f64>,
    pub costs: Costs,
}

impl Prices {
    /// Of the instruments of a job.
    pub fn new(job: &Job) -> Result<Self, rehedge_portfolio::CostsError> {
        let values = job.entry().iter().map(|greeks| greeks.value).collect();
        Ok(Self { values, half_spreads: job.half_spreads(), costs: job.costs()? })
    }

    /// Half the spreads of some positions.
    pub fn bid_ask(&self, positions: &[f64]) -> f64 {
        positions.iter().zip(&self.half_spreads).map(|(x, half)| x.abs() * half).sum()
    }

    fn value(&self, positions: &[f64]) -> f64 {
        positions.iter().zip(&self.values).map(|(x, value)| x * value).sum()
    }
}

/// `Σ |x_j|`.
pub fn units(positions: &[f64]) -> f64 {
    positions.iter().map(|position| position.abs()).sum()
}

/// Instruments with a position.
pub fn held(positions: &[f64]) -> usize {
    positions.iter().filter(|position| **position != 0.0).count()
}

/// Statistics, not a number each where there is no hedge.
fn or_missing(judged: Judged) -> ErrorStatistics {
    judged.unwrap_or(ErrorStatistics {
        rms: f64::NAN,
        rms_se: f64::NAN,
        mean: f64::NAN,
        mean_se: f64::NAN,
        sd: f64::NAN,
        sd_se: f64::NAN,
        es_95: f64::NAN,
        es_95_se: f64::NAN,
    })
}

/// Whether there are positions, and if not why.
fn status(positions: &Result<Vec<f64>, String>) -> String {
    positions.as_ref().err().map_or("solved", String::as_str).to_owned()
}

struct Scene<'a> {
    job: &'a Job,
    findings: &'a Findings,
    prices: &'a Prices,
}

impl Scene<'_> {
    fn book(&self, hedge: &Hedge) -> String {
        self.job.plan.books[hedge.book].name.clone()
    }

    fn models(&self) -> Vec<ModelRow> {
        let Findings { hedges, inside, outside, .. } = self.findings;
        let judged = inside.iter().zip(outside);
        hedges.iter().zip(judged).map(|(hedge, judged)| self.model(hedge, judged)).collect()
    }

    fn model(&self, hedge: &Hedge, (inside, outside): (&Judged, &Judged)) -> ModelRow {
        let positions = hedge.positions();
        let of = |number: &dyn Fn(&[f64]) -> f64| positions.map_or(f64::NAN, number);
        ModelRow {
            book: self.book(hedge),
            model: hedge.model.clone(),
            status: hedge.status(),
            instruments: positions.map_or(0, held),
            units: of(&units),
            value: of(&|positions| self.prices.value(positions)),
            cost: of(&|positions| self.prices.costs.of(positions)),
            bid_ask_cost: of(&|positions| self.prices.bid_ask(positions)),
            in_sample: or_missing(*inside),
            out_of_sample: or_missing(*outside),
        }
    }

    /// By book, model and assumption, that of the scenarios among them; nothing without another.
    fn assumed(&self) -> Vec<AssumedRow> {
        let found = self.findings;
        let mut all: Vec<_> = found
            .assumed
            .iter()
            .map(|one| (one.sd, &one.hedges, &one.inside, &one.outside))
            .collect();
        if all.is_empty() {
            return Vec::new();
        }
        let own = self.job.plan.volatility_uncertainty;
        all.push((own, &found.hedges, &found.inside, &found.outside));
        all.sort_by(|one, other| one.0.total_cmp(&other.0));
        let row = |(index, sd): (usize, f64), hedges: &[Hedge], judged| AssumedRow {
            assumed_sd_vol_points: points(sd),
            model: self.model(&hedges[index], judged),
        };
        let of = |index: usize| {
            all.iter().map(move |&(sd, hedges, inside, outside)| {
                row((index, sd), hedges, (&inside[index], &outside[index]))
            })
        };
        let models = (0..found.hedges.len()).filter(|i| found.hedges[*i].model != UNHEDGED);
        models.flat_map(of).collect()
    }

    fn positions(&self) -> Vec<PositionRow> {
        let mut rows = Vec::new();
        for hedge in &self.findings.hedges {
            let held = hedge.positions().unwrap_or(&[]).iter().enumerate();
            for (index, &position) in held.filter(|(_, position)| **position != 0.0) {
                rows.push(PositionRow {
                    book: self.book(hedge),
                    model: hedge.model.clone(),
                    instrument: self.job.plan.instruments[index].name.clone(),
                    position,
                    value: position * self.prices.values[index],
                    bid_ask_cost: position.abs() * self.prices.half_spreads[index],
                });
            }
        }
        rows
    }

    fn revalued(&self) -> Vec<RevaluedRow> {
        let mut rows = Vec::new();
        for (revaluation, judged) in self.job.plan.revaluations.iter().zip(&self.findings.revalued)
        {
            for (hedge, judged) in self.findings.hedges.iter().zip(judged) {
                rows.push(RevaluedRow {
                    book: self.book(hedge),
                    model: hedge.model.clone(),
                    revaluation: revaluation.name.clone(),
                    errors: or_missing(*judged),
                });
            }
        }
        rows
    }

    fn conditions(&self) -> Vec<ConditionRow> {
        let row = |found: &super::condition::Condition| ConditionRow {
            horizon_days: found.days,
            sd_vol_points: points(found.uncertainty),
            instruments: found.spectrum.singular_values.len(),
            rank: found.spectrum.rank,
            condition_number: found.spectrum.condition_number,
        };
        self.findings.conditions.iter().map(row).collect()
    }

    fn caps(&self) -> Vec<CapRow> {
        let row = |(capped, judged): &(super::frontier::Capped, Both)| {
            let positions = capped.positions.as_deref().ok();
            let of = |number: &dyn Fn(&[f64]) -> f64| positions.map_or(f64::NAN, number);
            CapRow {
                book: self.job.plan.books[capped.book].name.clone(),
                cap: capped.cap,
                status: status(&capped.positions),
                instruments: positions.map_or(0, held),
                units: of(&units),
                value: of(&|positions| self.prices.value(positions)),
                cost: of(&|positions| self.prices.costs.of(positions)),
                bid_ask_cost: of(&|positions| self.prices.bid_ask(positions)),
                in_sample: or_missing(judged.inside),
                out_of_sample: or_missing(judged.outside),
            }
        };
        self.findings.frontier.iter().map(row).collect()
    }

    fn subsets(&self) -> Vec<SubsetRow> {
        let row = |(subset, judged): &(super::subsets::Subset, Both)| {
            let positions = subset.positions.as_deref().ok();
            let of = |number: &dyn Fn(&[f64]) -> f64| positions.map_or(f64::NAN, number);
            let names = self.job.plan.instruments.iter().zip(positions.unwrap_or(&[]));
            let chosen = names.filter(|(_, position)| **position != 0.0);
            SubsetRow {
                book: self.job.plan.books[subset.book].name.clone(),
                method: subset.method.name().to_owned(),
                most_instruments: subset.instruments,
                status: status(&subset.positions),
                instruments: positions.map_or(0, held),
                chosen: chosen.map(|(instrument, _)| instrument.name.clone()).collect(),
                units: of(&units),
                value: of(&|positions| self.prices.value(positions)),
                cost: of(&|positions| self.prices.costs.of(positions)),
                bid_ask_cost: of(&|positions| self.prices.bid_ask(positions)),
                in_sample: or_missing(judged.inside),
                out_of_sample: or_missing(judged.outside),
            }
        };
        self.findings.subsets.iter().map(row).collect()
    }

    fn surface(&self) -> Vec<SurfaceRow> {
        let plan = &self.job.plan.surface;
        let mut rows = Vec::new();
        for surface in &self.findings.surfaces {
            let hedge = &self.findings.hedges[surface.hedge];
            for (shift, errors) in plan.volatility_shifts.iter().zip(&surface.errors) {
                for (spot, error) in plan.spots.iter().zip(errors) {
                    rows.push(SurfaceRow {
                        book: self.book(hedge),
                        model: hedge.model.clone(),
                        spot: *spot,
                        volatility_shift_vol_points: 100.0 * shift,
                        error: *error,
                    });
                }
            }
        }
        rows
    }

    fn ledger(&self) -> Vec<StaticDynamicRow> {
        let row = |found: &super::ledger::Ledgered| StaticDynamicRow {
            book: self.job.plan.books[found.book].name.clone(),
            hedge: found.hedge.clone(),
            kind: found.kind.name().to_owned(),
            cost_mean: found.cost.mean,
            cost_mean_se: found.cost.mean_se,
            pnl: found.pnl,
        };
        self.findings.ledger.iter().map(row).collect()
    }
}
