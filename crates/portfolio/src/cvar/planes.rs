//! [`Plane`]: where the objective has a kink or an end.

/// A hyperplane of positions and `t` where the objective has a kink, or beyond which it has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plane {
    /// The loss of a scenario is `t`.
    Scenario(usize),
    /// A position is at its lower bound.
    Lower(usize),
    /// A position is at its upper bound.
    Upper(usize),
    /// A position is 0, and its cost has a kink.
    Zero(usize),
    /// A position stays where it is.
    Fixed(usize),
    /// A linear limit is met from above.
    LimitLower(usize),
    /// A linear limit is met from below.
    LimitUpper(usize),
    /// A linear limit that is an equation.
    Equal(usize),
}

impl Plane {
    /// The scenario, of a scenario's plane.
    pub fn scenario(&self) -> Option<usize> {
        if let Self::Scenario(scenario) = self { Some(*scenario) } else { None }
    }
}

/// A plane that a step meets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crossing {
    /// After what length.
    pub length: f64,
    /// By how much the slope of the objective rises there.
    pub rise: f64,
    pub plane: Plane,
}

/// The crossing at which a slope that is negative has risen to 0 or above; `None` if it never does.
///
/// A weighted median, found by halves without sorting all crossings. Crossings at the same length
/// come in the order in which they are given.
pub(super) fn first_rise(mut slope: f64, crossings: &mut [Crossing]) -> Option<Crossing> {
    let mut left = crossings;
    while left.len() > 1 {
        let half = left.len() / 2;
        left.select_nth_unstable_by(half - 1, |one, other| one.length.total_cmp(&other.length));
        let (near, far) = left.split_at_mut(half);
        let rise: f64 = near.iter().map(|crossing| crossing.rise).sum();
        if slope + rise >= 0.0 {
            left = near;
        } else {
            slope += rise;
            left = far;
        }
    }
    left.first().copied().filter(|crossing| slope + crossing.rise >= 0.0)
}
