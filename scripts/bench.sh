#!/usr/bin/env bash
# Prints, all in one run (compare the ratios: machines differ):
# - nanoseconds per path-step of every part of the work, per instruction set, and of numpy doing the
#   frictional hedge; the seconds that an optimal hedge takes to solve;
# - nanoseconds per value and per set of Greeks of every contract;
# - seconds to value books of options in scenarios, and to solve every model of static hedges.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo bench --package rehedge-engine --bench path_step --locked
cargo bench --package rehedge-options --bench contracts --locked
cargo bench --package rehedge-portfolio --bench scenarios --locked
cargo bench --package rehedge-portfolio --bench models --locked
if python3 -c 'import numpy' 2>/dev/null; then
    python3 scripts/reference/numpy_hedge.py --paths 32768
else
    echo "numpy is not installed: its row is left out"
fi
