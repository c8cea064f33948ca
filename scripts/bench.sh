#!/usr/bin/env bash
# Prints nanoseconds per path-step of every part of the work, per instruction set, and of numpy
# doing the frictional hedge, the seconds that an optimal hedge takes to solve, and nanoseconds per
# value and set of Greeks of every contract, all in one run: compare the ratios, machines differ.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo bench --package rehedge-engine --bench path_step --locked
cargo bench --package rehedge-options --bench contracts --locked
if python3 -c 'import numpy' 2>/dev/null; then
    python3 scripts/reference/numpy_hedge.py --paths 32768
else
    echo "numpy is not installed: its row is left out"
fi
