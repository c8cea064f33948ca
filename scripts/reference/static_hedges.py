"""Makes the tables of crates/portfolio/tests/data: scenarios, and static hedges on them with 60 digits.

Usage: python3 static_hedges.py DIRECTORY        (needs mpmath, numpy and cvxpy)

scenarios.csv: 40 scenarios of nine instruments (a share, a riskless bond, calls at 90, 100, 110 expiring
6 and 27 days after the horizon, and the put at 100 that parity makes of three of them) and of what a
book of seven options owes. The numbers are exactly the 64-bit floats printed.

least_squares.csv: name,index,value of these floats
- singular: singular values, largest first;
- minimum_norm: the positions with the least norm, singular values below 40 eps of the largest left out;
- rms: the root mean square of their error;
- hilbert_singular: singular values of the 10 x 6 matrix of floats 1/(i + j + 1).

limits.csv: name,index,value: price of each instrument 15 days before; cost of a unit bought and sold;
largest position, long or short.

capped.csv: name,index,value of hedges within these limits, by all instruments but the put
- bounded: positions of least root mean square; bounded_rms: that;
- cost_C: least cost with a root mean square of at most C times bounded_rms; positions_C: the positions;
- entry_*: the same with prices times positions between -ENTRY and ENTRY besides.
Which positions are 0, at a bound or between is found by cvxpy; the optimality conditions are then solved
with 60 digits, and checked.
"""
import sys
from pathlib import Path

import cvxpy as cp
import numpy as np
from mpmath import erfc, erfinv, exp, log, lu_solve, matrix, mp, mpf, norm, sqrt, svd_r

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


PRICES = [mpf(100), exp(-RATE * 15 / 252)]
PRICES += [call(mpf(100), k, days + 15) for days in (6, 27) for k in (90, 100, 110)]
PRICES = [float(x) for x in PRICES]
BUY = [0.01, 0.0] + [round(0.02 + 0.01 * p, 3) for p in PRICES[2:]]
SELL = [0.015, 0.0] + [round(0.03 + 0.01 * p, 3) for p in PRICES[2:]]
LARGEST = [60.0, 3000.0] + [75.0] * 6
ENTRY = 223.5
CAPS = ("1.05", "1.4", "3")


class Hedge:
    """min cost or risk, by cvxpy for the pattern and by the optimality conditions for the digits."""

    def __init__(self, m, owed, cap, entry):
        self.m, self.owed, self.entry = m, owed, entry
        self.cap = None if cap is None else cap * sqrt(mpf(SCENARIOS))
        self.n = len(PRICES)
        self.x = self.rough()
        self.x = self.exact()

    def rough(self):
        a, b = np.array(self.m.tolist(), dtype=float), np.array(self.owed.tolist(), dtype=float)[:, 0]
        scale = np.linalg.norm(a, axis=0)
        u = cp.Variable(self.n)
        x = cp.multiply(1 / scale, u)
        size = np.linalg.norm(b)
        limits = [cp.abs(x) <= np.array(LARGEST)]
        if self.entry:
            limits.append(cp.abs(np.array(PRICES) @ x) <= ENTRY)
        error = cp.norm((a / scale) @ u / size - b / size)
        if self.cap is None:
            goal = error
        else:
            unit = size / float(self.cap)
            limits.append(unit * error <= 1)
            goal = cp.sum(cp.multiply(np.array(BUY), cp.pos(x)) + cp.multiply(np.array(SELL), cp.neg(x)))
        problem = cp.Problem(cp.Minimize(goal), limits)
        problem.solve(solver=cp.CLARABEL, tol_gap_abs=1e-11, tol_gap_rel=1e-11, tol_feas=1e-11)
        return x.value

    def exact(self):
        free, fixed, slopes = [], {}, []
        for j, x in enumerate(self.x):
            costs = self.cap is not None and BUY[j] + SELL[j] > 0
            if LARGEST[j] - abs(x) < 1e-6 * LARGEST[j]:
                fixed[j] = mpf(LARGEST[j]) * (1 if x > 0 else -1)
            elif costs and abs(x) < 1e-6:
                fixed[j] = mpf(0)
            else:
                free.append(j)
                slopes.append((mpf(BUY[j]) if x > 0 else -mpf(SELL[j])) if costs else mpf(0))
        paid = sum(p * x for p, x in zip(PRICES, self.x))
        bound = mpf(ENTRY) * (1 if paid > 0 else -1) if self.entry and ENTRY - abs(paid) < 1e-5 else None
        a = matrix([[self.m[i, j] for j in free] for i in range(SCENARIOS)])
        left = self.owed - sum((self.m[:, j] * x for j, x in fixed.items()), matrix(SCENARIOS, 1))
        k, rows = len(free), len(free) + (bound is not None)
        kkt, base, pull = matrix(rows, rows), matrix(rows, 1), matrix(rows, 1)
        normal, moment = a.T * a, a.T * left
        for i in range(k):
            base[i], pull[i] = moment[i], -slopes[i]
            for j in range(k):
                kkt[i, j] = normal[i, j]
        if bound is not None:
            for i in range(k):
                kkt[i, k] = kkt[k, i] = mpf(PRICES[free[i]])
            base[k] = bound - sum(mpf(PRICES[j]) * x for j, x in fixed.items())
        at, along = lu_solve(kkt, base), lu_solve(kkt, pull)
        price = mpf(0)
        if self.cap is not None:  # |a (at + price along) - left| = cap
            e, d = a * at[:k] - left, a * along[:k]
            square, cross, rest = (d.T * d)[0], (e.T * d)[0], (e.T * e)[0] - self.cap**2
            price = (-cross + sqrt(cross**2 - square * rest)) / square
        solved = at + price * along
        x = [fixed.get(j, mpf(0)) for j in range(self.n)]
        for place, j in enumerate(free):
            x[j] = solved[place]
        self.check(x, price, solved[k] if bound is not None else mpf(0), bound, fixed)
        return x

    def check(self, x, price, weight, bound, fixed):
        """The optimality conditions: signs of multipliers, and limits."""
        error = self.m * matrix(x) - self.owed
        gradient = self.m.T * error
        assert price >= 0 and (bound is None or weight * bound >= 0)
        for j, there in enumerate(x):
            pull = gradient[j] + weight * mpf(PRICES[j])
            buy, sell = price * mpf(BUY[j]), price * mpf(SELL[j])
            assert abs(there) <= mpf(LARGEST[j])
            if j not in fixed:
                assert abs(pull + (buy if there > 0 else -sell)) < mpf(10) ** -25, (j, pull)
            elif there == 0:
                assert -buy < pull < sell, (j, pull)
            else:
                assert (pull + buy < 0) if there > 0 else (pull - sell > 0), (j, pull)
        if self.entry:
            assert abs(sum(mpf(p) * y for p, y in zip(PRICES, x))) <= ENTRY * (1 + mpf(10) ** -30)

    def rms(self):
        return norm(self.m * matrix(self.x) - self.owed) / sqrt(mpf(SCENARIOS))

    def cost(self):
        return sum(x * mpf(BUY[j]) if x > 0 else -x * mpf(SELL[j]) for j, x in enumerate(self.x))


def capped(m, owed):
    table = []
    for prefix, entry in (("", False), ("entry_", True)):
        bounded = Hedge(m, owed, None, entry)
        table += [(f"{prefix}bounded", j, x) for j, x in enumerate(bounded.x)]
        table.append((f"{prefix}bounded_rms", 0, bounded.rms()))
        for cap in CAPS:
            hedge = Hedge(m, owed, mpf(cap) * bounded.rms(), entry)
            table.append((f"{prefix}cost_{cap}", 0, hedge.cost()))
            table += [(f"{prefix}positions_{cap}", j, x) for j, x in enumerate(hedge.x)]
    return table


def write(path, table):
    lines = ["name,index,value"] + [f"{name},{i},{float(x)!r}" for name, i, x in table]
    path.write_text("\n".join(lines) + "\n")


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
    write(directory / "least_squares.csv", table)

    limits = [("price", PRICES), ("buy", BUY), ("sell", SELL), ("largest", LARGEST)]
    write(directory / "limits.csv", [(name, j, x) for name, xs in limits for j, x in enumerate(xs)])
    write(directory / "capped.csv", capped(m[:, :8], owed))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
