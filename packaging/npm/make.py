#!/usr/bin/env python3
"""Makes the npm packages: one for each platform with its binary, and one that chooses among them.

    packaging/npm/make.py --out DIR linux-x64=PATH [darwin-arm64=PATH …]

Each PATH is a built binary. A platform is named as Node names it: `process.platform` and
`process.arch` with a dash between. The version is that of Cargo.toml.
"""

import argparse
import json
import pathlib
import shutil
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PLATFORMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64"]


def common(cargo: dict) -> dict:
    return {
        "version": cargo["version"],
        "description": cargo["description"],
        "license": "(MIT OR Apache-2.0)",
        "repository": {"type": "git", "url": f"git+{cargo['repository']}.git"},
    }


def write(folder: pathlib.Path, package: dict) -> None:
    text = json.dumps(package, indent=2, ensure_ascii=False)
    (folder / "package.json").write_text(text + "\n", encoding="utf-8")
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"]:
        shutil.copy(ROOT / licence, folder)


def platform(out: pathlib.Path, cargo: dict, name: str, binary: pathlib.Path) -> None:
    system, cpu = name.split("-")
    file = "archlint.exe" if system == "win32" else "archlint"
    folder = out / name
    folder.mkdir(parents=True)
    shutil.copy(binary, folder / file)
    (folder / file).chmod(0o755)
    package = {"name": f"@archlint/{name}", **common(cargo)}
    package |= {"os": [system], "cpu": [cpu], "files": [file], "preferUnplugged": True}
    write(folder, package)


def chooser(out: pathlib.Path, cargo: dict) -> None:
    folder = out / "archlint"
    folder.mkdir(parents=True)
    shutil.copy(HERE / "archlint.js", folder)
    shutil.copy(HERE / "README.md", folder)
    package = {"name": "archlint", **common(cargo)}
    package |= {
        "bin": {"archlint": "archlint.js"},
        "files": ["archlint.js"],
        "engines": {"node": ">=18"},
        "optionalDependencies": {f"@archlint/{name}": cargo["version"] for name in PLATFORMS},
    }
    write(folder, package)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True, help="an empty or new folder")
    parser.add_argument("binaries", nargs="+", metavar="PLATFORM=PATH")
    given = parser.parse_args()
    if given.out.exists() and any(given.out.iterdir()):
        parser.error(f"{given.out} is not empty")
    cargo = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]
    for binary in given.binaries:
        name, _, path = binary.partition("=")
        if name not in PLATFORMS or not path:
            parser.error(f"{binary}: write PLATFORM=PATH with one of {', '.join(PLATFORMS)}")
        platform(given.out, cargo, name, pathlib.Path(path))
    chooser(given.out, cargo)


if __name__ == "__main__":
    main()
