"""Makes bertsimas_kogan_lo.csv: the limiting root-mean-square error g of a delta-hedged call.

Usage: python3 bertsimas_kogan_lo.py > bertsimas_kogan_lo.csv        (needs mpmath)

A call sold at its Black-Scholes price is delta-hedged at N equally spaced times, cash earning
the rate. Its profit and loss at expiry T (not discounted) has root-mean-square g/sqrt(N) + o(N^-1/2)
(Bertsimas, Kogan and Lo, "When is time continuous?", 2000), where, for spot S0, strike K, drift mu,

  g^2 = T v^2 K^2/(4 pi) * integral over 0 <= a <= pi/2 of exp(-m(a)^2 / (v^2 T (1 + sin a))),
  m(a) = ln(S0/K) + (mu - v^2/2) T sin a + (r - v^2/2) T (1 - sin a).

At finite N the root-mean-square is about g/sqrt(N) * (1 - 0.2/sqrt(N)) (simulated, strikes within
10% of the spot). The discounted profit and loss has g * exp(-r T) instead.

Columns: spot,strike,tau,drift,rate,volatility,g.
"""
from mpmath import cos, exp, log, mp, mpf, pi, quad, sin, sqrt

mp.dps = 50


def g(s, k, t, mu, r, v):
    def integrand(a):
        m = log(s / k) + (mu - v * v / 2) * t * sin(a) + (r - v * v / 2) * t * (1 - sin(a))
        return exp(-m * m / (v * v * t * (1 + sin(a))))

    return sqrt(t * v * v * k * k / (4 * pi) * quad(integrand, [0, pi / 8, pi / 4, 3 * pi / 8, pi / 2]))


def g_by_gamma(s, k, t, mu, r, v):
    """The same from its definition: (T/2) * integral of E[(v^2 S^2 Gamma exp(r (T - t)))^2], both integrals numerical."""
    normal = lambda z: exp(-z * z / 2) / sqrt(2 * pi)
    integral = lambda f, points: quad(f, points, method="gauss-legendre", maxdegree=4)

    def inner(a):  # at time u = t sin(a), which removes the singularity at expiry
        u, left = t * sin(a), t * cos(a) ** 2 / (1 + sin(a))
        lns = lambda z: log(s / k) + (mu - v * v / 2) * u + v * sqrt(u) * z
        d2 = lambda z: (lns(z) + (r - v * v / 2) * left) / (v * sqrt(left))
        # d2 is a line in z: integrate where both densities live, around its root
        root, width = -d2(0) / (d2(1) - d2(0)), 1 / (d2(1) - d2(0))
        ends = [max(mpf(-12), min(mpf(12), root + width * j)) for j in (-9, -4, -1, 1, 4, 9)]
        points = sorted(set(ends + [mpf(x) for x in (-4, 0, 4) if ends[0] < x < ends[-1]]))
        return v * v * k * k / left * integral(lambda z: normal(d2(z)) ** 2 * normal(z), points) * t * cos(a)

    return sqrt(t / 2 * integral(inner, [mpf(0), pi / 6, pi / 3, pi / 2]))


if __name__ == "__main__":
    case = [mpf(x) for x in (100, 110, 0.25, 0.15, 0.05, 0.2)]
    exact = g(*case)
    mp.dps = 15
    assert abs(g_by_gamma(*case) / exact - 1) < 1e-8
    mp.dps = 50
    print("spot,strike,tau,drift,rate,volatility,g")
    for t in (1 / 12, 0.25):
        for mu in (0.05, 0.15):
            for k in (80.0, 90.0, 100.0, 110.0, 120.0):
                row = (100.0, k, t, mu, 0.05, 0.2)
                print(",".join(repr(x) for x in row + (float(g(*[mpf(x) for x in row])),)))
