//! Charts of static hedges.

pub mod conditioning;
pub mod cost_risk;
pub mod error_surfaces;
pub mod positions;
pub mod risks;
