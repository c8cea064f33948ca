#!/usr/bin/env bash
# Makes every committed result again, and fails if one of them comes out different.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --release --locked
for config in configs/*.toml; do
    name=$(basename "$config" .toml)
    if grep -q '^\[sweep\]' "$config"; then
        target/release/rehedge sweep "$config" --quiet --restart --yes
        name=$name-sweep
    elif grep -q '^\[instruments\]' "$config"; then
        target/release/rehedge portfolio "$config" --quiet
    else
        target/release/rehedge run "$config" --quiet
    fi
    echo "made results/$name"
done
changed=$(git status --porcelain -- results)
if [ -n "$changed" ]; then
    printf 'these results differ from the committed ones:\n%s\n' "$changed"
    exit 1
fi
echo "every result is as committed"
