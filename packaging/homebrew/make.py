#!/usr/bin/env python3
"""Fills the Homebrew formula with the version and the checksums of a release.

    packaging/homebrew/make.py FOLDER > archlint.rb

FOLDER holds the `.tar.gz.sha256` files of the release.
"""

import pathlib
import re
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: packaging/homebrew/make.py FOLDER")
    folder = pathlib.Path(sys.argv[1])
    version = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]["version"]

    def checksum(found: re.Match) -> str:
        file = folder / f"archlint-{found[1]}.tar.gz.sha256"
        return file.read_text(encoding="utf-8").split()[0]

    text = (HERE / "archlint.rb.in").read_text(encoding="utf-8").replace("@VERSION@", version)
    print(re.sub(r"@SHA256_([a-z0-9_-]+)@", checksum, text), end="")


if __name__ == "__main__":
    main()
