//! The error over spot and volatility at the horizon.

use super::{Drawn, Scene};
use crate::config::portfolio::Matched;
use rehedge_report::charts::{ErrorSurfaces, Labels, SurfacePanel, error_surfaces};

impl Scene<'_> {
    pub(super) fn surfaces(&self, book: usize) -> Drawn {
        let plan = &self.job.plan;
        let found = self.findings.surfaces.iter();
        let of_book = found.filter(|surface| self.findings.hedges[surface.hedge].book == book);
        let flat: Vec<(&str, Vec<f64>)> = of_book
            .map(|surface| {
                let name = self.findings.hedges[surface.hedge].model.as_str();
                (name, surface.errors.iter().flatten().copied().collect())
            })
            .collect();
        let panels: Vec<_> =
            flat.iter().map(|(name, errors)| SurfacePanel { name, errors }).collect();
        let shifts: Vec<f64> =
            plan.surface.volatility_shifts.iter().map(|shift| 100.0 * shift).collect();
        let title = format!("Where does the hedge of the book “{}” miss?", self.book(book));
        let straight = if plan.surface_leaves_the_path_out(book) {
            " On a straight line to each spot: what barriers and averages see of a path is left out."
        } else {
            ""
        };
        let run = &plan.run;
        let caption =
            format!("Hedges chosen on {} scenarios, seed {}.{straight}", run.in_sample, run.seed);
        let error_title = match plan.problem.matched {
            Matched::Change => "profit and loss of book and hedge",
            Matched::Value => "value of hedge less liability",
        };
        (!panels.is_empty()).then(|| {
            error_surfaces(&ErrorSurfaces {
                labels: Labels { caption: &caption, ..self.labels(&title) },
                error_title,
                spot_title: "spot at the horizon",
                spots: &plan.surface.spots,
                volatility_title: "shift of implied volatility, points",
                volatilities: &shifts,
                entry: (plan.market.spot, 0.0),
                panels: &panels,
            })
        })
    }
}
