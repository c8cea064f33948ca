//! [`Component`]: the parts of P&L that the explain keeps apart, in the order of every table.

/// A part of P&L. The components of a path add up to its P&L.
///
/// Over a step from `t_0` to `t_1`, with book value `V`, its Greeks, spot move `ΔS`, volatility
/// move `Δσ`, and a holding `h` of shares:
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Component {
    /// `(Δ_0 + h) · ΔS`: what delta of book and hedge together earned.
    Delta,
    /// `½ Γ_0 · ΔS²`.
    Gamma,
    /// `Θ_0 · dt`.
    Theta,
    /// Vega at the old spot and volatility, at the new time, times `Δσ`.
    Vega,
    /// Vanna at the new time, times `ΔS · Δσ`.
    Vanna,
    /// Half of volga at the new time, times `Δσ²`.
    Volga,
    /// What these miss of `ΔV` on a step with a jump.
    Gap,
    /// What they miss on every other step.
    Residual,
    /// Mark at entry less premium paid.
    Entry,
    /// Interest on cash.
    Financing,
    /// Dividends on the holding.
    Dividend,
    /// Half the bid-ask spread on every trade; never positive, like the next two.
    Spread,
    /// Fees.
    Fee,
    /// Square-root impact.
    Impact,
}

impl Component {
    /// How many there are.
    pub const COUNT: usize = 14;

    /// All of them, in the order of every table.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Delta,
        Self::Gamma,
        Self::Theta,
        Self::Vega,
        Self::Vanna,
        Self::Volga,
        Self::Gap,
        Self::Residual,
        Self::Entry,
        Self::Financing,
        Self::Dividend,
        Self::Spread,
        Self::Fee,
        Self::Impact,
    ];

    /// The name in column titles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delta => "delta",
            Self::Gamma => "gamma",
            Self::Theta => "theta",
            Self::Vega => "vega",
            Self::Vanna => "vanna",
            Self::Volga => "volga",
            Self::Gap => "gap",
            Self::Residual => "residual",
            Self::Entry => "entry",
            Self::Financing => "financing",
            Self::Dividend => "dividend",
            Self::Spread => "spread",
            Self::Fee => "fee",
            Self::Impact => "impact",
        }
    }
}

/// The components that depend on the book alone: computed once and shared by every hedge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BookComponent {
    Gamma,
    Theta,
    Vega,
    Vanna,
    Volga,
    Gap,
    Residual,
    Entry,
}

impl BookComponent {
    pub const COUNT: usize = 8;
    pub const ALL: [Self; Self::COUNT] = [
        Self::Gamma,
        Self::Theta,
        Self::Vega,
        Self::Vanna,
        Self::Volga,
        Self::Gap,
        Self::Residual,
        Self::Entry,
    ];

    /// Its place among all components.
    pub const fn component(self) -> Component {
        match self {
            Self::Gamma => Component::Gamma,
            Self::Theta => Component::Theta,
            Self::Vega => Component::Vega,
            Self::Vanna => Component::Vanna,
            Self::Volga => Component::Volga,
            Self::Gap => Component::Gap,
            Self::Residual => Component::Residual,
            Self::Entry => Component::Entry,
        }
    }
}

/// The components that each hedge has of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HedgeComponent {
    Delta,
    Financing,
    Dividend,
    Spread,
    Fee,
    Impact,
}

impl HedgeComponent {
    pub const COUNT: usize = 6;
    pub const ALL: [Self; Self::COUNT] =
        [Self::Delta, Self::Financing, Self::Dividend, Self::Spread, Self::Fee, Self::Impact];

    /// Its place among all components.
    pub const fn component(self) -> Component {
        match self {
            Self::Delta => Component::Delta,
            Self::Financing => Component::Financing,
            Self::Dividend => Component::Dividend,
            Self::Spread => Component::Spread,
            Self::Fee => Component::Fee,
            Self::Impact => Component::Impact,
        }
    }
}
