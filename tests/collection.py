#!/usr/bin/env python3
"""Checks foreign files of public repositories as they are and as what `import` writes of them.

    tests/collection.py --binary target/debug/archlint --clones FOLDER [--clone] [--only WORD] [--expected]

FOLDER holds one working tree a repository, named `owner+name`, at the commit that `tests/collection.tsv`
names; `--clone` makes those that are missing with git. For each file of the list:

- `import FILE > x.arch` ends with 0, 1 or 2, does not panic, and takes no longer than a minute;
- `check x.arch` tells what `check FILE` tells: rules, subjects, severities, messages, apart from what
  the import itself says, and from questions;
- `fmt --check x.arch` finds nothing to do.

`--expected` looks instead whether what `tests/expected.tsv` expects is told, and prints the share; of files
for which it says so also how many components have the right kind, and how many connections are right.

Nothing of those repositories is part of this one. The exit code is 1 when a file fails.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# What the import says of itself, and what a printed design asks in its comments.
OWN = {"not-imported", "guessed", "unrenderable", "unknown-facts", "not-evaluated"}


def rows(table):
    with open(os.path.join(HERE, table), encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def clone(folder, repository, commit):
    target = os.path.join(folder, repository.replace("/", "+"))
    if os.path.isdir(target):
        return
    url = f"https://github.com/{repository}"
    subprocess.run(["git", "init", "--quiet", target], check=True)
    subprocess.run(["git", "-C", target, "fetch", "--quiet", "--depth", "1", url, commit], check=True)
    subprocess.run(["git", "-C", target, "checkout", "--quiet", "FETCH_HEAD"], check=True)


def run(binary, *arguments):
    begin = time.time()
    ran = subprocess.run([binary, *arguments], capture_output=True, text=True, timeout=60)
    return ran, time.time() - begin


def told(ran):
    """What a report in JSON says, as a multiset."""
    try:
        findings = json.loads(ran.stdout)["findings"]
    except (ValueError, KeyError):
        return None
    # Who is named first of several that are alike follows the order of the text.
    alike = re.compile(r"^.*; the same holds for (\d+) more.*$")
    return collections.Counter(
        (one["rule"], tuple(sorted(one["subjects"])), one["severity"], alike.sub(r"\1 more", one["message"]["en"]))
        for one in findings
        if one["rule"] not in OWN
    )


def faults(binary, path, work):
    """Faults of one file, what is told of it, and how long the import took."""
    try:
        ran, seconds = run(binary, "import", path)
    except subprocess.TimeoutExpired:
        return ["takes more than a minute"], None, 60.0
    if ran.returncode not in (0, 1, 2) or "panicked" in ran.stderr:
        return [f"exit {ran.returncode}: {ran.stderr[:300]}"], None, seconds
    if ran.returncode == 2:
        return [], None, seconds
    design = os.path.join(work, "x.arch")
    with open(design, "w", encoding="utf-8") as out:
        out.write(ran.stdout)
    judged = ["--format", "json", "--fail-on", "never"]
    found = []
    # A file of Markdown may hold several designs, and `import` prints one.
    itself = [path] if not path.endswith(".md") else [design]
    ours, theirs = (told(run(binary, "check", one, *judged)[0]) for one in [design, itself[0]])
    if ours is None or theirs is None:
        found.append("no report")
    # What can't be read of a file is not in the design.
    elif ours != theirs and ran.returncode == 0:
        found.append(f"only the design: {list(ours - theirs)[:3]}, only the file: {list(theirs - ours)[:3]}")
    if ours and any(rule == "syntax" for rule, *_ in ours) and ran.returncode == 0:
        found.append("what is written does not parse")
    if run(binary, "fmt", "--check", design)[0].returncode:
        found.append("not as fmt sets it")
    return found, theirs, seconds


def halves():
    """What is expected of the files that faults are looked for in, and of those that only measure."""
    half = "looked at"
    lists = {half: []}
    with open(os.path.join(HERE, "expected.tsv"), encoding="utf-8") as lines:
        for line in map(str.strip, lines):
            half = line.lstrip("# ") if line.startswith("# held back") else half
            if line and not line.startswith("#"):
                lists.setdefault(half, []).append(line.split("\t"))
    return lists


def expected(binary, clones):
    """How much of what is expected is told, and what is told that is not, of each half apart."""
    codes = []
    for half, wanted in halves().items():
        structure = [row for row in wanted if row[3] in ("kind", "link")]
        codes.append(measured(binary, clones, half, [row for row in wanted if row not in structure]))
        if structure:
            compared(binary, clones, structure)
    return max(codes)


def kinds_of_words():
    """What each word of a declaration is: kinds themselves, and the technologies of the catalogue."""
    kinds, kind = {}, None
    with open(os.path.join(HERE, "..", "docs", "technologies.md"), encoding="utf-8") as lines:
        for line in lines:
            heading = re.match(r"## `([\w-]+)`", line)
            word = re.match(r"\| `([\w-]+)`", line)
            if heading:
                kind = heading[1]
            elif word:
                kinds[word[1]] = kind
    return kinds


def drawn(binary, path):
    """Components with their kinds, and connections as pairs of names, of what an import makes of a file."""
    words, kinds = kinds_of_words(), {}
    with tempfile.TemporaryDirectory() as work:
        design = os.path.join(work, "x.arch")
        ran, _ = run(binary, "import", "--no-comments", path)
        with open(design, "w", encoding="utf-8") as out:
            out.write(ran.stdout)
        for line in ran.stdout.splitlines():
            found = re.match(r"\s*([\w-]+)\s+([\w-]+)\s*(\"|\{|$)", line)
            if found and not re.match(r"\s*(design|traffic|slo|operations|flow|accept)\b", line):
                kinds[found[2]] = words.get(found[1], found[1])
        ran, _ = run(binary, "render", design, "--format", "scene", "-o", "-")
    try:
        links = json.loads(ran.stdout)["links"]
    except ValueError:
        links = []
    return kinds, {(stem(link["from"]), stem(link["to"])) for link in links}


def stem(name):
    """What siblings that are folded have in common."""
    return name.split(".")[-1].rstrip("0123456789").rstrip("-_")


def compared(binary, clones, wanted):
    """How many components have the kind that they are expected to have, and how many connections are right."""
    files = collections.defaultdict(lambda: {"kind": {}, "link": None})
    for repository, _, name, what, said in wanted:
        of = files[os.path.join(clones, repository.replace("/", "+"), name)]
        if what == "kind":
            of["kind"][said.split()[0]] = said.split()[1].split("|")
        else:
            of["link"] = of["link"] or set()
            of["link"] |= {tuple(map(stem, said.split("->")))} if "->" in said else set()
    right, all_kinds, wrong, hits, told_links, all_links = 0, 0, [], 0, 0, 0
    for path, of in files.items():
        if not os.path.exists(path):
            continue
        kinds, links = drawn(binary, path)
        known = {stem(name): kind for name, kind in kinds.items()}
        for name, kind in of["kind"].items():
            all_kinds += 1
            # An application server is a service of which the word says how it is built.
            kind = kind + ["was"] if "service" in kind else kind
            right += known.get(stem(name)) in kind
            if known.get(stem(name)) not in kind:
                wrong.append(f"{path}: {name} is {known.get(stem(name))}, not {kind}")
        if of["link"] is not None:
            users = {name for name, kind in known.items() if kind == "user"}
            either = of["link"] | {(b, a) for a, b in of["link"]}
            ours = {link for link in links if link in either or not users & set(link)}
            hits += len([link for link in ours if link in either])
            told_links += len(ours)
            all_links += len(of["link"])
            met = len([link for link in of["link"] if link in ours or link[::-1] in ours])
            wrong += [f"{path}: no connection {a}->{b}" for a, b in of["link"] if not {(a, b), (b, a)} & ours]
            wrong += [f"{path}: a connection {a}->{b}" for a, b in ours if (a, b) not in either]
            of["met"] = met
    met = sum(of.get("met", 0) for of in files.values())
    print("\n".join("structure: " + one for one in sorted(wrong)))
    print(f"{right} of {all_kinds} kinds are right ({right / max(1, all_kinds):.0%})")
    print(f"{hits} of {told_links} connections are right ({hits / max(1, told_links):.0%}), "
          f"{met} of {all_links} expected ones are there ({met / max(1, all_links):.0%})")


def measured(binary, clones, half, wanted):
    reports, met, missed, false = {}, 0, [], []
    for repository, _, name, rule, *subject in wanted:
        path = os.path.join(clones, repository.replace("/", "+"), name)
        if not os.path.exists(path):
            missed.append(f"{name}: is not here")
            continue
        if path not in reports:
            reports[path] = told(run(binary, "check", path, "--format", "json", "--fail-on", "never")[0]) or {}
        subjects = [one for told_rule, names, *_ in reports[path] if told_rule == rule.lstrip("-") for one in names]
        if rule.startswith("-"):
            false += [f"{name}: {rule[1:]} {subjects}"] if subjects else []
        elif any(one == subject[0] or one.endswith("." + subject[0]) for one in subjects):
            met += 1
        else:
            missed.append(f"{name}: {rule} {subject[0]}")
    print(f"== {half}: {len(reports)} files")
    print("\n".join(["missed: " + one for one in missed] + ["false: " + one for one in false]))
    share = met / max(1, met + len(missed))
    print(f"{met} of {met + len(missed)} expected findings are told ({share:.0%}), {len(false)} false alarms")
    named = {(os.path.join(clones, row[0].replace("/", "+"), row[2]), row[3]) for row in wanted}
    others = collections.Counter()
    for path, report in reports.items():
        for rule, _, severity, _ in report:
            if severity != "advice" and (path, rule) not in named:
                others[rule] += 1
    print(f"{sum(others.values()) / max(1, len(reports)):.1f} other findings a file at warning or above: {dict(others)}")
    return 0 if share >= 0.9 and not false else 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--clones", required=True)
    parser.add_argument("--clone", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--expected", action="store_true")
    given = parser.parse_args()
    if given.expected:
        return expected(given.binary, given.clones)
    counts, rules, times, bad = collections.Counter(), collections.Counter(), [], 0
    with tempfile.TemporaryDirectory() as work:
        for repository, commit, name in rows("collection.tsv"):
            if given.only not in f"{repository}/{name}":
                continue
            if given.clone:
                clone(given.clones, repository, commit)
            path = os.path.join(given.clones, repository.replace("/", "+"), name)
            if not os.path.exists(path):
                counts["not here"] += 1
                continue
            found, report, seconds = faults(given.binary, path, work)
            counts["refused" if report is None and not found else "designs"] += 1
            times.append(seconds)
            for rule, _, severity, _ in report or ():
                rules[f"{severity} {rule}"] += 1
            for fault in found:
                bad += 1
                print(f"{repository}/{name}: {fault}")
    times.sort()
    middle = times[len(times) // 2] if times else 0
    print(f"{len(times)} files, {dict(counts)}, {bad} faults")
    print(f"import takes {middle:.3f} s, at most {times[-1] if times else 0:.3f} s")
    for rule, count in rules.most_common():
        print(f"{count:6} {rule}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
