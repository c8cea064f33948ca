"""Makes black_scholes.csv: values and Greeks of European calls, puts and straddles under Black-Scholes.

Usage: python3 black_scholes.py > black_scholes.csv        (needs mpmath)

Columns: kind,spot,strike,tau,rate,dividend_yield,volatility,value,delta,gamma,theta,vega,vanna,volga.
Continuous dividend yield and continuously compounded rate. Greeks are per 1.00 of the variable:
theta = dV/dt = -dV/dtau per year, vega = dV/dvolatility, vanna = d2V/dspot dvolatility,
volga = d2V/dvolatility^2. The inputs are exactly the 64-bit floats printed; the results are
computed with 60 digits at those floats and rounded once to the nearest 64-bit float.
"""
import math
import random

from mpmath import diff, erfc, exp, log, mp, mpf, pi, quad, sqrt

mp.dps = 60


def pdf(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def d1_d2(s, k, tau, r, q, v):
    sd = v * sqrt(tau)
    d1 = (log(s / k) + (r - q) * tau) / sd + sd / 2
    return d1, d1 - sd


def greeks(kind, s, k, tau, r, q, v):
    """value, delta, gamma, theta, vega, vanna, volga"""
    if kind == "straddle":
        return [a + b for a, b in zip(greeks("call", s, k, tau, r, q, v), greeks("put", s, k, tau, r, q, v))]
    w = 1 if kind == "call" else -1
    d1, d2 = d1_d2(s, k, tau, r, q, v)
    share, cash = s * exp(-q * tau) * cdf(w * d1), k * exp(-r * tau) * cdf(w * d2)
    density = exp(-q * tau) * pdf(d1)
    vega = s * density * sqrt(tau)
    return [
        w * (share - cash),
        w * share / s,
        density / (s * v * sqrt(tau)),
        -s * density * v / (2 * sqrt(tau)) + w * (q * share - r * cash),
        vega,
        -density * d2 / v,
        vega * d1 * d2 / v,
    ]


def price_by_quadrature(kind, s, k, tau, r, q, v):
    if kind == "straddle":
        return price_by_quadrature("call", s, k, tau, r, q, v) + price_by_quadrature("put", s, k, tau, r, q, v)
    sd, w = v * sqrt(tau), 1 if kind == "call" else -1
    edge = (log(k / s) - (r - q - v * v / 2) * tau) / sd
    payoff = lambda z: pdf(z) * w * (s * exp((r - q - v * v / 2) * tau + sd * z) - k)
    points = [edge + w * x for x in (0, 1, 2, 4, 8, 12, 16, 24, 32)]
    return w * exp(-r * tau) * quad(payoff, points)


def check(rows):
    """Prices against an integral, Greeks against numerical derivatives of the price."""
    for kind, *numbers in rows:
        x = [mpf(n) for n in numbers]
        value, delta, gamma, theta, vega, vanna, volga = greeks(kind, *x)
        price = lambda s, k, tau, r, q, v: greeks(kind, s, k, tau, r, q, v)[0]
        at = lambda **new: [new.get(n, y) for n, y in zip(("s", "k", "tau", "r", "q", "v"), x)]
        close = lambda a, b: abs(a - b) <= mpf(10) ** -18 * (abs(b) + mpf(10) ** -12)
        assert close(price_by_quadrature(kind, *x), value), (kind, numbers, "value")
        s, tau, v = x[0], x[2], x[5]
        step = dict(h=mpf(10) ** -20, relative=True)
        assert close(diff(lambda y: price(*at(s=y)), s, **step), delta), (kind, numbers, "delta")
        assert close(diff(lambda y: price(*at(s=y)), s, 2, **step), gamma), (kind, numbers, "gamma")
        assert close(-diff(lambda y: price(*at(tau=y)), tau, **step), theta), (kind, numbers, "theta")
        assert close(diff(lambda y: price(*at(v=y)), v, **step), vega), (kind, numbers, "vega")
        assert close(diff(lambda y, z: price(*at(s=y, v=z)), (s, v), (1, 1), **step), vanna), (kind, numbers, "vanna")
        assert close(diff(lambda y: price(*at(v=y)), v, 2, **step), volga), (kind, numbers, "volga")


def usable(s, k, tau, r, q, v):
    """True where no result is so small that it leaves the range of 64-bit floats."""
    d1, d2 = d1_d2(*[mpf(n) for n in (s, k, tau, r, q, v)])
    return abs(d1) < 30 and abs(d2) < 30 and 0.01 <= s / k <= 100


def rows():
    kinds = ("call", "put", "straddle")
    # Every corner that has a result: at, near and far from the money, short and long, calm and wild.
    for tau in (1e-8, 1e-4, 0.01, 0.25, 1.0, 5.0, 30.0):
        for v in (0.005, 0.05, 0.2, 0.8, 3.0):
            for k in (1.0, 50.0, 90.0, 100.0, 101.0, 125.0, 10000.0):
                for n, (r, q) in enumerate(((0.05, 0.0), (-0.05, 0.1), (0.2, 0.02))):
                    if usable(100.0, k, tau, r, q, v) and (int(k) + n + round(1000 * v) + round(math.log10(tau) * 7)) % 3 == 0:
                        yield kinds[(int(k) + n) % 3], 100.0, k, tau, r, q, v
    draw = random.Random(20240229)
    short = lambda x: float(f"{x:.6g}")
    made = 0
    while made < 130:
        tau, v = short(10 ** draw.uniform(-8, math.log10(30))), short(10 ** draw.uniform(math.log10(0.005), math.log10(3)))
        s, r, q = short(10 ** draw.uniform(0, 3)), short(draw.uniform(-0.05, 0.2)), short(draw.uniform(0, 0.1))
        # The strike so many standard deviations away, mostly near, sometimes in the far tails.
        d = draw.uniform(-3, 3) if draw.random() < 0.6 else draw.uniform(-27, 27)
        k = short(s * math.exp(max(-4.6, min(4.6, d * v * math.sqrt(tau)))))
        if usable(s, k, tau, r, q, v):
            yield kinds[made % 3], s, k, tau, r, q, v
            made += 1


if __name__ == "__main__":
    check([
        ("call", 100.0, 100.0, 1.0, 0.05, 0.02, 0.2),
        ("put", 100.0, 80.0, 0.25, -0.05, 0.1, 0.35),
        ("straddle", 42.0, 45.0, 10.0, 0.2, 0.03, 0.8),
        ("call", 100.0, 101.0, 1e-4, 0.03, 0.0, 0.3),
    ])
    print("kind,spot,strike,tau,rate,dividend_yield,volatility,value,delta,gamma,theta,vega,vanna,volga")
    for kind, *numbers in rows():
        results = [float(x) for x in greeks(kind, *[mpf(n) for n in numbers])]
        assert all(x == 0 or abs(x) > 1e-300 for x in results), (kind, numbers, results)
        print(",".join([kind] + [repr(x) for x in list(numbers) + results]))
