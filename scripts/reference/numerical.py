"""Shared by the scripts that make tables of contracts: numerical Greeks, and values by quadrature (needs mpmath)."""
from mpmath import mp, mpf, diff, exp, log, pi, quad, sqrt


def greeks_of(value, s, tau, v):
    """value, delta, gamma, theta, vega, vanna, volga of value(s, tau, v) by numerical derivatives."""
    step = dict(h=mpf(10) ** (-mp.dps // 4), relative=True)
    wide = mp.dps
    mp.dps = 2 * wide
    try:
        return [
            value(s, tau, v),
            diff(lambda x: value(x, tau, v), s, **step),
            diff(lambda x: value(x, tau, v), s, 2, **step),
            -diff(lambda x: value(s, x, v), tau, **step),
            diff(lambda x: value(s, tau, x), v, **step),
            diff(lambda x, y: value(x, tau, y), (s, v), (1, 1), **step),
            diff(lambda x: value(s, tau, x), v, 2, **step),
        ]
    finally:
        mp.dps = wide


def check_by_quadrature(value, payoff, kinks, s, tau, r, q, v, weight=lambda terminal: 1):
    """That the value is the discounted mean of payoff(S_T) * weight(S_T), S_T lognormal; the payoff is smooth between kinks."""
    sd, drift = v * sqrt(tau), (r - q - v * v / 2) * tau
    z_of = lambda level: (log(level / s) - drift) / sd
    terminal = lambda z: s * exp(drift + sd * z)
    density = lambda z: exp(-z * z / 2) / sqrt(2 * pi)
    inner = sorted(z_of(k) for k in kinks)
    points = sorted([mpf(-18), mpf(18)] + [mpf(x) for x in range(-8, 9, 2)] + inner)
    integrand = lambda z: density(z) * payoff(terminal(z)) * weight(terminal(z))
    found = exp(-r * tau) * sum(quad(integrand, [a, b]) for a, b in zip(points, points[1:]) if a < b)
    assert abs(found - value) < mpf(10) ** -20 * (1 + abs(value)), (found, value)
