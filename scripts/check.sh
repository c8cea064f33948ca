#!/usr/bin/env bash
# Checks everything: format, lints, documentation, and every test.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo fmt --all --check
cargo clippy --workspace --all-targets --locked -- --deny warnings
RUSTDOCFLAGS="--deny warnings" cargo doc --workspace --no-deps --document-private-items --locked
cargo test --workspace --locked
