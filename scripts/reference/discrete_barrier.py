"""Makes discrete_barrier.csv: values of down-and-out calls whose barrier is looked at a number of times.

Usage: python3 discrete_barrier.py > discrete_barrier.csv        (needs numpy and scipy)

Columns: spot,strike,level,dates,tau,rate,volatility,value. Backward induction from date to date: each step is an integral over
the lognormal spot of the next date, on the living side of the barrier, by Simpson's rule in the logarithm; the step before
expiry is Black and Scholes's formula. Two grids agree within 1e-6. The setting is that of Broadie, Glasserman and Kou (1997),
who print the same values to three decimals.
"""
import numpy as np
from scipy.signal import fftconvolve
from scipy.stats import norm


def value(s, k, level, dates, tau, r, v, points):
    assert level <= k
    dt = tau / dates
    sd, drift = v * np.sqrt(dt), (r - v * v / 2) * dt
    h = sd / points
    count = int((np.log(s / level) + 9 * v * np.sqrt(tau)) / h) // 2 * 2 + 1
    x = np.log(level) + h * np.arange(count)
    weights = np.full(count, 2.0)
    weights[1::2] = 4.0
    weights[[0, -1]] = 1.0
    weights *= h / 3
    d2 = (x - np.log(k) + drift) / sd
    now = np.exp(x) * norm.cdf(d2 + sd) - k * np.exp(-r * dt) * norm.cdf(d2)
    density = norm.pdf((np.arange(-(count - 1), count) * h - drift) / sd) / sd
    for _ in range(dates - 2):
        now = np.exp(-r * dt) * fftconvolve(weights * now, density[::-1])[count - 1:2 * count - 1]
    return np.exp(-r * dt) * np.sum(weights * now * norm.pdf((x - np.log(s) - drift) / sd) / sd)


if __name__ == "__main__":
    print("spot,strike,level,dates,tau,rate,volatility,value")
    for dates, tau in ((50, 0.2), (25, 0.2), (250, 1.0)):
        for level in (85.0, 88.0, 91.0, 93.0, 95.0, 97.0, 98.0, 99.0):
            coarse, fine = (value(100.0, 100.0, level, dates, tau, 0.1, 0.3, points) for points in (20, 30))
            assert abs(coarse - fine) < 1e-6, (coarse, fine)
            print(f"100.0,100.0,{level},{dates},{tau},0.1,0.3,{fine:.7f}")
