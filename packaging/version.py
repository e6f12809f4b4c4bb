#!/usr/bin/env python3
"""Writes a version everywhere it stands.

    packaging/version.py NEW

`tests/it/packaging.rs` holds all places equal, and knows the same list.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# A file, and what stands before each version in it.
PLACES = [
    ("Cargo.toml", r'^version = "'),
    ("Cargo.lock", r'^name = "archlint"\nversion = "'),
    ("setup.py", r'version="|archlint=='),
    ("packaging/python/pyproject.toml", r'^version = "'),
    ("action.yml", r'action/install\.sh" '),
    ("README.md", r"rev: v|archlint/archlint@v"),
    ("README.ko.md", r"rev: v|archlint/archlint@v"),
    ("docs/how-to/pull-requests.md", r"rev: v|archlint/archlint@v"),
    ("docs/how-to/pull-requests.ko.md", r"rev: v|archlint/archlint@v"),
    ("src/bin/archlint/starter/archlint.en.toml", r"archlint/archlint/v"),
    ("src/bin/archlint/starter/archlint.ko.toml", r"archlint/archlint/v"),
]
VERSION = r"\d+\.\d+\.\d+"


def main() -> None:
    if len(sys.argv) != 2 or not re.fullmatch(VERSION, sys.argv[1]):
        sys.exit("usage: packaging/version.py NEW, for example 0.2.0")
    for name, before in PLACES:
        file = ROOT / name
        text = file.read_text(encoding="utf-8")
        text, count = re.subn(rf"({before}){VERSION}", rf"\g<1>{sys.argv[1]}", text, flags=re.MULTILINE)
        if count == 0:
            sys.exit(f"{name}: no version where one should stand")
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
