"""Makes hedging_theory.csv: what hedging one option at intervals is expected to leave, trade and earn.

Usage: python3 hedging_theory.py > hedging_theory.csv        (needs mpmath; some minutes)

Everything is computed from its definition: expectations over the lognormal spot by adaptive
quadrature, hedge ratios from the Black-Scholes formula, gamma as its derivative. Columns:
payoff,spot,strike,maturity,rate,dividend_yield,drift,volatility,hedge_volatility,interval, then
- g: sqrt(T/2 * integral of E[(v^2 S^2 Gamma exp(r (T - t)))^2]), gamma at v: the root-mean-square P&L
  at expiry of N rehedges is g/sqrt(N);
- profit: exp(r T) * (V(w) - V(v) + (v^2 - w^2)/2 * integral of exp(-r t) E[S^2 Gamma_w]), w the
  hedge's volatility: expected P&L at expiry of the option bought at v and hedged at w;
- cost_integral: integral of E[S^2 Gamma_w]; impact_integral: integral of E[S (S Gamma_w)^1.5];
- notional, shares, three_halves: sums over the trades at interval, 2 interval, ... before expiry of
  E[S |q|], E[|q|] and E[S |q|^1.5];
- unwind_notional, unwind_three_halves: the same of the holding that is sold at expiry.
"""
from mpmath import erfc, exp, findroot, log, mp, mpf, pi, quad, sqrt

mp.dps = 18


def cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def pdf(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


LEGS = {"call": (1, 0), "put": (0, 1), "straddle": (1, 1)}


class Option:
    def __init__(self, payoff, spot, strike, maturity, rate, dividend, drift, vol, hedge_vol, interval):
        self.calls, self.puts = LEGS[payoff]
        self.s, self.k, self.t, self.r, self.q = spot, strike, maturity, rate, dividend
        self.mu, self.v, self.w, self.dt = drift, vol, hedge_vol, interval

    def d1(self, s, tau, w):
        return (log(s / self.k) + (self.r - self.q + w * w / 2) * tau) / (w * sqrt(tau))

    def delta(self, s, tau, w):
        d1 = self.d1(s, tau, w)
        return exp(-self.q * tau) * (self.calls * cdf(d1) - self.puts * cdf(-d1))

    def gamma(self, s, tau, w):
        return (self.calls + self.puts) * exp(-self.q * tau) * pdf(self.d1(s, tau, w)) / (s * w * sqrt(tau))

    def value(self, w):
        d1 = self.d1(self.s, self.t, w)
        d2 = d1 - w * sqrt(self.t)
        forward, strike = self.s * exp(-self.q * self.t), self.k * exp(-self.r * self.t)
        call = forward * cdf(d1) - strike * cdf(d2)
        put = strike * cdf(-d2) - forward * cdf(-d1)
        return self.calls * call + self.puts * put

    def at(self, t, z):
        return self.s * exp((self.mu - self.v**2 / 2) * t + self.v * sqrt(t) * z)

    def money(self, t, w):
        """The normal number of the spot at which d1 is zero, and the width of d1 in normal numbers."""
        tau = self.t - t
        x = log(self.k) - (self.r - self.q + w * w / 2) * tau
        m, sd = log(self.s) + (self.mu - self.v**2 / 2) * t, self.v * sqrt(t)
        return (x - m) / sd, w * sqrt(tau) / sd

    def over_spots(self, f, t, w, extra=0):
        if t == 0:
            return f(self.s)
        centre, width = self.money(t, w)
        width += extra / (self.v * sqrt(t))
        inner = [centre + width * j for j in (-8, -4, -2, -1, 0, 1, 2, 4, 8)]
        points = sorted(set([mpf(-9), mpf(-3), mpf(0), mpf(3), mpf(9)] + [p for p in inner if -9 < p < 9]))
        return quad(lambda z: f(self.at(t, z)) * pdf(z), points, method="gauss-legendre", maxdegree=3)

    def over_life(self, f):
        """Of f(t, tau); u with tau = T u^4 takes the singularity at expiry away."""
        g = lambda u: f(self.t * (1 - u**4), self.t * u**4) * 4 * self.t * u**3
        points = [mpf(x) for x in ("0", "0.1", "0.25", "0.5", "0.75", "1")]
        return quad(g, points, method="gauss-legendre", maxdegree=3)

    def moment(self, w, spot_power, power, weight):
        inner = lambda t, tau: weight(t, tau) * self.over_spots(
            lambda s: s**spot_power * (s * self.gamma(s, tau, w)) ** power, t, w
        )
        return self.over_life(inner)

    def trade(self, t):
        """E[S |q|], E[|q|], E[S |q|^1.5] of the trade at t + dt."""
        tau, later = self.t - t, self.t - t - self.dt
        sd = self.v * sqrt(self.dt)
        move = lambda s, z: s * exp((self.mu - self.v**2 / 2) * self.dt + sd * z)

        def given(s, a, p):
            held = self.delta(s, tau, self.w)
            miss = lambda z: self.delta(move(s, z), later, self.w) - held
            root = bisect(miss, mpf(-9), mpf(9))
            f = lambda u, side: 2 * u * move(s, root + side * u * u) ** a * abs(miss(root + side * u * u)) ** p * pdf(root + side * u * u)
            total = mpf(0)
            for side, end in ((1, 9 - root), (-1, root + 9)):
                if end > 0:
                    e = sqrt(end)
                    total += quad(lambda u: f(u, side), [0, e / 4, e / 2, e], method="gauss-legendre", maxdegree=3)
            return total

        return [self.over_spots(lambda s: given(s, a, p), t, self.w, sd) for a, p in ((1, 1), (0, 1), (1, mpf(3) / 2))]

    def row(self):
        growth = exp(self.r * self.t)
        g2 = self.moment(self.v, 2, 2, lambda t, tau: exp(2 * self.r * tau)) * self.v**4 * self.t / 2
        discounted = self.moment(self.w, 1, 1, lambda t, tau: exp(-self.r * t))
        profit = growth * (self.value(self.w) - self.value(self.v) + (self.v**2 - self.w**2) / 2 * discounted)
        cost = self.moment(self.w, 1, 1, lambda t, tau: 1)
        impact = self.moment(self.w, 1, mpf(3) / 2, lambda t, tau: 1)
        trades, n = [mpf(0)] * 3, 0
        while (n + 1) * self.dt < self.t - self.dt / 1000:
            trades = [x + y for x, y in zip(trades, self.trade(n * self.dt))]
            n += 1
        last = n * self.dt
        growth = exp(self.mu * (self.t - last))
        unwind = [
            growth * self.over_spots(lambda s: s * abs(self.delta(s, self.t - last, self.w)) ** p, last, self.w)
            for p in (1, mpf(3) / 2)
        ]
        return [sqrt(g2), profit, cost, impact] + trades + unwind


def bisect(f, low, high):
    if f(low) > 0 or f(high) < 0:
        return low if f(low) > 0 else high
    for _ in range(64):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) < 0 else (low, middle)
    return low


ROWS = [
    ("call", 100.0, 100.0, 0.25, 0.05, 0.0, 0.05, 0.2, 0.2, 0.0625),
    ("call", 100.0, 112.0, 0.5, 0.03, 0.02, 0.15, 0.25, 0.2, 0.15),
    ("put", 90.0, 84.0, 0.75, 0.06, 0.01, -0.05, 0.15, 0.22, 0.25),
    ("straddle", 100.0, 96.0, 0.4, 0.02, 0.03, 0.1, 0.3, 0.3, 0.08),
]

if __name__ == "__main__":
    print(
        "payoff,spot,strike,maturity,rate,dividend_yield,drift,volatility,hedge_volatility,interval,"
        "g,profit,cost_integral,impact_integral,notional,shares,three_halves,unwind_notional,unwind_three_halves"
    )
    for row in ROWS:
        values = Option(row[0], *[mpf(x) for x in row[1:]]).row()
        print(",".join([row[0]] + [repr(x) for x in row[1:]] + [repr(float(x)) for x in values]), flush=True)
