//! [`Simulation`]: geometric Brownian motion with jumps and volatility shocks, any of them.

use crate::arrivals::{Event, EventSampler};
use crate::draws::{Draws, Independent, Mirrored, Prepared, Quasi};
use crate::shocks::AverageVariance;
use crate::stream::{Purpose, stream};
use crate::{
    Arrivals, Grid, PathBlock, PathSource, Sampling, SamplingError, Track, VolatilityShocks,
};
use rand_pcg::Pcg64Mcg;
use rehedge_kernels::{InstructionSet, LANES, Region, Row, dispatch, exp, ln};
use thiserror::Error;

/// What the market quotes as implied volatility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ImpliedModel {
    /// One number throughout.
    Constant(f64),
    /// `ratio` times the volatility that the path is expected to average over the option's
    /// remaining life, shocks still to come included and jumps left out.
    Tracks {
        /// Premium of implied over expected volatility: 1 is fair, 1.1 is 10 % dear.
        ratio: f64,
    },
}

/// The ingredients of a simulated market.
///
/// Over a step from `t_i`,
/// `ln S_{i+1} − ln S_i = (drift − λκ − ½σ_i²)·dt + σ_i·√dt·Z + Σ J`, with `Z = Φ⁻¹(U)` standard
/// normal, `σ_i = volatility · e^{y_i}` ([`VolatilityShocks`]), and `J ~ N(mean_log, sd_log²)` for
/// each jump, which come `λ` times a year; `κ = E[e^J] − 1`. Diffusion, jumps and shocks are
/// independent, so that `E[S_T] = S_0·e^{drift·T}` exactly, on any grid.
///
/// # Source
/// Merton (1976), *Option pricing when underlying stock returns are discontinuous*, eq. 3.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// `S_0`, in currency.
    pub spot: f64,
    /// Growth rate of the expected spot, continuously compounded, per year.
    pub drift: f64,
    /// Volatility of the diffusion without shocks, per √year.
    pub volatility: f64,
    /// Jumps of the log price, if any.
    pub jumps: Option<Arrivals>,
    /// Shocks to volatility, if any.
    pub shocks: Option<VolatilityShocks>,
    /// Quoted volatility.
    pub implied: ImpliedModel,
}

/// Why a [`Simulation`] cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum SimulationError {
    /// There must be at least one path.
    #[error("there must be at least one path")]
    NoPaths,
    /// The spot must be positive and finite.
    #[error("spot must be positive and finite, not {0}")]
    Spot(f64),
    /// The drift must be finite.
    #[error("drift must be finite, not {0}")]
    Drift(f64),
    /// The volatility must be positive and finite.
    #[error("volatility must be positive and finite, not {0}")]
    Volatility(f64),
    /// Implied volatility, or its ratio, must be positive and finite.
    #[error("implied volatility or its ratio must be positive and finite, not {0}")]
    Implied(f64),
    /// The paths cannot be drawn in the way wanted.
    #[error(transparent)]
    Sampling(#[from] SamplingError),
}

/// Simulated paths of a [`Model`].
#[derive(Clone, Debug)]
pub struct Simulation {
    model: Model,
    grid: Grid,
    paths: usize,
    seed: u64,
    expiries: Vec<usize>,
    jumps: Option<EventSampler>,
    shocks: Option<(EventSampler, AverageVariance)>,
    diffusion: Diffusion,
}

/// How the diffusion is drawn, with what that takes.
#[derive(Clone, Debug)]
enum Diffusion {
    Pseudo,
    Antithetic,
    Sobol(Quasi),
}

impl Simulation {
    /// `paths` paths of `model` on `grid`, drawn from `seed`, with implied volatilities for options
    /// that expire at the steps `expiries`, before the horizon, at it or after it.
    ///
    /// # Errors
    /// The first [`SimulationError`] met.
    pub fn new(
        model: Model,
        grid: Grid,
        paths: usize,
        seed: u64,
        expiries: Vec<usize>,
    ) -> Result<Self, SimulationError> {
        model.validate()?;
        if paths == 0 {
            return Err(SimulationError::NoPaths);
        }
        let steps = grid.steps();
        let longest = expiries.iter().fold(steps, |longest, expiry| longest.max(*expiry));
        let sampler = |arrivals| EventSampler::new(arrivals, steps, grid.time(steps));
        let jumps = model.jumps.map(sampler);
        let shocks = model.shocks.map(|shocks| {
            (sampler(shocks.arrivals()), AverageVariance::new(&shocks, grid.dt(), longest))
        });
        let diffusion = Diffusion::Pseudo;
        Ok(Self { model, grid, paths, seed, expiries, jumps, shocks, diffusion })
    }

    /// The same, with its diffusion drawn in another way than [`Sampling::Pseudo`].
    ///
    /// # Errors
    /// [`SimulationError::Sampling`] for a number of paths or steps that it does not take.
    pub fn with_sampling(self, sampling: Sampling) -> Result<Self, SimulationError> {
        sampling.check(self.paths, self.grid.steps())?;
        let diffusion = match sampling {
            Sampling::Pseudo => Diffusion::Pseudo,
            Sampling::Antithetic => Diffusion::Antithetic,
            Sampling::Sobol => Diffusion::Sobol(Quasi::new(self.grid.steps())),
        };
        Ok(Self { diffusion, ..self })
    }

    fn stream(&self, block: usize, purpose: Purpose) -> Pcg64Mcg {
        stream(self.seed, block, purpose)
    }

    #[inline(always)]
    fn events(
        &self,
        sampler: &EventSampler,
        block: usize,
        [times, marks]: [Purpose; 2],
    ) -> Vec<Event> {
        let mut events = Vec::new();
        let (mut times, mut marks) = (self.stream(block, times), self.stream(block, marks));
        sampler.fill(&mut times, &mut marks, &mut events);
        events
    }

    /// Volatility of every step: `σ · e^{y_i}`, with the state `y_i` kept for implied volatility.
    #[inline(always)]
    fn fill_volatility(&self, shocks: &[Event], average: &AverageVariance, out: &mut PathBlock) {
        let Some(model) = self.model.shocks else { return };
        let decay = model.decay(self.grid.dt());
        let mut events = shocks.iter().peekable();
        let mut state = Row::ZERO;
        for step in 0..=self.grid.steps() {
            let volatility = out.volatility.at_mut(step);
            for lane in 0..LANES {
                volatility[lane] = self.model.volatility * exp(state[lane]);
            }
            if let ImpliedModel::Tracks { ratio } = self.model.implied {
                let level = ratio * self.model.volatility;
                for (implied, expiry) in out.implied.iter_mut().zip(&self.expiries) {
                    let left = expiry.saturating_sub(step);
                    // A row of its own: the compiler sees that no store changes the series.
                    let mut quoted = Row::ZERO;
                    for lane in 0..LANES {
                        quoted[lane] = level * average.volatility_ratio(left, state[lane]);
                    }
                    *implied.at_mut(step) = quoted;
                }
            }
            for lane in 0..LANES {
                state[lane] *= decay;
            }
            while let Some(event) = events.next_if(|event| event.step as usize == step) {
                state[event.lane as usize] += event.mark;
            }
        }
    }

    /// The diffusion of every step.
    #[inline(always)]
    fn fill_spot(&self, mut draws: impl Draws, jumps: &[Event], out: &mut PathBlock) {
        let (dt, root_dt) = (self.grid.dt(), self.grid.dt().sqrt());
        let compensator = self
            .model
            .jumps
            .map_or(0.0, |jumps| jumps.per_year() * jumps.exponential_moment_less_one(1.0));
        let mean = (self.model.drift - compensator) * dt;
        let mut events = jumps.iter().peekable();
        let mut log_spot = Row::splat(ln(self.model.spot));
        let mut normal = Row::ZERO;
        out.log_spot[0] = log_spot;
        out.spot[0] = Row::splat(self.model.spot);
        for step in 0..self.grid.steps() {
            draws.fill(step, out, &mut normal);
            let volatility = out.volatility.at(step);
            for lane in 0..LANES {
                let sd = volatility[lane] * root_dt;
                let drift = (-0.5 * sd).mul_add(sd, mean);
                log_spot[lane] += sd.mul_add(normal[lane], drift);
            }
            let mut jumped = 0;
            while let Some(event) = events.next_if(|event| event.step as usize == step) {
                log_spot[event.lane as usize] += event.mark;
                jumped |= 1 << event.lane;
            }
            out.jumped[step] = jumped;
            out.log_spot[step + 1] = log_spot;
            let spot = &mut out.spot[step + 1];
            for lane in 0..LANES {
                spot[lane] = exp(log_spot[lane]);
            }
        }
    }
}

impl PathSource for Simulation {
    fn grid(&self) -> Grid {
        self.grid
    }

    fn paths(&self) -> usize {
        self.paths
    }

    fn allocate(&self) -> PathBlock {
        let steps = self.grid.steps();
        let level = self.model.volatility;
        let shocked = self.shocks.is_some();
        let volatility =
            if shocked { Track::varying(steps) } else { Track::constant(Row::splat(level)) };
        let implied = match self.model.implied {
            ImpliedModel::Constant(level) => vec![Track::constant(Row::splat(level))],
            ImpliedModel::Tracks { .. } if shocked => {
                vec![Track::varying(steps); self.expiries.len()]
            }
            ImpliedModel::Tracks { ratio } => vec![Track::constant(Row::splat(ratio * level))],
        };
        PathBlock::new(&self.grid, volatility, implied)
    }

    fn fill(&self, block: usize, set: InstructionSet, out: &mut PathBlock) {
        out.valid = self.valid_lanes(block);
        dispatch(set, Fill { simulation: self, block, out });
    }
}

struct Fill<'a> {
    simulation: &'a Simulation,
    block: usize,
    out: &'a mut PathBlock,
}

impl Region for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { simulation, block, out } = self;
        if let Some((sampler, average)) = &simulation.shocks {
            let purposes = [Purpose::ShockTimes, Purpose::ShockSizes];
            let events = simulation.events(sampler, block, purposes);
            simulation.fill_volatility(&events, average, out);
        }
        let jumps = simulation.jumps.as_ref().map_or_else(Vec::new, |sampler| {
            simulation.events(sampler, block, [Purpose::JumpTimes, Purpose::JumpSizes])
        });
        match &simulation.diffusion {
            Diffusion::Pseudo => {
                let uniforms = simulation.stream(block, Purpose::Diffusion);
                simulation.fill_spot(Independent(uniforms), &jumps, out);
            }
            Diffusion::Antithetic => {
                let uniforms = simulation.stream(block, Purpose::Diffusion);
                simulation.fill_spot(Mirrored(uniforms), &jumps, out);
            }
            Diffusion::Sobol(quasi) => {
                let replicate = block % Sampling::REPLICATES;
                let stream = simulation.stream(replicate, Purpose::Scrambling);
                quasi.prepare(block, stream, &mut out.log_spot);
                simulation.fill_spot(Prepared, &jumps, out);
            }
        }
    }
}

impl Model {
    fn validate(&self) -> Result<(), SimulationError> {
        let positive = |x: f64| x > 0.0 && x.is_finite();
        if !positive(self.spot) {
            return Err(SimulationError::Spot(self.spot));
        }
        if !self.drift.is_finite() {
            return Err(SimulationError::Drift(self.drift));
        }
        if !positive(self.volatility) {
            return Err(SimulationError::Volatility(self.volatility));
        }
        let (ImpliedModel::Constant(implied) | ImpliedModel::Tracks { ratio: implied }) =
            self.implied;
        if !positive(implied) {
            return Err(SimulationError::Implied(implied));
        }
        Ok(())
    }
}
