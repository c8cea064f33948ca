"""Makes asian_monte_carlo.csv: values of calls on an arithmetic average by Monte Carlo, the geometric average as control.

Usage: python3 asian_monte_carlo.py > asian_monte_carlo.csv        (needs numpy; about two minutes)

Columns: spot,strike,number,tau,rate,dividend_yield,volatility,value,standard_error. Fixings at tau/n, 2 tau/n, ..., tau. Paths are
antithetic; the value is E[a - c] + c0 with a the discounted payoff of the arithmetic average, c that of the geometric, whose
value c0 is known (Kemna and Vorst 1990).
"""
import math

import numpy as np

SPOT, RATE, YIELD = 100.0, 0.05, 0.02
BATCHES, PAIRS = 40, 50_000


def cdf(x):
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def geometric(strike, number, tau, volatility):
    step = tau / number
    mean = math.log(SPOT) + (RATE - YIELD - volatility ** 2 / 2) * step * (number + 1) / 2
    pairs = sum((2 * (number - j) + 1) * j for j in range(1, number + 1))
    variance = volatility ** 2 * step * pairs / number ** 2
    d2 = (mean - math.log(strike)) / math.sqrt(variance)
    forward = math.exp(mean + variance / 2)
    return math.exp(-RATE * tau) * (forward * cdf(d2 + math.sqrt(variance)) - strike * cdf(d2))


def batch(generator, number, tau, volatility):
    step = tau / number
    normals = generator.standard_normal((number, PAIRS))
    walk = np.cumsum(np.sqrt(step) * volatility * normals, axis=0)
    drift = ((RATE - YIELD - volatility ** 2 / 2) * step * np.arange(1, number + 1))[:, None] + math.log(SPOT)
    logs = np.stack([drift + walk, drift - walk])
    return np.exp(logs).mean(axis=1), np.exp(logs.mean(axis=1))


if __name__ == "__main__":
    print("spot,strike,number,tau,rate,dividend_yield,volatility,value,standard_error")
    for number, tau in ((12, 0.25), (12, 1.0), (50, 1.0), (24, 2.0)):
        for volatility in (0.1, 0.2, 0.3, 0.5, 0.8):
            generator = np.random.Generator(np.random.PCG64([1990, number, int(100 * tau), int(100 * volatility)]))
            strikes = [80.0, 90.0, 100.0, 110.0, 120.0]
            differences = {strike: [] for strike in strikes}
            for _ in range(BATCHES):
                arithmetic, control = batch(generator, number, tau, volatility)
                for strike in strikes:
                    gain = np.maximum(arithmetic - strike, 0.0) - np.maximum(control - strike, 0.0)
                    differences[strike].append(math.exp(-RATE * tau) * gain.mean())
            for strike in strikes:
                value = np.mean(differences[strike]) + geometric(strike, number, tau, volatility)
                error = np.std(differences[strike], ddof=1) / math.sqrt(BATCHES)
                print(f"{SPOT},{strike},{number},{tau},{RATE},{YIELD},{volatility},{value:.6f},{error:.1e}")
