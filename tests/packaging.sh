#!/usr/bin/env bash
# Tries what a release ships, from the binary of this checkout: wheel, hook, npm packages, archive,
# the action's scripts. Needs Python 3.11 or newer with venv, Node and npm, curl and git.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
say() { printf -- '-- %s\n' "$*"; }
fail() { say "$1"; [ ! -f "$work/out" ] || cat "$work/out"; exit 1; }
for tool in python3 node npm curl git; do
  command -v "$tool" >/dev/null || fail "$tool is not here"
done
git config --global --get user.email >/dev/null || export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@example.com \
  GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.com
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -1)
broken='user fan\nmysql orders { backup = none }\nfan -> orders\n'

say "a wheel is built and installed into a fresh environment"
python3 -m venv "$work/tools"
"$root/.ci/again" "$work/tools/bin/pip" install --quiet 'maturin>=1.9,<2' pre-commit
(cd "$root/packaging/python" && "$work/tools/bin/maturin" build --quiet --locked --profile dev --strip \
  --out "$work/wheels") > "$work/out" 2>&1 || fail "no wheel"
wheel=$(echo "$work"/wheels/archlint-"$version"-*.whl)
[ -f "$wheel" ] || fail "the wheel has another version than $version"
python3 -m venv "$work/user"
"$work/user/bin/pip" install --quiet --no-index "$wheel"
mkdir "$work/empty" && cd "$work/empty"
printf "$broken" > design.arch
env -i HOME="$work" "$work/user/bin/archlint" check --format concise design.arch > "$work/out" && fail "a broken design passed"
grep -q 'design.arch:2:1: error\[' "$work/out" || fail "the finding is not there"
say "$(basename "$wheel"), $(du -h "$wheel" | cut -f1), $("$work/user/bin/archlint" --version)"

say "pre-commit installs the wheel and runs the hook"
mkdir "$work/hooks" "$work/study"
cp "$root/.pre-commit-hooks.yaml" "$root/setup.py" "$work/hooks"
for repository in hooks study; do git init --quiet "$work/$repository"; done
git -C "$work/hooks" add --all && git -C "$work/hooks" commit --quiet -m hooks
cd "$work/study"
printf "$broken" > '설계 문서.arch'
echo "# no design here" > README.md
git add --all && git commit --quiet -m "a broken design"
export PIP_FIND_LINKS="$work/wheels" PRE_COMMIT_HOME="$work/cache"
hook() { "$work/tools/bin/pre-commit" try-repo "$work/hooks" archlint "$@" > "$work/out" 2>&1; }
seconds() { date +%s.%N; }
took() { awk -v from="$1" -v to="$(seconds)" 'BEGIN { printf "%.1f s", to - from }'; }
begun=$(seconds)
hook --all-files && fail "a broken design passed the hook"
first=$(took "$begun")
grep -q '설계 문서.arch' "$work/out" || fail "the hook does not name the file"
begun=$(seconds)
hook --files README.md || fail "a clean file failed the hook"
say "first run $first, with its environment; later $(took "$begun")"

say "an organisation's policies hold in the hook"
cp "$root/examples/organisation/policy.arch" .
echo 'policies = ["policy.arch"]' > archlint.toml
printf 'user fan\nweb site\nmysql members { backup = 1d, replicas = 2, failover = auto }\nfan -> site -> members\n' > members.arch
git add --all
hook --files members.arch && fail "a design that breaks a policy passed the hook"
grep -q 'policy/db-behind-service' "$work/out" || fail "the policy is not named"

say "npm packages start the binary"
platform=$(node -p 'process.platform + "-" + process.arch')
cp "$work/user/bin/archlint" "$work/binary"
python3 "$root/packaging/npm/make.py" --out "$work/npm" "$platform=$work/binary"
mkdir "$work/node" && cd "$work/node" && npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --install-links "$work/npm/$platform" "$work/npm/archlint" > "$work/out" 2>&1 || fail "npm install"
printf "$broken" > design.arch
npx --no-install archlint check --format concise design.arch > "$work/out" && fail "npx: a broken design passed"
grep -q 'design.arch:2:1: error\[' "$work/out" || fail "npx: the finding is not there"

say "the action installs a good archive and refuses a tampered one"
mkdir -p "$work/built" "$work/releases/v$version"
cp "$work/binary" "$work/built/archlint"
case "$(uname -m)" in aarch64 | arm64) target=aarch64-unknown-linux-musl ;; *) target=x86_64-unknown-linux-musl ;; esac
"$root/packaging/archive.sh" "$target" "$work/built" "$work/releases/v$version"
python3 -u -m http.server --bind 127.0.0.1 --directory "$work/releases" 0 > "$work/server" 2>&1 &
server=$!
port=
for _ in $(seq 50); do
  port=$(sed -n 's/.* port \([0-9]*\) .*/\1/p' "$work/server" | head -1)
  [ -n "$port" ] && break
  sleep 0.1
done
export ARCHLINT_RELEASES="http://127.0.0.1:$port"
"$root/packaging/action/install.sh" "$version" "$work/good"
[ "$("$work/good/archlint" --version)" = "archlint $version" ] || fail "the archive holds another program"
echo tampered >> "$work/releases/v$version/archlint-$target.tar.gz"
"$root/packaging/action/install.sh" "$version" "$work/bad" 2> "$work/out" && fail "a tampered archive was unpacked"
grep -q "checksum" "$work/out" || fail "the refusal does not say why"
[ ! -e "$work/bad" ] || fail "something was unpacked all the same"

say "the formula takes the checksums of the release"
for other in x86_64-apple-darwin aarch64-apple-darwin x86_64-unknown-linux-musl aarch64-unknown-linux-musl; do
  printf '%064d  archlint-%s.tar.gz\n' 7 "$other" > "$work/built/archlint-$other.tar.gz.sha256"
done
python3 "$root/packaging/homebrew/make.py" "$work/built" > "$work/out"
[ "$(grep -c "sha256 \"0*7\"" "$work/out")" = 4 ] || fail "a checksum is missing"
grep -q '@' "$work/out" && fail "something was not filled in"

say "the action describes a pull request"
PATH="$work/good:$PATH" python3 "$root/tests/comment.py" > "$work/out" 2>&1 || fail "the comment"
say "what a release ships works"
