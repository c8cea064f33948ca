"""Makes the tables of crates/portfolio/tests/data: scenarios, and least squares on them with 60 digits.

Usage: python3 static_hedges.py DIRECTORY        (needs mpmath)

scenarios.csv: 40 scenarios of nine instruments (a share, a riskless bond, calls at 90, 100, 110 expiring
6 and 27 days after the horizon, and the put at 100 that parity makes of three of them) and of what a
book of seven options owes. The numbers are exactly the 64-bit floats printed.

least_squares.csv: name,index,value of these floats
- singular: singular values, largest first;
- minimum_norm: the positions with the least norm, singular values below 40 eps of the largest left out;
- rms: the root mean square of their error;
- hilbert_singular: singular values of the 10 x 6 matrix of floats 1/(i + j + 1).
"""
import sys
from pathlib import Path

from mpmath import erfc, erfinv, exp, log, matrix, mp, mpf, norm, sqrt, svd_r

mp.dps = 60
RATE, VOLATILITY, SCENARIOS = mpf("0.05"), mpf("0.2"), 40


def cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def call(s, k, days, v=VOLATILITY):
    tau = mpf(days) / 252
    sd = v * sqrt(tau)
    d1 = (log(s / k) + RATE * tau) / sd + sd / 2
    return s * cdf(d1) - k * exp(-RATE * tau) * cdf(d1 - sd)


def put(s, k, days, v=VOLATILITY):
    return call(s, k, days, v) - s + k * exp(-RATE * mpf(days) / 252)


def scenario(index):
    horizon = mpf(15) / 252
    z = sqrt(mpf(2)) * erfinv(2 * (mpf(index) + mpf("0.5")) / SCENARIOS - 1)
    s = 100 * exp((mpf("0.1") - VOLATILITY**2 / 2) * horizon + VOLATILITY * sqrt(horizon) * z)
    instruments = [s, mpf(1)] + [call(s, k, days) for days in (6, 27) for k in (90, 100, 110)] + [put(s, 100, 27)]
    owed = 40 * put(s, 95, 12) - 25 * call(s, 105, 20) + 60 * call(s, 98, 45) - 10 * put(s, 80, 100)
    owed += 33 * call(s, 120, 70) + 12 * put(s, 103, 33) - 20 * call(s, 92, 9)
    return [float(x) for x in instruments + [owed]]


def svd(a):
    u, s, v = svd_r(a)
    return u, [s[i] for i in range(len(s))], v


def main(directory):
    rows = [scenario(index) for index in range(SCENARIOS)]
    names = ["share", "bond"] + [f"call_{k}_{d}" for d in (6, 27) for k in (90, 100, 110)] + ["put_100_27", "owed"]
    lines = [",".join(names)] + [",".join(map(repr, row)) for row in rows]
    (directory / "scenarios.csv").write_text("\n".join(lines) + "\n")

    m = matrix([[mpf(x) for x in row[:-1]] for row in rows])
    owed = matrix([mpf(row[-1]) for row in rows])
    u, s, v = svd(m)
    along = u.T * owed
    table = [("singular", i, x) for i, x in enumerate(s)]
    kept = [i for i in range(len(s)) if s[i] > SCENARIOS * mpf(2) ** -52 * s[0]]
    least = matrix([sum(v[i, j] * along[i] / s[i] for i in kept) for j in range(len(s))])
    table += [("minimum_norm", j, x) for j, x in enumerate(least)]
    table.append(("rms", 0, norm(m * least - owed) / sqrt(mpf(SCENARIOS))))
    _, s, _ = svd(matrix([[mpf(1.0 / (i + j + 1)) for j in range(6)] for i in range(10)]))
    table += [("hilbert_singular", i, x) for i, x in enumerate(s)]
    lines = ["name,index,value"] + [f"{name},{i},{float(x)!r}" for name, i, x in table]
    (directory / "least_squares.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
