#!/usr/bin/env python3
# Makes crates/market/data/joe_kuo_6.bin, the direction numbers of Sobol' points, and
# crates/market/tests/data/sobol_points.csv, points to test against, from the table in SciPy. Needs:
#     pip install scipy==1.17.1
# Usage: python3 scripts/sobol_directions.py [output directory of the repository]
"""The table is new-joe-kuo-6 of Joe and Kuo (2008), cut after the polynomials of degree 13.

A record for each dimension after the first (whose direction numbers are all 1): the primitive
polynomial, its coefficients as bits with the leading and the constant one, then as many initial
numbers m_1, m_2, ... as its degree. All are little-endian unsigned 16-bit integers.
"""

import struct
import sys
from importlib import util
from pathlib import Path

import numpy
from scipy.stats import qmc

DEGREES = 13
# Dimensions (from 0) and points (of the sequence in Gray code order) that the tests look at.
DIMENSIONS = [0, 1, 2, 7, 52, 157, 251, 480, 1007, 1110]
POINTS = [0, 1, 2, 3, 4, 5, 6, 7, 100, 511, 1000, 4095, 4096, 9999, 16383]


def records(table):
    """The polynomial and initial numbers of every dimension but the first."""
    for polynomial, initial in zip(table["poly"][1:], table["vinit"][1:]):
        degree = int(polynomial).bit_length() - 1
        if degree > DEGREES:
            return
        yield [int(polynomial), *(int(m) for m in initial[:degree])]


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent)
    source = Path(util.find_spec("scipy").origin).parent / "stats/_sobol_direction_numbers.npz"
    market = root / "crates/market"
    rows = list(records(numpy.load(source)))
    numbers = [number for row in rows for number in row]
    (market / "data/joe_kuo_6.bin").write_bytes(struct.pack(f"<{len(numbers)}H", *numbers))
    print(f"{len(rows) + 1} dimensions")

    points = qmc.Sobol(len(rows) + 1, scramble=False, bits=32).random(max(POINTS) + 1)
    with open(market / "tests/data/sobol_points.csv", "w", encoding="ascii") as out:
        out.write("# scripts/sobol_directions.py: dimension, point, value times 2^32\n")
        for dimension in DIMENSIONS:
            for point in POINTS:
                out.write(f"{dimension},{point},{int(points[point, dimension] * 2**32)}\n")


if __name__ == "__main__":
    main()
