#!/usr/bin/env bash
# Tries the hooks that need no wheel for real, on a throw-away repository (tests/packaging.sh tries the
# wheel). Installs pre-commit when it is not here.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! command -v pre-commit >/dev/null; then
  python3 -m venv "$work/venv" >/dev/null 2>&1 &&
    "$root/.ci/again" "$work/venv/bin/pip" install --quiet pre-commit >/dev/null 2>&1 || {
    echo "pre-commit can't be installed here: the hooks are not tried"
    exit 1
  }
  export PATH="$work/venv/bin:$PATH"
fi

say() { printf -- '-- %s\n' "$*"; }
fail() { say "$1"; cat "$work/out"; exit 1; }

# What `language: system` finds on the PATH.
cargo build --quiet --locked --manifest-path "$root/Cargo.toml"
export PATH="$root/target/debug:$PATH"

# The hook repository: the files of the work tree as one commit.
mkdir "$work/hooks"
(cd "$root" && git ls-files -z --cached --others --exclude-standard) |
  (cd "$root" && xargs -0 tar --create --ignore-failed-read 2>/dev/null) | tar --extract --directory "$work/hooks"
commit() {
  git -C "$1" add --all
  git -C "$1" -c user.name=test -c user.email=test@example.com commit --quiet --no-verify -m "$2"
}
git init --quiet "$work/hooks"
commit "$work/hooks" hooks

# The repository that uses them.
mkdir "$work/user"
git init --quiet "$work/user"
cd "$work/user"
cat > clean.arch <<'ARCH'
user fan
s3 files { backup = 1d }
ARCH
cat > '설계 문서.arch' <<'ARCH'
mysql orders { backup = }
ARCH
echo "# no design here" > README.md
commit . "a broken design"

try() { pre-commit try-repo "$work/hooks" "$@" > "$work/out" 2>&1; }

say "archlint-system reports a broken design"
if try archlint-system --all-files; then fail "a broken design passed"; fi
grep -q '설계 문서.arch' "$work/out" || fail "the file is not named"

say "archlint-system passes what is clean"
try archlint-system --files README.md || fail "a clean file failed"

say "a marked drawing in a post is checked, and the others are counted"
drawn='flowchart LR
  fan[사용자] --> lb[Load Balancer] --> api[API 서버] --> db[(MySQL 단일 노드)]'
printf '# 글\n\n```mermaid\n%%%% archlint\n%s\n```\n\n```mermaid\n%s\n```\n' "$drawn" "$drawn" > post.md
commit . "a post"
if try archlint-system --files post.md; then fail "a marked drawing passed"; fi
grep -q 'post.md:6' "$work/out" || fail "the line of the drawing is not named"
grep -q 'Mermaid' "$work/out" || fail "the other drawing is not counted"

say "a compose file is checked where the configuration lists it"
printf 'services:\n  db:\n    image: mysql:8\n    ports: ["3306:3306"]\n' > compose.yml
commit . "a compose file"
try archlint-system --files compose.yml || fail "a file that is not listed was checked"
printf '[import]\ncheck = ["compose.yml"]\n' > archlint.toml
if try archlint-system --files compose.yml; then fail "a listed compose file passed"; fi
grep -q 'compose.yml:4' "$work/out" || fail "the line of the port is not named"

if [ "${ARCHLINT_TRY_RUST_HOOK:-}" = 1 ]; then
  say "archlint is built from source by pre-commit"
  if try archlint-src --all-files; then fail "a broken design passed"; fi
  grep -q '설계 문서.arch' "$work/out" || fail "the file is not named"
fi
say "the hooks work"
