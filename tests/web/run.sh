#!/usr/bin/env bash
# Looks at the page, the server and the playground in Chromium. Needs Node and Chromium; installs
# what drives the browser from npm. What can't be done here is said and, with ARCHLINT_BROWSER set,
# a failure.
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "web: NOT TESTED, Node is not installed" >&2
  [ -z "${ARCHLINT_BROWSER:-}" ]
  exit
fi
../../.ci/again npm install --no-audit --no-fund --silent
tests=(page.test.mjs serve.test.mjs)
if [ -f ../../web/dist/index.html ]; then
  node equal.mjs ../../web/dist/archlint.wasm
  tests+=(play.test.mjs)
else
  echo "web: the playground is NOT TESTED, it was not built (web/build.sh)" >&2
  [ "${ARCHLINT_WEB:-}" != required ]
fi
node --test --test-reporter=spec "${tests[@]}"
