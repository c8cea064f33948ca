use rehedge_kernels::*;
use std::hint::black_box;
use std::time::Instant;
macro_rules! region {
    ($n:ident, $f:expr) => {
        struct $n<'a>(&'a [Row], &'a mut [Row]);
        impl Region for $n<'_> {
            type Output = ();
            #[inline(always)]
            fn run(self) {
                for (x, y) in self.0.iter().zip(self.1) {
                    for l in 0..LANES {
                        y[l] = $f(x[l]);
                    }
                }
            }
        }
    };
}
region!(Cbrt, cbrt);
region!(Ln, ln);
region!(Exp, exp);
region!(Sqrt, |x: f64| x.sqrt());
region!(Div, |x: f64| 1.0 / x);
region!(Pow, |x: f64| exp(0.15 * ln(x)));
region!(Pdf, normal_pdf);
region!(Mills, mills);
region!(Copy, |x: f64| x + 1.0);

const Q: [f64; 6] = [
    0.333_333_346_566_474_45,
    0.222_222_227_734_506_48,
    0.172_829_522_758_389_84,
    0.144_027_100_924_518_2,
    0.126_708_437_307_554_74,
    0.112_367_691_833_542_46,
];
const INTEGERS: f64 = 4_503_599_627_370_496.0;
#[inline(always)]
fn eo(h: f64) -> f64 {
    let s = h * h;
    let o = Q[5].mul_add(s, Q[3]).mul_add(s, Q[1]);
    let e = Q[4].mul_add(s, Q[2]).mul_add(s, Q[0]);
    o.mul_add(h, e)
}
#[inline(always)]
fn y0(x: f64) -> f64 {
    const START: f64 = INTEGERS * (1.0 + 1.0 / 3.0) + (1364.0 - 0.0680225) * 4_294_967_296.0;
    let logarithm = f64::from_bits((x.to_bits() >> 20) | INTEGERS.to_bits());
    f64::from_bits(logarithm.mul_add(-1.0 / 3.0, START).to_bits() << 20)
}
#[inline(always)]
fn v1(x: f64) -> f64 {
    let y = y0(x);
    let m = (-(x * y)).mul_add(y * y, 1.0);
    let y = (y * m).mul_add(eo(m), y);
    let c = (x * y) * y;
    let r = (-c).mul_add(c * c, x);
    r.mul_add((y * y) * (1.0 / 3.0), c)
}
// horner
#[inline(always)]
fn v2(x: f64) -> f64 {
    let y = y0(x);
    let m = (-(x * y)).mul_add(y * y, 1.0);
    let q =
        Q[5].mul_add(m, Q[4]).mul_add(m, Q[3]).mul_add(m, Q[2]).mul_add(m, Q[1]).mul_add(m, Q[0]);
    let y = (y * m).mul_add(q, y);
    let c = (x * y) * y;
    let r = (-c).mul_add(c * c, x);
    r.mul_add((y * y) * (1.0 / 3.0), c)
}
#[inline(always)]
fn v3(x: f64) -> f64 {
    let size = x.abs();
    let r = v1(size);
    let r = if size < f64::MIN_POSITIVE { 0.0 * x } else { r };
    r.copysign(x)
}
#[inline(always)]
fn v4(x: f64) -> f64 {
    let size = x.abs();
    let r = v1(size);
    let r = if size < f64::MIN_POSITIVE { 0.0 } else { r };
    let r = if size < f64::INFINITY { r } else { size };
    r.copysign(x)
}
#[inline(always)]
fn v5(x: f64) -> f64 {
    let r = v1(x);
    if x >= f64::MIN_POSITIVE { r } else { 0.0 * x }
}
region!(V1, v1);
region!(V2, v2);
region!(V3, v3);
region!(V4, v4);
region!(V5, v5);
region!(Y0, y0);
fn main() {
    let x: Vec<Row> =
        (0..64).map(|r| Row(std::array::from_fn(|l| 0.01 + (r * 64 + l) as f64 * 0.003))).collect();
    let mut y = vec![Row::ZERO; 64];
    macro_rules! t {
        ($n:ident) => {
            for set in [InstructionSet::Avx2] {
                let mut b = f64::INFINITY;
                for _ in 0..3000 {
                    let s = Instant::now();
                    dispatch(set, $n(&x, &mut y));
                    black_box(&mut y);
                    b = b.min(s.elapsed().as_nanos() as f64 / 4096.0);
                }
                println!("{} {:.3}", stringify!($n), b);
            }
        };
    }
    t!(Copy);
    t!(Cbrt);
    t!(V1);
    t!(V2);
    t!(V3);
    t!(V4);
    t!(V5);
    t!(Y0);
    t!(Ln);
    t!(Exp);
    t!(Pow);
    t!(Sqrt);
    t!(Div);
    t!(Pdf);
    t!(Mills);
}
