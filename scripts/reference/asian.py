"""Makes asian.csv: values and Greeks of Asian options under Black-Scholes.

Usage: python3 asian.py > asian.csv        (needs mpmath)

Columns: kind,spot,strike,number,past,accrued,elapsed,tau,rate,dividend_yield,volatility,value,delta,gamma,theta,vega,vanna,volga.
number is that of equally spaced fixings from entry to expiry, 0 for all spots; past the weight of the average before entry, in
fixings or years; accrued the part of the final average that is fixed: sum of w S, geometric: of w ln S. Geometric averages are
lognormal: exact. An arithmetic average's part to come is taken as lognormal with its exact mean and variance, which are sums
over pairs of fixings, or Levy's (1992) integrals of them, checked by quadrature. Greeks are numerical derivatives with 60 digits
at the 64-bit floats printed; theta is by calendar time, with the average of all spots accruing at the present spot.
"""
import math
import random

from mpmath import mp, mpf, exp, log, sqrt, erfc, floor, quad

from numerical import greeks_of

mp.dps = 60


def cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def black(w, forward, strike, sd, discount):
    d2 = log(forward / strike) / sd - sd / 2
    return discount * w * (forward * cdf(w * (d2 + sd)) - strike * cdf(w * d2))


def fixings(number, past, elapsed, tau):
    """Weight of a fixing and the times to those that are left."""
    maturity = elapsed + tau
    times = [j * maturity / number - elapsed for j in range(1, number + 1)]
    return 1 / (past + number), [t for t in times if t > mpf(10) ** -20]


def geometric(w, s, k, number, past, accrued, elapsed, tau, r, q, v):
    if number:
        share, times = fixings(number, past, elapsed, tau)
        weight, mean_time = share * len(times), share * sum(times)
        pairs = share * share * sum(min(a, b) for a in times for b in times)
    else:
        share = 1 / (past + elapsed + tau)
        weight, mean_time, pairs = share * tau, share * tau * tau / 2, share * share * tau ** 3 / 3
    mean = accrued + weight * log(s) + (r - q - v * v / 2) * mean_time
    variance = v * v * pairs
    return black(w, exp(mean + variance / 2), k, sqrt(variance), exp(-r * tau))


def moments(s, number, past, elapsed, tau, b, v):
    if number:
        share, times = fixings(number, past, elapsed, tau)
        first = sum(exp(b * t) for t in times)
        second = sum(exp(b * (a + c) + v * v * min(a, c)) for a in times for c in times)
        return s * share * first, s * s * share * share * second
    share = 1 / (past + elapsed + tau)
    first = (exp(b * tau) - 1) / b
    second = 2 / (b + v * v) * ((exp((2 * b + v * v) * tau) - 1) / (2 * b + v * v) - first)
    return s * share * first, s * s * share * share * second


def arithmetic(w, s, k, number, past, accrued, elapsed, tau, r, q, v):
    first, second = moments(s, number, past, elapsed, tau, r - q, v)
    left = k - accrued
    if left <= 0:
        return exp(-r * tau) * (first - left) if w > 0 else mpf(0)
    return black(w, first, left, sqrt(log(second / first ** 2)), exp(-r * tau))


def value(kind, *numbers):
    formula = geometric if "geometric" in kind else arithmetic
    return formula(1 if kind.endswith("call") else -1, *numbers)


def check_moments():
    s, tau, b, v = mpf(100), mpf("0.7"), mpf("0.04"), mpf("0.35")
    first, second = moments(s, 0, mpf("0.2"), mpf("0.1"), tau, b, v)
    share = s / (mpf("0.2") + mpf("0.1") + tau)
    assert abs(first - share * quad(lambda t: exp(b * t), [0, tau])) < mpf(10) ** -30
    inner = lambda t: exp(b * t) * quad(lambda u: exp((b + v * v) * u), [0, t])
    assert abs(second - 2 * share ** 2 * quad(inner, [0, tau])) < mpf(10) ** -25


def rows():
    kinds = [f"asian_{mean}_{side}" for mean in ("geometric", "arithmetic") for side in ("call", "put")]
    draw = random.Random(19920615)
    short = lambda x: float(f"{x:.6g}")
    for n in range(240):
        kind = kinds[n % 4]
        maturity = short(10 ** draw.uniform(-3, math.log10(6)))
        elapsed = draw.choice([0.0, short(maturity * draw.uniform(0, 0.99))])
        tau = maturity - elapsed
        number = draw.choice([0, 0, 1, 4, 12, 50])
        # Not on a fixing, where the derivative to time is one-sided.
        if number and elapsed and abs(elapsed * number / maturity - round(elapsed * number / maturity)) < 1e-3:
            continue
        v = short(10 ** draw.uniform(math.log10(0.02), math.log10(0.9)))
        if v * math.sqrt(tau) > 1.9:
            continue
        s, r, q = short(10 ** draw.uniform(0, 3)), short(draw.uniform(-0.05, 0.2)), short(draw.uniform(0, 0.1))
        past = draw.choice([0.0, 0.0, short(draw.uniform(0.1, 2) * (number or maturity))])
        seen = past + (math.floor(elapsed * number / maturity) if number else elapsed)
        share = seen / (past + (number or maturity))
        average = s * math.exp(draw.uniform(-2, 2) * v * math.sqrt(maturity))
        accrued = short(share * (average if "arithmetic" in kind else math.log(average)))
        middle = share * average + (1 - share) * s
        k = short(middle * math.exp(draw.uniform(-3, 3) * v * math.sqrt(tau / 3) * (1 - share)))
        if draw.random() < 0.1 and share > 0.3:
            k = short(0.8 * share * average)  # the strike is exceeded already
        yield kind, s, k, number, past, accrued, elapsed, tau, r, q, v


if __name__ == "__main__":
    check_moments()
    print("kind,spot,strike,number,past,accrued,elapsed,tau,rate,dividend_yield,volatility,value,delta,gamma,theta,vega,vanna,volga")
    for kind, *numbers in rows():
        number = numbers[2]
        s, k, _, past, accrued, elapsed, tau, r, q, v = map(mpf, numbers)

        def at(spot, left, vol):
            passed = tau - left
            rate = 0 if number else 1 / (past + elapsed + tau)
            gathered = accrued + passed * rate * (spot if "arithmetic" in kind else log(spot))
            return value(kind, spot, k, number, past, gathered, elapsed + passed, left, r, q, vol)

        results = greeks_of(at, s, tau, v)
        print(",".join([kind] + [repr(x) for x in numbers] + [repr(float(x)) for x in results]))
