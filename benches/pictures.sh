#!/usr/bin/env bash
# How long it takes to draw a design, whole processes, and how much memory: archlint, and Graphviz
# on the same graph when `dot` is installed (stopped after a minute). Needs a release build.
#   benches/pictures.sh [ARCHLINT] [RUNS]
# Times are the median of the runs. Memory is the peak that the kernel notes (`ru_maxrss`, read
# through python3); without python3 it is not shown.
set -euo pipefail
cd "$(dirname "$0")/.."
archlint=${1:-target/release/archlint}
runs=${2:-5}
[ -x "$archlint" ] || cargo build --release --locked
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Domains of twelve: a tree of calls in each, and for every third component a call to a neighbour.
design() {
  awk -v count="$1" 'BEGIN {
    for (n = 0; n < count; n++) {
      if (n % 12 == 0) printf "%sgroup d%d {\n", n ? "}\n" : "", n / 12
      printf "  service s%d\n", n
    }
    print "}"
    for (n = 0; n < count; n++) {
      first = n - n % 12
      if (n % 12) printf "s%d -> s%d%s\n", first + int((n % 12 - 1) / 2), n, n % 5 ? "" : " : \"gRPC\""
      if (n % 3 == 0 && n >= 24) printf "s%d -> s%d\n", n - 12 - n % 7, n
    }
  }'
}

# Milliseconds of wall and CPU time (the median by wall time) and the peak in MB of a command.
measure() {
  if command -v python3 >/dev/null; then
    python3 - "$runs" "$@" <<'PYTHON'
import os, subprocess, sys, time
runs, command, rows, peak = int(sys.argv[1]), sys.argv[2:], [], 0
for _ in range(runs):
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) == 124:
        print("> 60,000", "–", "–", sep=" | ")
        sys.exit()
    rows.append((wall, used.ru_utime + used.ru_stime))
    peak = max(peak, used.ru_maxrss)
    if wall > 10:
        break
wall, cpu = sorted(rows)[len(rows) // 2]
print(f"{wall * 1e3:.0f} | {cpu * 1e3:.0f} | {peak / 1024:.0f}")
PYTHON
    return
  fi
  local times=()
  for _ in $(seq "$runs"); do
    local start=$EPOCHREALTIME
    "$@" >/dev/null 2>&1 || true
    local end=$EPOCHREALTIME
    times+=($((${end/./} - ${start/./})))
  done
  mapfile -t times < <(printf '%s\n' "${times[@]}" | sort -n)
  echo "$((times[runs / 2] / 1000)) | – | –"
}

echo "| components | by | ms | CPU ms | peak MB |"
echo "| --- | --- | --- | --- | --- |"
for size in 10 25 100 1000 5000; do
  design "$size" >"$work/$size.arch"
  "$archlint" render "$work/$size.arch" --format dot >"$work/$size.dot" 2>/dev/null || true
  echo "| $size | archlint | $(measure "$archlint" render "$work/$size.arch" -o "$work/$size.svg") |"
  if command -v dot >/dev/null; then
    echo "| $size | dot | $(measure timeout 60 dot -Tsvg "$work/$size.dot" -o "$work/dot.svg") |"
  fi
done
