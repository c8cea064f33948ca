//! Placeholder.
/// e^x
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    x.exp()
}
/// ln
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    x.ln()
}
/// Mills
#[inline(always)]
pub fn mills(x: f64) -> f64 {
    x
}
/// cdf
#[inline(always)]
pub fn normal_cdf(x: f64) -> f64 {
    x
}
/// pdf
#[inline(always)]
pub fn normal_pdf(x: f64) -> f64 {
    x
}
/// quantile
#[inline(always)]
pub fn normal_quantile(x: f64) -> f64 {
    x
}
/// uniform
#[inline(always)]
pub fn uniform(bits: u64) -> f64 {
    bits as f64
}
