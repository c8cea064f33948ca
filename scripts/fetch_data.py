#!/usr/bin/env python3
# Makes the market data files of configs/data/ (S&P 500 with VIX, five stocks with implied
# volatilities, quotes of SPY options, licence texts) from three packages of the Python registry. Needs:
#     pip install arch==8.0.0 qmoms==0.1.3 pandas
#     pip install --no-deps stochvolmodels==2.6.0
# Usage: python3 scripts/fetch_data.py [output directory]
"""Columns, units, sources and quirks are described in configs/data/README.md."""

import ast
import csv
import math
import sys
from importlib import metadata, util
from pathlib import Path

VERSIONS = {"arch": "8.0.0", "qmoms": "0.1.3", "stochvolmodels": "2.6.0"}
STOCKS = {"aapl": "14593", "cat": "18542", "cvx": "14541", "ibm": "12490", "tsla": "93436"}
STOCK_COLUMNS = (
    "date,close,iv_30d_atm,iv_60d_atm,iv_91d_atm,iv_30d_25p,iv_30d_25c,dividend,rate_91d".split(",")
)


def write_csv(path, header, rows):
    """Write sorted rows with LF line ends, refusing repeated dates."""
    rows = sorted(rows)
    dates = [row[0] for row in rows]
    assert len(set(dates)) == len(dates), f"{path.name}: repeated dates"
    with open(path, "w", newline="", encoding="ascii") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows, {rows[0][0]} to {rows[-1][0]}")


def index_rows():
    """S&P 500 closes with the VIX close of the same day, where there is one."""
    import arch.data.sp500
    import arch.data.vix

    vix = arch.data.vix.load()["vix"].dropna()
    # The package holds single-precision noise (1228.099976); closes are published to 0.01.
    for day, close in arch.data.sp500.load()["Close"].items():
        yield [f"{day:%Y-%m-%d}", f"{close:.2f}", f"{vix[day]:.2f}" if day in vix.index else ""]


def qmoms_table(name):
    """Rows of one table of qmoms, as dictionaries of strings."""
    folder = Path(util.find_spec("qmoms").origin).parent / "data"
    with open(folder / f"{name}.csv", newline="", encoding="utf-8") as source:
        yield from csv.DictReader(source)


def stock_rows():
    """For each stock of STOCKS, its list of daily rows."""
    spot, vol = {}, {}
    for row in qmoms_table("surface"):
        key = row["id"], row["date"]
        spot[key] = row["s"]
        vol[key + (float(row["days"]), float(row["delta"]))] = float(row["impl_volatility"])
    total_return = {row["date"]: row for row in qmoms_table("returns")}
    rate = {row["date"]: float(row["rate"]) for row in qmoms_table("zerocd")
            if float(row["days"]) == 91}

    for ticker, number in STOCKS.items():
        rows, before = [], None
        for day in sorted(date for stock, date in spot if stock == number):
            close = float(spot[number, day])
            # Total return minus price return, in money, is the dividend; the rest is rounding.
            dividend = 0.0
            if before is not None:
                dividend = (1.0 + float(total_return[day][number])) * before - close
                if abs(dividend) < 0.005:
                    dividend = 0.0
                assert dividend >= 0.0, f"{ticker} {day}: a split or a bad return"
            surface = lambda days, delta: vol[number, day, days, delta]
            atm = [(surface(days, -50.0) + surface(days, 50.0)) / 2 for days in (30.0, 60.0, 91.0)]
            vols = atm + [surface(30.0, -25.0), surface(30.0, 25.0)]
            assert all(math.isfinite(v) and 0.0 < v < 5.0 for v in vols), f"{ticker} {day}"
            rows.append([day, spot[number, day], *(f"{v:.6f}" for v in vols),
                         f"{dividend:.2f}", f"{rate[day] / 100:.8f}"])
            before = close
        yield ticker, rows


def spy_chain():
    """The option chain of SPY in stochvolmodels, by name: read from its source, not imported."""
    folder = Path(util.find_spec("stochvolmodels").submodule_search_locations[0])
    module = ast.parse((folder / "data" / "sample_option_chains.py").read_text(encoding="utf-8"))
    function = next(node for node in module.body if getattr(node, "name", "") == "get_spy_test_chain_data")
    function.returns = None
    array = lambda values, dtype=None: list(values)
    names = {"array": array, "OptionChain": dict}
    exec(compile(ast.Module([function], []), "spy", "exec"), names)
    return names["get_spy_test_chain_data"]()


def black(forward, strike, discount, deviation, sign):
    """Black's price of a call (sign 1) or a put (sign -1)."""
    cdf = lambda x: 0.5 * math.erfc(-x / math.sqrt(2.0))
    d1 = math.log(forward / strike) / deviation + 0.5 * deviation
    return discount * sign * (forward * cdf(sign * d1) - strike * cdf(sign * (d1 - deviation)))


def spy_rows():
    """Quotes of SPY out of the money, strikes in tens within a tenth of the forward."""
    chain = spy_chain()
    for i, years in enumerate(chain["ttms"]):
        forward, discount = chain["forwards"][i], chain["discfactors"][i]
        quotes = zip(chain["strikes_ttms"][i], chain["optiontypes_ttms"][i],
                     chain["bid_ivs"][i], chain["ask_ivs"][i])
        days = round(252 * years)
        for strike, right, bid, ask in quotes:
            near = abs(strike / forward - 1.0) <= 0.12 and strike % 10 == 0
            if days < 20 or not near or (right == "C") != (strike > forward):
                continue
            price = lambda vol: black(forward, strike, discount, vol * math.sqrt(years),
                                      1 if right == "C" else -1)
            kind = "call" if right == "C" else "put"
            yield [kind, f"{strike:.0f}", days, f"{price(bid):.2f}", f"{price(ask):.2f}"]


def copy_licence(package, path):
    """Copy the licence text out of the installed package's own metadata."""
    for file in metadata.files(package):
        if file.name in ("LICENSE.md", "LICENSE.txt", "LICENSE") and ".dist-info" in str(file):
            text = file.locate().read_text(encoding="utf-8").replace("\r\n", "\n")
            path.write_bytes(text.encode("utf-8"))
            return
    sys.exit(f"{package}: no licence text in its metadata")


def main():
    for package, wanted in VERSIONS.items():
        try:
            found = metadata.version(package)
        except metadata.PackageNotFoundError:
            found = "none"
        if found != wanted:
            sys.exit(f"need {package}=={wanted}, found {found}: pip install {package}=={wanted}")
    default = Path(__file__).resolve().parent.parent / "configs" / "data"
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    out.mkdir(parents=True, exist_ok=True)
    write_csv(out / "sp500_vix_daily.csv", ["date", "close", "vix_close"], index_rows())
    for ticker, rows in stock_rows():
        write_csv(out / f"{ticker}_2023.csv", STOCK_COLUMNS, rows)
    with open(out / "spy_options_2022-07-15.csv", "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["kind", "strike", "days", "bid", "ask"])
        writer.writerows(spy_rows())
    for package in VERSIONS:
        copy_licence(package, out / f"LICENSE-{package}.txt")


if __name__ == "__main__":
    main()
