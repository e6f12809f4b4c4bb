#!/usr/bin/env bash
# Draws every example and every shape, for people to look at: as a document and as slides (16:9), in
# both languages, light and dark, as PNG on one page. Needs a built program.
#   tests/contact-sheet.sh [ARCHLINT] [FOLDER] [DESIGN.arch…]
# Prints the page's path. On it, what `archlint` said about a picture stands below that.
set -euo pipefail
archlint=$(realpath "${1:-target/release/archlint}")
cd "$(dirname "$0")/.."
folder=${2:-target/pictures/sheet}
mkdir -p "$folder"
folder=$(realpath "$folder")
shift $(($# > 2 ? 2 : $#))
designs=("$@")
if [ ${#designs[@]} -eq 0 ]; then
  mapfile -t designs < <(find examples tests/it/fixtures/shapes -name '*.arch' | sort)
fi
page=$folder/index.html
{
  echo '<!doctype html><meta charset="utf-8"><title>archlint: every picture</title>'
  echo '<style>body{font:14px sans-serif;background:#888;margin:16px}figure{display:inline-block;margin:6px;vertical-align:top}'
  echo 'img{width:620px;display:block}figcaption{max-width:620px}</style>'
} >"$page"
for design in "${designs[@]}"; do
  name=$(basename "$(dirname "$design")")-$(basename "$design" .arch)
  for lang in ko en; do
    for theme in light dark; do
      for size in document 16:9; do
        out=$folder/$name-$lang-$theme-${size/:/x}.png
        rm -f "${out%.png}"*.png
        as=()
        [ "$size" = document ] || as=(--size "$size")
        said=$("$archlint" render "$design" -o "$out" --lang "$lang" --theme "$theme" --scale 1 "${as[@]}" 2>&1 >/dev/null) || true
        for drawn in "${out%.png}"*.png; do
          [ -e "$drawn" ] || continue
          file=$(basename "$drawn")
          echo "<figure><img src=\"$file\" loading=\"lazy\"><figcaption>$file $said</figcaption></figure>" >>"$page"
        done
      done
    done
  done
done
echo "$page"
