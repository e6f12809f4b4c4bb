#!/usr/bin/env bash
# Draws every example as PDF twenty times: one digest each, and `--check` right after is clean each
# time. The test suite does the same a few times; this is the long run, by hand.
#   tests/pdf.sh [BINARY]
set -euo pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "${1:-target/debug/archlint}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

count=0
while IFS= read -r -d '' design; do
  for _ in $(seq 20); do
    "$binary" render "$design" -o "$work/x.pdf" 2>/dev/null || true
    sha256sum < "$work/x.pdf"
    "$binary" render "$design" -o "$work/x.pdf" --check >/dev/null 2>&1 || {
      echo "$design: --check finds another picture right after it was drawn"
      exit 1
    }
  done | sort -u > "$work/digests"
  [ "$(wc -l < "$work/digests")" = 1 ] || { echo "$design: more than one digest"; cat "$work/digests"; exit 1; }
  count=$((count + 1))
done < <(find examples -name '*.arch' -print0 | sort -z)
echo "$count designs, 20 renders and 20 checks each: one digest each, all checks clean"
