#!/usr/bin/env bash
# Emacs itself, without a screen, set up as docs/editors.md says: attaches with eglot, reads findings at
# the right characters, renames, formats.
#   tests/emacs/run.sh [BINARY]
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$(realpath "${1:-target/debug/archlint}")
command -v emacs >/dev/null || .ci/again apt-get install -y --no-install-recommends emacs-nox
# A part of Emacs from 29 on.
packages=/usr/share/emacs/site-lisp/elpa
emacs --batch -Q --eval '(kill-emacs (if (locate-library "eglot") 0 1))' || [ -d "$packages" ] ||
  .ci/again apt-get install -y --no-install-recommends elpa-eglot
paths=()
for package in "$packages"/*/; do
  [ -d "$package" ] && paths+=(-L "$package")
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$binary" "$work/bin/archlint"
printf 'design "예매" as-is\nuser 팬\nspring 주문 { replica = 2 }\nmysql 주문저장소 "🚀🚀" { replica = 2 }\n팬 -> 주문 -> 주문저장소\n' >"$work/shop.arch"
export PATH="$work/bin:$PATH" ARCHLINT_LANG=ko LC_ALL=C.UTF-8 HOME="$work" ARCHLINT_EDITORS="$PWD/docs/editors.md"
timeout 120 emacs --batch -Q "${paths[@]}" -l project -l xref -l tests/emacs/session.el "$work/shop.arch"
cmp "$work/shop.arch" - <<'END'
design "예매" as-is
user   팬
spring 주문   { replica = 2 }
mysql  주문db "🚀🚀" { replica = 2 }
팬 -> 주문 -> 주문db
END
