//! Charts of awkward inputs: drawn without error, the same every time, and well-formed.

mod grids;
mod judged;
mod paths;
mod static_hedges;

use rehedge_engine::{Component, Moments, ProfilePoint};
use rehedge_report::charts::{
    ChartError, ComponentMeans, Components, Cumulative, CumulativePanel, Frequency, FrequencyPoint,
    FrequencySeries, FrequencyTheory, HistoryWindows, Image, Labels, MarkedInterval,
    PnlDistribution, PnlSample, TheoryOf, WindowSeries, components, cumulative, frequency,
    history_windows, pnl_distribution,
};

const LABELS: Labels<'_> =
    Labels { title: "A title & more", caption: "64 paths", unit: "currency" };

/// What hedges may be called, and how many there may be.
fn awkward_names() -> Vec<Vec<String>> {
    let long =
        |i: usize| format!("{i} {}", "a name of sixty characters that goes on and on ".repeat(2));
    vec![
        vec!["<a & \"b\">".into()],
        vec![String::new(), "\u{1f600}\n".into()],
        (0..40).map(long).collect(),
    ]
}

/// Multiplied with ordinary numbers, these give extreme ones.
const SCALES: [f64; 5] = [1.0, 0.0, 1e-12, 1e12, 1e290];

fn each_case(draw: impl Fn(&[&str], f64) -> Result<Image, ChartError>) {
    assert_eq!(draw(&["a"], 1.0).unwrap(), draw(&["a"], 1.0).unwrap(), "two drawings differ");
    for names in awkward_names() {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        // drawing takes long without optimisation: one awkwardness at a time
        let scales = if names.len() > 1 { &SCALES[..1] } else { &SCALES };
        for scale in scales {
            let image = draw(&names, *scale).unwrap_or_else(|e| panic!("{scale}: {e}"));
            check(&image);
            assert!(image.svg.contains("A title &amp; more") && image.svg.contains("64 paths"));
        }
    }
}

fn check(image: &Image) {
    assert!(image.png.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert!(image.svg.starts_with("<svg width=\"1400\"") && image.svg.ends_with("</svg>\n"));
    assert!(image.svg.contains("font/woff2;base64,d09GM"), "a WOFF2 file begins with wOF2");
    assert!(!image.svg.contains("NaN") && !image.svg.contains("inf"), "a number was lost");
    assert!(!image.svg.contains("<a &"), "a name was not escaped");
    for (at, _) in image.svg.match_indices('&') {
        let entity = image.svg[at..].split_inclusive(';').next().unwrap_or_default();
        assert!(["&lt;", "&gt;", "&amp;", "&quot;", "&apos;"].contains(&entity), "{entity}");
    }
}

fn distribution_of(names: &[&str], pnl: &[f64]) -> Result<Image, ChartError> {
    let hedges: Vec<PnlSample<'_>> = names.iter().map(|name| PnlSample { name, pnl }).collect();
    pnl_distribution(&PnlDistribution { labels: LABELS, hedges: &hedges })
}

#[test]
fn distributions() {
    for sample in
        [&[1.0][..], &[2.0; 50], &[-1.0, 0.5, 3.0, 0.1, 0.2], &[1e10, 1.0, 1.1, 1.2, -1e10]]
    {
        each_case(|names, scale| {
            let pnl: Vec<f64> = sample.iter().map(|pnl| pnl * scale).collect();
            distribution_of(names, &pnl)
        });
    }
}

#[test]
fn a_name_stands_in_the_chart() {
    let image = distribution_of(&["<a & \"b\">"], &[1.0, 2.0]).unwrap();
    assert!(image.svg.contains("&lt;a &amp; &quot;b&quot;&gt;"));
}

fn frequency_point(interval_days: f64, scale: f64, cost: f64) -> FrequencyPoint {
    let pnl_sd = scale * interval_days.sqrt();
    FrequencyPoint {
        interval_days,
        pnl_sd,
        pnl_sd_se: 0.9 * pnl_sd,
        sd_before_costs: 0.8 * pnl_sd,
        sd_before_costs_se: 0.1 * pnl_sd,
        cost_mean: cost,
        cost_mean_se: 0.1 * cost,
    }
}

#[test]
fn frequencies() {
    for days in [&[1.0][..], &[0.25, 0.25, 1.0], &[1e-6, 1e6], &[63.0, 5.0, 1.0, 21.0]] {
        each_case(|names, scale| {
            let points: Vec<FrequencyPoint> =
                days.iter().map(|days| frequency_point(*days, scale, 0.3 * scale)).collect();
            let theories = [TheoryOf::Risk, TheoryOf::Cost].map(|of| FrequencyTheory {
                name: "theory",
                of,
                values: days.iter().map(|days| scale * days).collect(),
            });
            let series: Vec<FrequencySeries<'_>> = names
                .iter()
                .map(|name| FrequencySeries { name, points: &points, theories: theories.to_vec() })
                .collect();
            let marked = Some(MarkedInterval { name: "optimum", days: 2.0 });
            frequency(&Frequency { labels: LABELS, series: &series, marked })
        });
    }
}

#[test]
fn costs_of_zero_leave_their_curve_out_and_say_so() {
    let draw = |cost: f64| {
        let points = [1.0, 5.0].map(|days| frequency_point(days, 1.0, cost));
        let series = [FrequencySeries { name: "", points: &points, theories: vec![] }];
        frequency(&Frequency { labels: LABELS, series: &series, marked: None }).unwrap().svg
    };
    assert!(draw(0.1).contains("mean cost") && !draw(0.1).contains("Costs are zero"));
    assert!(!draw(0.0).contains("mean cost") && draw(0.0).contains("Costs are zero"));
}

/// Theory of risk is about P&L before costs, and is drawn once where it is the same of all; a
/// marked interval has a place among the others only.
#[test]
fn theory_is_named_once_and_beside_what_it_is_about() {
    let points = [1.0, 5.0].map(|days| frequency_point(days, 1.0, 0.1));
    let theory = |of, values| FrequencyTheory { name: "theory", of, values };
    let draw = |names: &[&str], cost: [f64; 2], days: f64| {
        let theories = |i: usize| {
            let risk = theory(TheoryOf::Risk, vec![1.0, 2.0]);
            vec![risk, theory(TheoryOf::Cost, vec![cost[i], 0.1])]
        };
        let series = |(i, name)| FrequencySeries { name, points: &points, theories: theories(i) };
        let series: Vec<_> = names.iter().copied().enumerate().map(series).collect();
        let marked = Some(MarkedInterval { name: "optimum", days });
        frequency(&Frequency { labels: LABELS, series: &series, marked }).unwrap().svg
    };
    let one = draw(&[""], [0.2, 0.2], 2.0);
    assert!(one.contains("sd before costs") && one.contains("optimum"));
    let two = draw(&["a", "b"], [0.2, 0.3], 50.0);
    assert!(!two.contains("sd before costs") && !two.contains("optimum"));
    assert_eq!(two.matches("theory").count(), 3, "one of risk, two of cost");
    assert!(two.contains("theory, a") && two.contains("theory, b"));
}

#[test]
fn bars_of_components() {
    each_case(|names, scale| {
        let mut means = [0.0; Component::COUNT];
        means[Component::Gamma as usize] = -scale;
        means[Component::Theta as usize] = 0.9 * scale;
        let hedges: Vec<ComponentMeans<'_>> =
            names.iter().map(|name| ComponentMeans { name, means }).collect();
        let image = components(&Components { labels: LABELS, hedges: &hedges })?;
        assert_eq!(image.svg.contains("gamma"), scale != 0.0);
        assert!(!image.svg.contains("vanna"), "a component without a value has no place");
        Ok(image)
    });
}

#[test]
fn cumulative_means() {
    for steps in [1, 2, 3000] {
        each_case(|names, scale| {
            let times: Vec<f64> = (0..steps).map(f64::from).collect();
            let scale = scale.min(1e100); // squares are summed in Moments
            let at = |time: &f64| ProfilePoint {
                pnl: Moments { count: 2.0, mean: scale * time, squares: scale * scale },
                components: [scale * time / 14.0; Component::COUNT],
            };
            let profile: Vec<ProfilePoint> = times.iter().map(at).collect();
            let panels: Vec<CumulativePanel<'_>> =
                names.iter().map(|name| CumulativePanel { name, profile: &profile }).collect();
            let time_title = "trading days";
            cumulative(&Cumulative { labels: LABELS, time_title, times: &times, panels: &panels })
        });
    }
}

#[test]
fn windows_of_history() {
    for dates in [&["2020-02-29"][..], &["1990-01-02", "2024-12-31", "2000-06-15"]] {
        each_case(|names, scale| {
            let pnl: Vec<f64> = (0..dates.len()).map(|i| scale * (1.0 - i as f64)).collect();
            let hedges: Vec<WindowSeries<'_>> =
                names.iter().map(|name| WindowSeries { name, pnl: &pnl }).collect();
            history_windows(&HistoryWindows { labels: LABELS, start_dates: dates, hedges: &hedges })
        });
    }
}

#[test]
fn what_cannot_be_drawn_is_an_error() {
    assert!(matches!(distribution_of(&[], &[1.0]), Err(ChartError::Nothing(_))));
    assert!(matches!(distribution_of(&["a"], &[]), Err(ChartError::Nothing(_))));
    let nan = distribution_of(&["a"], &[f64::NAN]).unwrap_err();
    assert_eq!(nan.to_string(), "a has a value that is not finite");
    let history = |dates: &[&str], pnl: &[f64]| {
        let hedges = [WindowSeries { name: "a", pnl }];
        history_windows(&HistoryWindows { labels: LABELS, start_dates: dates, hedges: &hedges })
    };
    let date = history(&["yesterday"], &[1.0]).unwrap_err();
    assert_eq!(date.to_string(), "`yesterday` is not a date of the form yyyy-mm-dd");
    let length = history(&["2020-01-01"], &[1.0, 2.0]).unwrap_err();
    assert_eq!(length.to_string(), "a has 2 values where 1 are needed");
}
