#!/usr/bin/env bash
# How long whole processes take, start to end. Needs a release build; uses hyperfine if it is there.
#   benches/process.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-20}
archlint=target/release/archlint
[ -x "$archlint" ] || cargo build --release --locked
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A design of about so many components.
design() {
  awk -v count="$1" 'BEGIN {
    print "traffic { dau = 300k, requests-per-user = 20, peak = 5x }"
    print "user fan\nlb front { managed, health-check }\nfan -> front -> s0"
    for (n = 0; n < count; n++)
      if (n % 10 == 9) printf "mysql s%d { replicas = 2, failover = auto }\n", n
      else printf "service s%d { replicas = 2 }\n", n
    for (n = 0; n + 1 < count; n++) {
      if (n % 10 != 9) printf "s%d -> s%d { timeout = 1s }\n", n, n + 1
      if (n % 10 == 4 || n % 10 == 8) printf "s%d -> s%d\n", n, n - n % 10 + 9
      if (n % 10 < 4 && n + 12 < count && (n + 12) % 10 != 9) printf "s%d ~> s%d\n", n, n + 12
    }
  }'
}

measure() {
  local name=$1
  shift
  if command -v hyperfine >/dev/null; then
    hyperfine --shell=none --ignore-failure --warmup 2 --runs "$runs" --command-name "$name" "$*" 2>/dev/null |
      grep -E 'Time|Range' | sed "s|^|$name |"
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
  printf '%-34s median %8.1f ms   least %8.1f ms\n' "$name" \
    "$(awk "BEGIN { print ${times[$((runs / 2))]} / 1000 }")" \
    "$(awk "BEGIN { print ${times[0]} / 1000 }")"
}

design 150 >"$work/small.arch"
for size in 100 1000 10000; do design "$size" >"$work/$size.arch"; done
awk 'BEGIN { for (n = 0; n < 1000; n++) printf "was s%d { colour = %d }\n", n, n }' >"$work/findings.arch"
mkdir "$work/many"
for n in $(seq 200); do cp "$work/small.arch" "$work/many/$n.arch"; done

measure "/bin/true" /bin/true
measure "archlint --version" "$archlint" --version
measure "check, $(wc -l <"$work/small.arch") lines" "$archlint" check "$work/small.arch"
for size in 100 1000 10000; do
  measure "check, $size components" "$archlint" check "$work/$size.arch"
done
measure "check, 200 files" "$archlint" check "$work/many"
measure "print, 1,000 findings, pretty" "$archlint" check "$work/findings.arch"
measure "print, 1,000 findings, json" "$archlint" check --format json "$work/findings.arch"
measure "render, 150 components" "$archlint" render "$work/small.arch" -o "$work/small.svg"
