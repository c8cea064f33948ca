//! Rebates: claims that pay when a barrier is touched, or when it never was.

use super::Reflection;
use crate::number::Number;
use crate::tail::scaled_normal;
use rehedge_kernels::{exp, normal_cdf, normal_pdf};

impl<N: Number> Reflection<N> {
    /// Value of 1 paid at expiry if the barrier was never touched.
    #[inline(always)]
    pub(super) fn untouched(&self) -> N {
        let d2 = self.d2(self.log_level);
        let power = self.distance * self.drift * 2.0;
        let survives = (d2 * self.living).cdf() - self.tail(power, d2, 0.0);
        self.discount * survives
    }

    /// Value of 1 paid when the barrier is touched, if it is before expiry.
    ///
    /// With `z = ln(H/S)/σ√τ`, `α = ((r − q) − ½σ²)√τ/σ` and `Λ² = α² + 2rτ` it is `e^{αz}·G(z, Λ²)`,
    /// `G = e^{Λz}·Φ(±(z + Λ)) + e^{−Λz}·Φ(±(z − Λ))`, `+` for a lower barrier. `G` is even in `Λ`, so
    /// that it depends on `Λ²` only; its derivatives are those of `G` and of [`Touch::quotient`],
    /// `D = (e^{Λz}·Φ(±(z + Λ)) − e^{−Λz}·Φ(±(z − Λ)))/Λ`: with `P = ±φ(z)·e^{−½Λ²}`,
    ///
    /// `G_z = Λ²D + 2P`, `G_q = ½zD`, `D_z = G`, `D_q = (zG + 2P − D)/2Λ²`, `P_z = −zP`; `q = Λ²`.
    #[inline(always)]
    pub(super) fn touch<const TERMS: usize>(&self) -> N {
        let (z, alpha) = (self.distance.value(), self.drift.value());
        let square = alpha.mul_add(alpha, 2.0 * self.interest.value());
        let near = Touch::near::<TERMS>(z, alpha, square, self.living);
        let apart = Touch::apart([z, alpha, self.interest.value()], square, self.living);
        let Touch { sum: g, quotient: d, quotient_slope, density } =
            if square > NEAR_ZERO { apart } else { near };
        let (twice_p, alpha_squared) = (2.0 * density, alpha * alpha);
        // e^{αz} times the derivatives of G.
        let [g_z, g_q] = [square.mul_add(d, twice_p), 0.5 * z * d];
        let [g_zz, g_zq] = [square.mul_add(g, -z * twice_p), 0.5 * z.mul_add(g, d)];
        let g_qq = 0.5 * z * quotient_slope;
        // And those of the product, Λ² moving with α.
        let by_z = alpha.mul_add(g, g_z);
        let by_alpha = z.mul_add(g, 2.0 * alpha * g_q);
        let by_zz = alpha_squared.mul_add(g, 2.0 * alpha * g_z) + g_zz;
        let by_z_alpha = z.mul_add(by_z, g) + 2.0 * (alpha_squared * g_q + alpha * g_zq);
        let by_alpha_alpha =
            z * by_alpha + 2.0 * (alpha * z * g_q + g_q) + 4.0 * alpha_squared * g_qq;
        let of_state = [g, by_z, by_alpha, by_zz, by_z_alpha, by_alpha_alpha];
        let of_time = (self.interest - self.interest.value()) * (2.0 * g_q);
        N::map2(self.distance, self.drift, of_state) + of_time
    }
}

/// `e^{αz}` times functions of `z` and `Λ²`.
#[derive(Clone, Copy)]
struct Touch {
    /// `G`.
    sum: f64,
    /// `D`.
    quotient: f64,
    /// `∂D/∂Λ²`.
    quotient_slope: f64,
    /// `P`.
    density: f64,
}

impl Touch {
    /// By the formula, for `Λ²` above zero by some margin. The exponents beside the two normal
    /// densities are the same: `−½(z − α)² − rτ`.
    #[inline(always)]
    fn apart([z, alpha, interest]: [f64; 3], square: f64, living: f64) -> Self {
        let root = square.sqrt();
        let apart = z - alpha;
        let exponent = (-0.5 * apart).mul_add(apart, -interest);
        // α + Λ and α − Λ, whose product is −2rτ: the one that cancels is had from the other.
        let larger = root + alpha.abs();
        let smaller = 2.0 * interest / larger;
        let below = alpha < 0.0;
        let sums = if below { [smaller, -larger] } else { [larger, -smaller] };
        let [plus, density] = scaled_normal(sums[0] * z, (z + root) * living, exponent);
        let [minus, _] = scaled_normal(sums[1] * z, (z - root) * living, exponent);
        let (sum, density) = (plus + minus, living * density);
        let quotient = (plus - minus) / root;
        let quotient_slope = (z.mul_add(sum, 2.0 * density) - quotient) / (2.0 * square);
        Self { sum, quotient, quotient_slope, density }
    }

    /// By the power series in `Λ`, for `Λ²` about zero or below it, as it may be where rates are
    /// negative.
    ///
    /// `f(Λ) = e^{Λz}·Φ(±(z + Λ))` solves `f′ = z·f ± φ(z)·e^{−½Λ²}`, which gives the coefficients one
    /// by one: the even ones are those of `½G`, the odd ones those of `½D`.
    #[inline(always)]
    fn near<const TERMS: usize>(z: f64, alpha: f64, square: f64, living: f64) -> Self {
        // Farther away there is no touch; powers would overflow.
        let z = if z.abs() < FAR { z } else { FAR * -living };
        let scale = exp(alpha * z);
        let at_zero = living * normal_pdf(z);
        let (mut even, mut gauss) = (normal_cdf(z * living), 1.0);
        let mut touch = Self { sum: even, quotient: 0.0, quotient_slope: 0.0, density: 0.0 };
        let (mut power, mut power_before) = (1.0, 0.0);
        for k in 0..TERMS {
            let n = 2.0 * k as f64;
            let odd = z.mul_add(even, at_zero * gauss) / (n + 1.0);
            touch.quotient += odd * power;
            touch.quotient_slope += k as f64 * odd * power_before;
            touch.density += at_zero * gauss * power;
            even = z * odd / (n + 2.0);
            gauss *= -0.5 / (k as f64 + 1.0);
            power_before = power;
            power *= square;
            touch.sum += even * power;
        }
        Self {
            sum: 2.0 * scale * touch.sum,
            quotient: 2.0 * scale * touch.quotient,
            quotient_slope: 2.0 * scale * touch.quotient_slope,
            density: scale * touch.density,
        }
    }
}

/// `Λ²` up to which the series is used.
const NEAR_ZERO: f64 = 0.04;
/// Standard deviations to the barrier beyond which it is not touched.
const FAR: f64 = 36.0;
