#!/usr/bin/env python3
"""Compares what archlint reads with what the official programs read.

    tests/official.py compose --binary target/debug/archlint FILE…
    tests/official.py d2 --binary target/debug/archlint --modules FOLDER

`compose` needs `docker-compose` (Debian has 1.29.2): the design of a file must be the design of what
`docker-compose config` makes of it, which merges, extends and fills in variables itself. The order of
services does not count, as that program sorts them.

`d2` needs Node and the compiler of D2 (`npm install --prefix FOLDER @terrastruct/d2`): the connections
of each text below must be those of the compiled diagram.

The exit code is 1 where one differs.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

# Texts of D2 whose shapes all have names of two letters or more, and words that tell what they are.
D2 = [
    "api server -> mysql db: SQL",
    "web server -> api server -> mysql db",
    "api server <- web server\nmysql db <- api server: answers",
    "web server -- api server",
    "web server <-> api server",
    "zone: Zone {\n  api server -> mysql db\n}\nweb server -> zone.api server",
    "zone.api server -> zone.mysql db\nweb server -> zone.api server",
    "zone: {\n  api server -> _.mysql db\n}",
    "# said\napi server: API { # more\n  shape: rectangle\n}\napi server -> mysql db; web server -> api server",
    '"api server" -> \'mysql db\': "calls -> it"',
    "api server: |md\n  # API -> all\n  words -> words\n|\napi server -> mysql db",
    "classes: {\n  store: {shape: cylinder}\n}\nmysql db.class: store\napi server -> mysql db: {style.stroke: red}",
    "direction: right\napi server.style.fill: red\napi server -> mysql db: SQL {style.animated: true}",
    "vars: {\n  kind: MySQL\n}\nmysql db: ${kind}\napi server -> mysql db",
    "api server -> mysql db\n(api server -> mysql db)[0].label: SQL",
    "api server -> mysql db\nlayers: {\n  inner: {\n    redis cache -> web server\n  }\n}",
    "title: Shop {near: top-center}\napi server -> mysql db",
    "api server -> mysql db -> api server: twice",
]
D2_PROGRAM = """
import fs from 'node:fs'; import path from 'node:path'; import { pathToFileURL } from 'node:url';
const main = path.resolve(process.argv[2], 'node_modules/@terrastruct/d2/dist/node-esm/index.js');
const { D2 } = await import(pathToFileURL(main).href);
const answers = [];
for (const text of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  try {
    const { diagram } = await new D2().compile(text);
    answers.push(diagram.connections.map((one) => [one.src, one.dst, one.srcArrow, one.dstArrow]));
  } catch (error) {
    console.error(text, error.message ?? error);
    answers.push(null);
  }
}
console.log(JSON.stringify(answers));
process.exit(0);
"""


def imported(binary, path):
    ran = subprocess.run([binary, "import", "--no-comments", path], capture_output=True, text=True)
    return ran.stdout, ran.stderr


def parts(design):
    """The lines of a design without its name, in no order, alternatives neither."""
    lines = [line.strip() for line in design.splitlines() if not line.startswith("design ")]
    apart = [line.split(" -> ") if " | " in line else [line] for line in lines]
    return sorted(" -> ".join(" | ".join(sorted(end.split(" | "))) for end in line) for line in apart)


def compose(binary, files):
    wrong = 0
    for file in files:
        folder = os.path.dirname(os.path.abspath(file))
        command = ["docker-compose", "-f", os.path.basename(file), "config", "--no-interpolate"]
        if "$" in open(file, encoding="utf-8").read():
            command.pop()
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if ran.returncode:
            print(f"{file}: not taken by docker-compose: {ran.stderr.strip().splitlines()[-1:]}")
            continue
        with tempfile.NamedTemporaryFile("w", suffix=".yml", prefix="compose-", dir=folder) as merged:
            merged.write(ran.stdout.replace(folder + "/", "./").replace(folder + "\n", ".\n"))
            merged.flush()
            theirs, said = imported(binary, merged.name)
        ours, _ = imported(binary, file)
        if parts(ours) != parts(theirs):
            wrong += 1
            print(f"{file}: {said}")
            print("  only of the file:", [one for one in parts(ours) if one not in parts(theirs)])
            print("  only as merged:", [one for one in parts(theirs) if one not in parts(ours)])
    print(f"{len(files)} compose files, {wrong} differ from docker-compose config")
    return wrong


def named(identifier):
    return identifier.split(".")[-1].strip("'\"").replace(" ", "-")


def d2(binary, modules):
    with tempfile.NamedTemporaryFile("w", suffix=".mjs") as program:
        program.write(D2_PROGRAM)
        program.flush()
        command = ["node", program.name, modules]
        ran = subprocess.run(command, input=json.dumps(D2), stdout=subprocess.PIPE, text=True, check=True)
    wrong = 0
    for text, answer in zip(D2, json.loads(ran.stdout)):
        theirs = set()
        if answer is None:
            wrong += 1
            continue
        for source, target, at_source, at_target in answer:
            ends = (named(source), named(target))
            is_back = at_source != "none" and at_target == "none"
            theirs.add(ends[::-1] if is_back else ends)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.d2")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            design, said = imported(binary, path)
        ours = set(re.findall(r"^(\S+) [-~=]> (\S+)", design, re.M))
        ours = {tuple(named(end) for end in ends) for ends in ours}
        # Two ways between the same two are one connection where the other only answers.
        if ours != theirs and ours != {ends for ends in theirs if ends[::-1] not in ours}:
            wrong += 1
            print(f"{text!r}\n  official {sorted(theirs)}\n  here     {sorted(ours)} {said}")
    print(f"{len(D2)} texts of D2, {wrong} differ from its compiler")
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("notation", choices=["compose", "d2"])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--modules", default=".")
    parser.add_argument("files", nargs="*")
    given = parser.parse_intermixed_args()
    binary = os.path.abspath(given.binary)
    if given.notation == "compose":
        return 1 if compose(binary, given.files) else 0
    return 1 if d2(binary, os.path.abspath(given.modules)) else 0


if __name__ == "__main__":
    sys.exit(main())
