"""Makes barrier.csv: values and Greeks of single-barrier options with rebate under Black-Scholes.

Usage: python3 barrier.py > barrier.csv        (needs mpmath)

Columns: kind,spot,strike,level,rebate,interval,tau,rate,dividend_yield,volatility,value,delta,gamma,theta,vega,vanna,volga.
A knock-out pays its rebate at the touch, a knock-in at expiry. interval is 0 for continuous monitoring; else the level is
shifted by exp(+-beta sigma sqrt(interval)), beta = -zeta(1/2)/sqrt(2 pi) (Broadie, Glasserman and Kou 1997). Values are
Reiner and Rubinstein's terms A to F as printed in Haug (2007), section 4.17.1, Greeks numerical derivatives of them, with
60 digits at the 64-bit floats printed; theta = dV/dt = -dV/dtau per year. Values are checked against integrals: over the
terminal spot with the chance that a Brownian bridge stays clear of the barrier, and over the time of the first passage.
"""
import math
import random

from mpmath import mp, mpf, exp, log, sqrt, erfc, pi, quad, re, zeta

from numerical import greeks_of, check_by_quadrature

mp.dps = 60
BETA = -zeta(mpf(1) / 2) / sqrt(2 * pi)


def cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def shifted(kind, level, interval, v):
    return level * exp((1 if kind.startswith("up") else -1) * BETA * v * sqrt(interval)) if interval else level


def value(kind, s, x, h, rebate, interval, tau, r, q, v):
    h = shifted(kind, h, interval, v)
    direction, _, knock, side = kind.split("_")
    phi, eta = (1 if side == "call" else -1), (1 if direction == "down" else -1)
    b = r - q
    mu = (b - v * v / 2) / (v * v)
    lam = sqrt(mu * mu + 2 * r / (v * v))
    sd = v * sqrt(tau)
    x1 = log(s / x) / sd + (1 + mu) * sd
    x2 = log(s / h) / sd + (1 + mu) * sd
    y1 = log(h * h / (s * x)) / sd + (1 + mu) * sd
    y2 = log(h / s) / sd + (1 + mu) * sd
    z = log(h / s) / sd + lam * sd
    share, cash = s * exp((b - r) * tau), x * exp(-r * tau)
    A = phi * (share * cdf(phi * x1) - cash * cdf(phi * (x1 - sd)))
    B = phi * (share * cdf(phi * x2) - cash * cdf(phi * (x2 - sd)))
    image, image2 = (h / s) ** (2 * (mu + 1)), (h / s) ** (2 * mu)
    C = phi * (share * image * cdf(eta * y1) - cash * image2 * cdf(eta * (y1 - sd)))
    D = phi * (share * image * cdf(eta * y2) - cash * image2 * cdf(eta * (y2 - sd)))
    E = rebate * exp(-r * tau) * (cdf(eta * (x2 - sd)) - image2 * cdf(eta * (y2 - sd)))
    # At negative rates lam may be imaginary; the sum of the two is real.
    F = rebate * re((h / s) ** (mu + lam) * cdf(eta * z) + (h / s) ** (mu - lam) * cdf(eta * (z - 2 * lam * sd)))
    over = x > h
    return {
        ("down", "in", "call"): C + E if over else A - B + D + E,
        ("up", "in", "call"): A + E if over else B - C + D + E,
        ("down", "in", "put"): B - C + D + E if over else A + E,
        ("up", "in", "put"): A - B + D + E if over else C + E,
        ("down", "out", "call"): A - C + F if over else B - D + F,
        ("up", "out", "call"): F if over else A - B + C - D + F,
        ("down", "out", "put"): A - B + C - D + F if over else F,
        ("up", "out", "put"): B - D + F if over else A - C + F,
    }[direction, knock, side]


def check(case):
    """The value against integrals that do not know the formula."""
    kind, *numbers = case
    s, x, h, rebate, interval, tau, r, q, v = map(mpf, numbers)
    direction, _, knock, side = kind.split("_")
    level = shifted(kind, h, interval, v)
    eta, phi = (1 if direction == "down" else -1), (1 if side == "call" else -1)
    clear = lambda end: 1 - exp(-2 * log(s / level) * log(end / level) / (v * v * tau)) if eta * (end - level) > 0 else mpf(0)
    vanilla = lambda end: max(phi * (end - x), mpf(0))
    total = value(kind, s, x, h, rebate, interval, tau, r, q, v)
    if knock == "in":
        pays = lambda end: vanilla(end) * (1 - clear(end)) + rebate * clear(end)
        check_by_quadrature(total, pays, [x, level], s, tau, r, q, v)
        return
    drift, far = r - q - v * v / 2, log(level / s)
    passage = lambda t: abs(far) / (v * sqrt(2 * pi) * t ** mpf("1.5")) * exp(-((far - drift * t) ** 2) / (2 * v * v * t))
    touch = rebate * quad(lambda t: exp(-r * t) * passage(t), [tau * mpf(2) ** -k for k in range(24, -1, -1)])
    pays = lambda end: vanilla(end) * clear(end)
    check_by_quadrature(total - touch, pays, [x, level], s, tau, r, q, v)


KINDS = [f"{d}_and_{k}_{side}" for d in ("up", "down") for k in ("in", "out") for side in ("call", "put")]


def rows():
    draw = random.Random(19910909)
    short = lambda x: float(f"{x:.6g}")
    made = 0
    while made < 400:
        kind = KINDS[made % 8]
        tau, v = short(10 ** draw.uniform(-6, math.log10(10))), short(10 ** draw.uniform(math.log10(0.02), 0))
        s, r, q = short(10 ** draw.uniform(0, 3)), short(draw.choice([draw.uniform(-0.05, 0), draw.uniform(0, 0.2), 0.0])), short(draw.uniform(0, 0.1))
        sd = v * math.sqrt(tau)
        sign = 1 if kind.startswith("up") else -1
        # The barrier so many standard deviations away: mostly a few, sometimes next to nothing.
        away = draw.choice([draw.uniform(0.05, 4), draw.uniform(0.05, 4), 10 ** draw.uniform(-5, -1), draw.uniform(4, 12)])
        interval = draw.choice([0.0, 0.0, short(tau / draw.randint(2, 50))])
        h = short(s * math.exp(sign * min(4.0, away * sd)))
        k = short(s * math.exp(max(-4.0, min(4.0, draw.uniform(-3, 3) * sd))))
        rebate = draw.choice([0.0, short(s * draw.uniform(0.01, 0.2))])
        if sign * (h - s) <= 0 or (r - q) ** 2 * tau > 100 * v * v:
            continue
        made += 1
        yield kind, s, k, h, rebate, interval, tau, r, q, v


if __name__ == "__main__":
    for n, kind in enumerate(KINDS):
        for x in (92.0, 103.0, 115.0):
            check((kind, 100.0, x, 110.0 if kind.startswith("up") else 95.0, 3.0, 0.0 if n % 2 else 0.01, 0.7, 0.05, 0.02, 0.3))
        check((kind, 100.0, 98.0, 104.0 if kind.startswith("up") else 97.0, 2.0, 0.0, 2.5, -0.03, 0.01, 0.15))
    print("kind,spot,strike,level,rebate,interval,tau,rate,dividend_yield,volatility,value,delta,gamma,theta,vega,vanna,volga")
    for kind, *numbers in rows():
        s, k, h, rebate, interval, tau, r, q, v = map(mpf, numbers)
        f = lambda s, tau, v: value(kind, s, k, h, rebate, interval, tau, r, q, v)
        results = greeks_of(f, s, tau, v)
        print(",".join([kind] + [repr(x) for x in numbers] + [repr(float(x)) for x in results]))
