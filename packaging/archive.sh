#!/usr/bin/env bash
# Packs a built binary as it is published: an archive, and its checksum beside it.
#
#   packaging/archive.sh TARGET FOLDER OUT
#
# FOLDER holds the binary, OUT gets `archlint-TARGET.tar.gz` (`.zip` for Windows) and its `.sha256`.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
target=$1 built=$(cd "$2" && pwd)
mkdir -p "$3"
out=$(cd "$3" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$root"/{README.md,README.ko.md,CHANGELOG.md,LICENSE-MIT,LICENSE-APACHE} "$work"
[ ! -f "$root/THIRD-PARTY.md" ] || cp "$root/THIRD-PARTY.md" "$work"
cd "$work"
case "$target" in
  *-windows-*)
    cp "$built/archlint.exe" .
    archive="archlint-$target.zip"
    if command -v zip >/dev/null; then zip -q "$out/$archive" -- *; else 7z a -bd "$out/$archive" ./* >/dev/null; fi
    ;;
  *)
    install -m 755 "$built/archlint" archlint
    archive="archlint-$target.tar.gz"
    tar --create --gzip --file "$out/$archive" -- *
    ;;
esac
cd "$out"
if command -v sha256sum >/dev/null; then
  sha256sum "$archive" > "$archive.sha256"
else
  shasum -a 256 "$archive" > "$archive.sha256"
fi
