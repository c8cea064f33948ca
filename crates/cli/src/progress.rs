//! The progress bar: on stderr, when that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over the paths of one run, with their rate and the time that remains.
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

/// A bar over the paths of all cells; its message says how many cells are done.
pub fn bar_of_cells(paths: usize, quiet: bool) -> ProgressBar {
    let template = "{bar:40} {msg} · {human_pos} of {human_len} paths · {per_sec} · {eta} left";
    with_template(paths, quiet, template)
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
