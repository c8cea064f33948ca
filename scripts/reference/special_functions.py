"""Makes special_functions.csv: exp, ln, the cube root, normal pdf, cdf and quantile, and the Mills ratio, each correct to the last bit.

Usage: python3 special_functions.py > special_functions.csv        (needs mpmath)

Columns: function,x,value. Every x is exactly the 64-bit float printed; value is the true
function of that float, computed with 60 digits and rounded once to the nearest 64-bit float.
"""
import math

from mpmath import cbrt, erfc, exp, log, mp, mpf, pi, quad, sqrt

mp.dps = 60


def nearest(v):
    """The 64-bit float nearest to v, subnormal results included."""
    sign, man, exponent, _ = v._mpf_
    man = int(man)
    r = float(man << exponent) if exponent >= 0 else man / (1 << -exponent)
    return -r if sign else r


def pdf(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def mills(x):
    return cdf(-x) / pdf(x)


def quantile(p):
    if p == mpf("0.5"):
        return mpf(0)
    if p > 0.5:
        return -quantile(1 - p)
    z = -sqrt(-2 * log(p))  # to the left of the root; Newton's method on ln cdf is monotone from there
    for _ in range(200):
        step = (log(cdf(z)) - log(p)) * cdf(z) / pdf(z)
        z -= step
        if abs(step) < mpf(10) ** -50 * (abs(z) + mpf(10) ** -20):
            return z
    raise ArithmeticError("quantile did not converge")


def logspace(lo, hi, n):
    """n short decimal numbers, evenly spaced in logarithm."""
    return [float(f"{10 ** (math.log10(lo) + (math.log10(hi) - math.log10(lo)) * k / (n - 1)):.6e}") for k in range(n)]


def linspace(lo, hi, n):
    return [float(f"{lo + (hi - lo) * k / (n - 1):.9g}") for k in range(n)]


def both(xs):
    return [-x for x in xs] + xs


def near(x, steps=(1, 2)):
    """x and its neighbours among the 64-bit floats."""
    out = [x]
    for s in steps:
        up = down = x
        for _ in range(s):
            up, down = math.nextafter(up, math.inf), math.nextafter(down, -math.inf)
        out += [down, up]
    return out


half_ln2 = math.log(2) / 2
EXP = [-745.0, 709.0, 709.7, 709.782712893384, -708.0, -708.3964185322641, -744.4400719213812, -720.5, 0.0, 1.0, -1.0]
EXP += both(logspace(1e-18, 700, 24)) + [(2 * k + 1) * half_ln2 for k in (-1000, -500, -11, -2, -1, 0, 1, 10, 500, 1000)]
EXP += linspace(-745, 709.7, 17)

LN = [1e-308, 2.2250738585072014e-308, 1.7976931348623157e308, 1e308, 0.5, 2.0, 10.0, math.e, 1 / 3]
LN += near(1.0, (1, 2, 3, 1000)) + near(math.sqrt(0.5)) + near(math.sqrt(2)) + logspace(1e-300, 1e300, 31)
LN += [1 + s * d for d in logspace(1e-12, 0.25, 10) for s in (1, -1)] + linspace(0.55, 1.95, 15)

CBRT = [2.2250738585072014e-308, 5e-324, 1e-310, 1.7976931348623157e308, 0.0, 1 / 3, math.pi] + linspace(1, 8, 29)
CBRT += [y for x in (1.0, 8.0, 1e-3, 1e30) for y in near(x)] + logspace(1e-300, 1e300, 40) + [2.0**k for k in range(-1021, 1024, 73)]

NORMAL = [0.0, 10.0, -10.0, -38.0, -37.5, -37.0, -36.0, 8.3, 1.0, -1.0] + linspace(-37.9, 9.9, 33)
NORMAL += both(logspace(1e-17, 9, 16)) + near(-8.0) + [-1.959963984540054, 1.959963984540054, -0.6744897501960817]

MILLS = [0.0, 38.0, 5e-324, 1.0, 37.5] + logspace(1e-17, 0.1, 17) + linspace(0.15, 6, 24) + linspace(6.5, 37.9, 20)

QUANTILE = [1e-300, 1e-100, 2.0**-60, 2.0**-54, 2.0**-53, 0.5, 0.025, 0.975, 0.25, 0.75, 0.0001, 0.02425, 0.97575]
QUANTILE += logspace(1e-290, 1e-17, 22) + logspace(1.3e-17, 0.1, 22) + linspace(0.05, 0.95, 19) + near(0.5, (1, 2, 1000))
QUANTILE += [1 - 2.0**-k for k in (53, 52, 51, 45, 40, 30, 20, 12, 7, 4)] + [0.5 - 2.0**-k for k in (50, 35, 20, 10)]

TABLES = [
    ("exp", exp, EXP),
    ("ln", log, LN),
    ("cbrt", cbrt, CBRT),
    ("normal_pdf", pdf, NORMAL),
    ("normal_cdf", cdf, NORMAL),
    ("mills", mills, MILLS),
    ("normal_quantile", quantile, QUANTILE),
]


def check():
    """The same functions along other ways."""
    for x in (mpf(0), mpf("0.7"), mpf(5), mpf(20)):
        integral = quad(lambda t: exp(-t * t / 2 - x * t), [0, 1 / (1 + x), 5 / (1 + x), 20 / (1 + x), 60 / (1 + x) + 20])
        assert abs(integral / mills(x) - 1) < mpf(10) ** -40, x
    for p in (mpf(10) ** -300, mpf("0.02"), mpf("0.7"), 1 - mpf(2) ** -53):
        assert abs(cdf(quantile(p)) / p - 1) < mpf(10) ** -45, p
    assert nearest(exp(mpf(-745))) == 5e-324 and nearest(mpf(1) / 3) == 1 / 3


if __name__ == "__main__":
    check()
    print("function,x,value")
    for name, function, xs in TABLES:
        for x in sorted(set(xs)):
            print(f"{name},{x!r},{nearest(mpf(function(mpf(x))))!r}")
