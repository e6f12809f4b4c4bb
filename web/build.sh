#!/usr/bin/env bash
# Builds the playground into web/dist: a folder to publish, and the same as one file.
#
#   web/build.sh [quick]     quick: for a pull request, a little larger and sooner there
#
# With rustup's target wasm32-unknown-unknown, else with Debian's packages (apt-get install
# rustc-web cargo-web rust-web-src lld-19). With neither it says so and ends well, unless
# ARCHLINT_WEB=required.
set -euo pipefail
cd "$(dirname "$0")"

target=wasm32-unknown-unknown
profile=$([ "${1:-}" = quick ] && echo quick || echo release)
build=(build --manifest-path wasm/Cargo.toml --target "$target" --profile "$profile")

has_rustup_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]
}

has_debian_packages() {
  [ -x /usr/bin/cargo ] && [ -x /usr/bin/rustc ] && command -v wasm-ld-19 >/dev/null &&
    [ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library" ]
}

# The versions of the program, so that both say the same.
cp ../Cargo.lock wasm/Cargo.lock
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/../target}/web"
if has_rustup_target; then
  cargo "${build[@]}"
elif has_debian_packages; then
  RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_INCREMENTAL=0 \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19 \
    /usr/bin/cargo "${build[@]}" -Zbuild-std=std,panic_abort
elif [ "${ARCHLINT_WEB:-}" = required ]; then
  echo "playground: no target $target; run \`rustup target add $target\`" >&2
  exit 1
else
  echo "playground: skipped, no $target target" >&2
  exit 0
fi
node bundle.mjs "$CARGO_TARGET_DIR/$target/$profile/archlint_wasm.wasm" dist
