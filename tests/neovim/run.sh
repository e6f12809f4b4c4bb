#!/usr/bin/env bash
# Neovim itself, without a screen, with what editors/nvim holds: attaches, reads findings at the right
# bytes, fixes, renames over an include, formats, and ends well.
#   tests/neovim/run.sh [BINARY]
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$(realpath "${1:-target/debug/archlint}")
command -v nvim >/dev/null || .ci/again apt-get install -y --no-install-recommends neovim
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$binary" "$work/bin/archlint"
printf 'design "예매" as-is\ninclude "stores.arch"\nuser 팬\nspring 주문 "주문 🚀 API" { replica = 2 }\n팬 -> 주문 -> 주문저장소\n' >"$work/shop.arch"
printf 'mysql 주문저장소 "🚀🚀" { backup = none }\n' >"$work/stores.arch"
export PATH="$work/bin:$PATH" ARCHLINT_LANG=ko NVIM_LOG_FILE="$work/log" XDG_STATE_HOME="$work" XDG_CACHE_HOME="$work"
timeout 120 nvim --headless -u NONE -i NONE --cmd "set runtimepath^=$PWD/editors/nvim" \
  -c 'lua require("archlint").setup()' -c 'filetype plugin on' -c 'syntax on' \
  -c "edit $work/shop.arch" -c "luafile $PWD/tests/neovim/session.lua"
cmp "$work/shop.arch" - <<'END'
design "예매" as-is
include "stores.arch"
user   팬
spring 주문 "주문 🚀 API" { replicas = 2 }
팬 -> 주문 -> 주문db
END
cmp "$work/stores.arch" - <<'END'
mysql 주문db "🚀🚀" { backup = none }
END
