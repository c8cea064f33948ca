"""Makes merton.csv: European calls and puts under Merton's jump diffusion.

Usage: python3 merton.py > merton.csv        (needs mpmath)

Columns: kind,spot,strike,tau,rate,dividend_yield,volatility,jumps_per_year,jump_mean_log,jump_sd_log,value.
Jumps multiply the spot by exp(N(jump_mean_log, jump_sd_log^2)); the drift is compensated, so the
discounted spot with dividends is a martingale and the value is risk-neutral. The inputs are exactly
the 64-bit floats printed; the series is summed with 60 digits and rounded once.
"""
from mpmath import erfc, exp, factorial, log, mp, mpc, mpf, pi, quad, re, sqrt

mp.dps = 60


def cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def merton(kind, s, k, tau, r, q, v, jumps, mean, sd):
    """Black-Scholes values given the number of jumps, weighted with its Poisson probability."""
    w = 1 if kind == "call" else -1
    growth = exp(mean + sd * sd / 2) - 1
    total, n = mpf(0), 0
    while True:
        weight = exp(-jumps * tau) * (jumps * tau) ** n / factorial(n)
        forward = s * exp((r - q - jumps * growth) * tau + n * (mean + sd * sd / 2))
        deviation = sqrt(v * v * tau + n * sd * sd)
        d1 = log(forward / k) / deviation + deviation / 2
        term = weight * w * (forward * cdf(w * d1) - k * cdf(w * (d1 - deviation)))
        total += term
        n += 1
        if n > 2 * jumps * tau * (1 + abs(growth)) + 10 and weight * (forward + k) < mpf(10) ** -55:
            return exp(-r * tau) * total


def call_by_fourier(s, k, tau, r, q, v, jumps, mean, sd):
    """The call from the characteristic function (Lewis's integral)."""
    growth = exp(mean + sd * sd / 2) - 1
    x = log(s / k) + (r - q) * tau

    def integrand(u):
        z = mpc(u, mpf(-1) / 2)
        i = mpc(0, 1)
        psi = i * z * (-v * v / 2 - jumps * growth) - v * v * z * z / 2 + jumps * (exp(i * z * mean - sd * sd * z * z / 2) - 1)
        return re(exp(i * z * x + tau * psi)) / (u * u + mpf(1) / 4)

    end = 12 / (v * sqrt(tau))
    integral = quad(integrand, [end * j / 16 for j in range(17)])
    return s * exp(-q * tau) - k * exp(-r * tau) / pi * integral


# spot, strike, tau, rate, dividend yield, volatility, jumps per year, mean and sd of the log jump
ROWS = [
    (100.0, 100.0, 1.0, 0.05, 0.0, 0.2, 1.0, -0.1, 0.15),
    (100.0, 90.0, 0.25, 0.03, 0.01, 0.15, 3.0, -0.05, 0.08),
    (100.0, 120.0, 0.5, 0.0, 0.0, 0.25, 0.5, 0.2, 0.1),
    (100.0, 100.0, 0.08, 0.05, 0.0, 0.1, 12.0, 0.0, 0.05),
    (100.0, 80.0, 2.0, 0.02, 0.04, 0.3, 0.1, -0.5, 0.25),
    (100.0, 110.0, 5.0, 0.04, 0.02, 0.18, 0.75, -0.12, 0.2),
    (50.0, 45.0, 0.02, 0.1, 0.0, 0.2, 5.0, -0.02, 0.03),
    (100.0, 130.0, 0.1, 0.05, 0.0, 0.1, 0.2, 0.0, 0.2),
    (100.0, 100.0, 1.0, -0.01, 0.0, 0.05, 2.0, 0.03, 0.01),
    (1.0, 1.1, 10.0, 0.03, 0.03, 0.12, 0.3, -0.25, 0.3),
    (100.0, 100.0, 0.5, 0.05, 0.0, 0.2, 0.0, -0.1, 0.15),
    (100.0, 95.0, 1.0, 0.05, 0.02, 0.2, 50.0, -0.01, 0.02),
]


def check():
    for row in (ROWS[0], ROWS[4], ROWS[11]):
        x = [mpf(y) for y in row]
        s, k, tau, r, q = x[:5]
        call, put = merton("call", *x), merton("put", *x)
        assert abs(call - put - s * exp(-q * tau) + k * exp(-r * tau)) < mpf(10) ** -45, row
        mp.dps = 30
        assert abs(call_by_fourier(*x) / call - 1) < mpf(10) ** -20, row
        mp.dps = 60


if __name__ == "__main__":
    check()
    print("kind,spot,strike,tau,rate,dividend_yield,volatility,jumps_per_year,jump_mean_log,jump_sd_log,value")
    for row in ROWS:
        for kind in ("call", "put"):
            value = float(merton(kind, *[mpf(x) for x in row]))
            print(",".join([kind] + [repr(x) for x in row + (value,)]))
