#!/usr/bin/env python3
# Reference timing: a delta hedge with trading costs in vectorised numpy, without attribution.
# Needs numpy. Exit status 3 if it is absent.
# Usage: python3 scripts/reference/numpy_hedge.py [--paths N] [--steps N] [--threads N] ...
"""One short at-the-money European call (premium received at the Black-Scholes price), one year,
hedged at every step from the start with its Black-Scholes delta, unwound at expiry. Every trade of
q shares, the first and the last included, costs

    q S (half_spread + Y sigma_day sqrt(q / ADV)).

Prices are geometric Brownian motion with drift r; cash accrues at r. All arithmetic is in place, in
chunks of paths: 32768 proved fastest, smaller ones pay for more calls, larger ones leave the cache.
Prints wall-clock nanoseconds per path and step, then the mean and standard deviation of the
terminal P&L and the mean cost (as paid)."""

import argparse
import math
import sys
import time
from concurrent.futures import ThreadPoolExecutor

try:
    import numpy as np
except ImportError:
    print("numpy_hedge.py: numpy is not installed (pip install numpy)", file=sys.stderr)
    sys.exit(3)

SPOT = STRIKE = 100.0
VOL, RATE, YEARS = 0.2, 0.03, 1.0
HALF_SPREAD, IMPACT_Y, ADV = 2e-4, 1.0, 1e6
VOL_DAY = VOL / math.sqrt(252.0)

# Hart's rational approximation of the normal tail (algorithm 5666), highest power first.
# In place and in cache it is faster than scipy.special.ndtr, and as accurate.
TAIL_P = (3.52624965998911e-02, 0.700383064443688, 6.37396220353165, 33.912866078383,
          112.079291497871, 221.213596169931, 220.206867912376)
TAIL_Q = (8.83883476483184e-02, 1.75566716318264, 16.064177579207, 86.7807322029461,
          296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752)


def hart_cdf(x, out, a, p):
    """Normal distribution function to about 1e-15 absolute; `a` and `p` are scratch."""
    np.abs(x, out=a)
    np.multiply(a, TAIL_P[0], out=p)
    for c in TAIL_P[1:-1]:
        p += c
        p *= a
    p += TAIL_P[-1]
    np.multiply(a, TAIL_Q[0], out=out)
    for c in TAIL_Q[1:-1]:
        out += c
        out *= a
    out += TAIL_Q[-1]
    p /= out
    a *= a
    a *= -0.5
    np.exp(a, out=a)
    p *= a                       # tail probability beyond |x|
    np.subtract(0.5, p, out=p)
    np.copysign(p, x, out=out)
    out += 0.5


def normal_cdf(x):
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def call_price(spot, strike, years):
    d1 = (math.log(spot / strike) + (RATE + 0.5 * VOL**2) * years) / (VOL * math.sqrt(years))
    d2 = d1 - VOL * math.sqrt(years)
    return spot * normal_cdf(d1) - strike * math.exp(-RATE * years) * normal_cdf(d2)


def hedge_chunk(rng, size, steps):
    """Terminal P&L and total cost of `size` paths."""
    dt = YEARS / steps
    drift, vol_dt = (RATE - 0.5 * VOL**2) * dt, VOL * math.sqrt(dt)
    growth = math.exp(RATE * dt)
    impact = IMPACT_Y * VOL_DAY / math.sqrt(ADV)
    x = np.full(size, math.log(SPOT))
    spot = np.full(size, SPOT)
    cash = np.full(size, call_price(SPOT, STRIKE, YEARS))
    cost, held, target = np.zeros(size), np.zeros(size), np.empty(size)
    a, b, spare = np.empty(size), np.empty(size), np.empty(size)

    def trade():
        """Move from `held` to `target` shares at `spot`."""
        np.subtract(target, held, out=a)
        np.abs(a, out=b)
        np.multiply(a, spot, out=a)
        np.subtract(cash, a, out=cash)
        np.sqrt(b, out=b)
        np.multiply(b, impact, out=b)
        np.add(b, HALF_SPREAD, out=b)
        np.abs(a, out=a)
        np.multiply(a, b, out=a)
        np.subtract(cash, a, out=cash)
        np.add(cost, a, out=cost)

    for step in range(steps + 1):
        if step > 0:
            rng.standard_normal(out=a)
            a *= vol_dt
            a += drift
            x += a
            np.exp(x, out=spot)
            cash *= growth
        if step < steps:
            left = (steps - step) * dt
            scale = 1.0 / (VOL * math.sqrt(left))
            np.multiply(x, scale, out=b)
            b += ((RATE + 0.5 * VOL**2) * left - math.log(STRIKE)) * scale
            hart_cdf(b, target, a, spare)
        else:
            target.fill(0.0)
        trade()
        held, target = target, held
    cash -= np.maximum(spot - STRIKE, 0.0)
    return cash, cost


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--paths", type=int, default=131_072)
    parser.add_argument("--steps", type=int, default=252)
    parser.add_argument("--chunk", type=int, default=32_768, help="paths per chunk")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()

    starts = range(0, args.paths, args.chunk)
    seeds = np.random.SeedSequence(args.seed).spawn(len(starts))

    def one(start, seed):
        rng = np.random.Generator(np.random.PCG64(seed))
        return hedge_chunk(rng, min(args.chunk, args.paths - start), args.steps)

    clock = time.perf_counter()
    if args.threads > 1:
        with ThreadPoolExecutor(args.threads) as pool:
            parts = list(pool.map(one, starts, seeds))
    else:
        parts = [one(start, seed) for start, seed in zip(starts, seeds)]
    pnl = np.concatenate([part[0] for part in parts])
    cost = np.concatenate([part[1] for part in parts])
    clock = time.perf_counter() - clock
    print(f"numpy  {clock * 1e9 / (args.paths * args.steps):.2f} ns per path-step  "
          f"(mean P&L {pnl.mean():.5f}, sd {pnl.std():.5f}, mean cost {cost.mean():.5f})")


if __name__ == "__main__":
    main()
