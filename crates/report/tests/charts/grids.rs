//! Heat maps and families of lines.

use crate::{LABELS, each_case};
use rehedge_report::charts::{
    ChartError, FamilyLine, FamilyPoint, HeatMap, Image, LineFamily, Scale, heat_map, line_family,
};

const SCALES: [Scale; 3] = [Scale::Linear, Scale::Log, Scale::Even];

fn map<'a>(x: &'a [f64], y: &'a [f64], values: &'a [Option<f64>], scale: Scale) -> HeatMap<'a> {
    HeatMap {
        labels: LABELS,
        x_title: "x",
        x,
        x_scale: scale,
        y_title: "y",
        y,
        y_scale: scale,
        value_title: "value",
        values,
        log_colors: false,
        marks: &[(0, 0), (9, 9)],
        mark_name: "best",
    }
}

#[test]
fn heat_maps() {
    for scale in SCALES {
        each_case(|names, size| {
            let side = names.len();
            let x: Vec<f64> = (0..side).map(|i| 0.5 + i as f64).collect();
            let y: Vec<f64> = x.iter().map(|x| x * x * 1e6).collect();
            let values: Vec<Option<f64>> =
                (0..side * side).map(|i| Some(size * (i % 5) as f64 - size)).collect();
            let plain = heat_map(&map(&x, &y, &values, scale))?;
            assert!(plain.svg.contains("best"));
            match heat_map(&HeatMap { log_colors: true, ..map(&x, &y, &values, scale) }) {
                Ok(log) => Ok(log),
                // Nothing positive: then a log scale of colours has nothing to show.
                Err(ChartError::Nothing(_)) => Ok(plain),
                Err(error) => Err(error),
            }
        });
    }
}

#[test]
fn a_number_stands_in_its_cell() {
    let values = [Some(1.25), None, Some(-3.5), Some(77.0)];
    let image = heat_map(&map(&[1.0, 2.0], &[1.0, 2.0], &values, Scale::Even)).unwrap();
    assert!(["1.25", "−3.50", "77.0", "Blank cells"].iter().all(|text| image.svg.contains(text)));
    let whole = [Some(1.25); 4];
    let image = heat_map(&map(&[1.0, 2.0], &[1.0, 2.0], &whole, Scale::Even)).unwrap();
    assert!(!image.svg.contains("Blank cells"));
}

#[test]
fn a_grid_must_be_whole_and_rise() {
    let one = [Some(1.0)];
    let wrong = |x: &[f64], y: &[f64], values: &[Option<f64>], scale| {
        heat_map(&map(x, y, values, scale)).unwrap_err().to_string()
    };
    assert_eq!(
        wrong(&[1.0], &[1.0, 2.0], &one, Scale::Even),
        "values has 1 values where 2 are needed"
    );
    assert_eq!(wrong(&[1.0, 1.0], &[1.0], &one, Scale::Even), "x must rise from value to value");
    let log = wrong(&[1.0], &[0.0], &one, Scale::Log);
    assert_eq!(log, "y has a value that is not positive, on a log scale");
    let blank = wrong(&[1.0], &[1.0], &[None], Scale::Linear);
    assert_eq!(blank, "nothing to draw: a heat map needs a cell with a value");
    let nan = wrong(&[1.0], &[1.0], &[Some(f64::NAN)], Scale::Linear);
    assert_eq!(nan, "value has a value that is not finite");
}

fn family(
    names: &[&str],
    points: &[FamilyPoint],
    scale: Scale,
    log_y: bool,
) -> Result<Image, ChartError> {
    let line = |(i, name)| FamilyLine { name, points, mark: (i % 2 == 0).then_some(i) };
    let lines: Vec<FamilyLine<'_>> = names.iter().copied().enumerate().map(line).collect();
    line_family(&of(&lines, scale, log_y))
}

fn of<'a>(lines: &'a [FamilyLine<'a>], scale: Scale, log_y: bool) -> LineFamily<'a> {
    LineFamily {
        labels: LABELS,
        family_title: "a third number",
        x_title: "x",
        x_scale: scale,
        y_title: "y",
        log_y,
        ordered: log_y,
        lines,
        mark_name: "best",
        level: None,
    }
}

/// The level is on the axis, however far it is from the lines.
#[test]
fn a_level_is_drawn_and_named() {
    let point = |x: f64| FamilyPoint { x, y: 85.0 - x, se: 0.0 };
    let points = [1.0, 2.0, 3.0].map(point);
    let lines = [FamilyLine { name: "l1", points: &points, mark: None }];
    let svg = |level: Option<(f64, &str)>, log_y| {
        line_family(&LineFamily { level, ..of(&lines, Scale::Linear, log_y) }).unwrap().svg
    };
    for log_y in [true, false] {
        let with = svg(Some((2000.0, "no hedge")), log_y);
        assert!(with.contains("no hedge") && with.contains("\n2,000\n"));
        assert!(!svg(None, log_y).contains("no hedge"));
    }
    // Nothing at zero on a log axis.
    assert!(!svg(Some((0.0, "no hedge")), true).contains("no hedge"));
    let nan = LineFamily { level: Some((f64::NAN, "")), ..of(&lines, Scale::Linear, true) };
    assert!(matches!(line_family(&nan), Err(ChartError::NotFinite(_))));
}

#[test]
fn families_of_lines() {
    for scale in SCALES {
        each_case(|names, size| {
            let point = |x: f64| FamilyPoint { x, y: size * (x - 2.0), se: 0.1 * size };
            let points = [0.25, 1.0, 5.0, 1e4].map(point);
            let image = family(names, &points, scale, false)?;
            assert!(
                image.svg.contains("best") && image.svg.contains("standard errors") == (size > 0.0)
            );
            family(names, &points[..1], scale, false)
        });
    }
}

#[test]
fn what_has_no_place_on_a_log_axis_is_left_out_and_said() {
    let point = |x: f64, y: f64| FamilyPoint { x, y, se: 0.0 };
    let points = [point(1.0, -1.0), point(2.0, 3.0), point(3.0, 30.0)];
    let image = family(&["a"], &points, Scale::Log, true).unwrap();
    assert!(image.svg.contains("no place on a log axis") && !image.svg.contains("standard errors"));
    let image = family(&["a"], &points, Scale::Log, false).unwrap();
    assert!(!image.svg.contains("no place on a log axis"));
    let none = family(&["a"], &points[..1], Scale::Log, true);
    assert!(matches!(none, Err(ChartError::Nothing(_))));
    let back = [points[1], points[0]];
    assert!(matches!(family(&["a"], &back, Scale::Even, false), Err(ChartError::Order(_))));
}
