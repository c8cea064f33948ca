#!/usr/bin/env bash
# Makes every committed result again, and fails if one of them comes out different.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --release --locked
for config in configs/*.toml; do
    target/release/rehedge run "$config" --quiet
    echo "made results/$(basename "$config" .toml)"
done
changed=$(git status --porcelain -- results)
if [ -n "$changed" ]; then
    printf 'these results differ from the committed ones:\n%s\n' "$changed"
    exit 1
fi
echo "every result is as committed"
