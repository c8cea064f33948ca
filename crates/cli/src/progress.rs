//! The progress bar: on stderr, when that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over paths, with their rate and the time that remains.
pub fn bar(paths: usize, quiet: bool) -> ProgressBar {
    with_template(
        paths,
        quiet,
        "{bar:40} {human_pos} of {human_len} paths · {per_sec} · {eta} left",
    )
}

/// A bar over the steps that optimal hedges have to solve.
pub fn solving(steps: usize, quiet: bool) -> ProgressBar {
    with_template(steps, quiet, "{bar:40} {human_pos} of {human_len} steps solved · {eta} left")
}

fn with_template(length: usize, quiet: bool, template: &str) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    // indicatif hides the bar by itself where stderr is no terminal.
    bar.set_draw_target(if quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr_with_hz(10)
    });
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
