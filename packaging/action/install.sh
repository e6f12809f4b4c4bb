#!/usr/bin/env bash
# Downloads the release of one version, verifies it against the checksum published with it, and
# unpacks it.
#
#   install.sh VERSION FOLDER
#
# ARCHLINT_RELEASES replaces the address of the releases.
set -euo pipefail
version=$1 folder=$2
releases=${ARCHLINT_RELEASES:-https://github.com/archlint/archlint/releases/download}

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) target=x86_64-unknown-linux-musl ;;
  Linux-aarch64 | Linux-arm64) target=aarch64-unknown-linux-musl ;;
  Darwin-x86_64) target=x86_64-apple-darwin ;;
  Darwin-arm64) target=aarch64-apple-darwin ;;
  MINGW*-x86_64 | MSYS*-x86_64) target=x86_64-pc-windows-msvc ;;
  *) echo "archlint: no release for $(uname -s) on $(uname -m)" >&2; exit 2 ;;
esac
ending=tar.gz
[ "$target" != x86_64-pc-windows-msvc ] || ending=zip
archive="archlint-$target.$ending"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch() {
  curl --fail --silent --show-error --location --retry 3 --output "$work/$1" "$releases/v$version/$1" ||
    { echo "archlint: $releases/v$version/$1 can't be downloaded" >&2; exit 2; }
}
fetch "$archive"
fetch "$archive.sha256"
expected=$(awk '{ print $1; exit }' "$work/$archive.sha256")
if command -v sha256sum >/dev/null; then
  actual=$(sha256sum "$work/$archive" | awk '{ print $1 }')
else
  actual=$(shasum -a 256 "$work/$archive" | awk '{ print $1 }')
fi
if [ "$actual" != "$expected" ]; then
  echo "archlint: the checksum of $archive is $actual, not $expected: it is not unpacked" >&2
  exit 2
fi
mkdir -p "$folder"
case "$ending" in
  tar.gz) tar --extract --gzip --file "$work/$archive" --directory "$folder" ;;
  zip) unzip -qo "$work/$archive" -d "$folder" ;;
esac
