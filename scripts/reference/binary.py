"""Makes binary.csv: values and Greeks of cash- and asset-or-nothing options under Black-Scholes.

Usage: python3 binary.py > binary.csv        (needs mpmath)

Columns: kind,spot,strike,cash,tau,rate,dividend_yield,volatility,value,delta,gamma,theta,vega,vanna,volga;
cash is 0 for asset-or-nothing. Values are integrals of the payoff's closed form, Greeks numerical derivatives of the value,
both with 60 digits at the 64-bit floats printed; theta = dV/dt = -dV/dtau per year.
"""
import math
import random

from mpmath import mp, mpf, exp, log, sqrt, erfc

from numerical import greeks_of, check_by_quadrature

mp.dps = 60


def cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def value(kind, s, k, cash, tau, r, q, v):
    sd = v * sqrt(tau)
    d2 = (log(s / k) + (r - q) * tau) / sd - sd / 2
    w = 1 if kind.endswith("call") else -1
    if kind.startswith("cash"):
        return cash * exp(-r * tau) * cdf(w * d2)
    return s * exp(-q * tau) * cdf(w * (d2 + sd))


def payoff(kind, k, cash):
    w = 1 if kind.endswith("call") else -1
    return lambda s: (cash if kind.startswith("cash") else s) if w * (s - k) > 0 else mpf(0)


def rows():
    kinds = [f"{pays}_or_nothing_{side}" for pays in ("cash", "asset") for side in ("call", "put")]
    draw = random.Random(19910411)
    short = lambda x: float(f"{x:.6g}")
    for n in range(160):
        tau, v = short(10 ** draw.uniform(-7, math.log10(20))), short(10 ** draw.uniform(math.log10(0.01), math.log10(2)))
        s, r, q = short(10 ** draw.uniform(0, 3)), short(draw.uniform(-0.05, 0.2)), short(draw.uniform(0, 0.1))
        # The strike so many standard deviations away: mostly near, sometimes far, sometimes the spot itself.
        d = draw.choice([draw.uniform(-3, 3), draw.uniform(-3, 3), draw.uniform(-20, 20), 0.0])
        k = short(s * math.exp(max(-4.0, min(4.0, d * v * math.sqrt(tau)))))
        kind = kinds[n % 4]
        yield kind, s, k, short(10 ** draw.uniform(-1, 3)) if kind.startswith("cash") else 0.0, tau, r, q, v


if __name__ == "__main__":
    for case in (("cash_or_nothing_call", 100.0, 95.0, 10.0, 0.75, 0.06, 0.02, 0.35),
                 ("asset_or_nothing_put", 70.0, 65.0, 0.0, 2.5, -0.02, 0.05, 0.27)):
        kind, s, k, cash, *rest = case
        check_by_quadrature(value(kind, *map(mpf, case[1:])), payoff(kind, mpf(k), mpf(cash)), [mpf(k)], mpf(s), *map(mpf, rest))
    print("kind,spot,strike,cash,tau,rate,dividend_yield,volatility,value,delta,gamma,theta,vega,vanna,volga")
    for kind, *numbers in rows():
        f = lambda s, tau, v: value(kind, s, mpf(numbers[1]), mpf(numbers[2]), tau, mpf(numbers[4]), mpf(numbers[5]), v)
        results = greeks_of(f, mpf(numbers[0]), mpf(numbers[3]), mpf(numbers[6]))
        print(",".join([kind] + [repr(x) for x in numbers] + [repr(float(x)) for x in results]))
