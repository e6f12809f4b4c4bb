#!/usr/bin/env python3
"""Throws mutated designs, hostile names and hostile outputs at every command of archlint.

    fuzz/cli.py --binary target/debug/archlint --seconds 60 --seed 1

A run in four takes a foreign file instead: compose, Kubernetes, Terraform, Mermaid, draw.io, D2,
Structurizr or C4. One in twenty is interrupted.

A run fails when the program panics, is killed, takes too long, changes a file that it may only
read, leaves a half-made file behind, lets a planted secret or a control character out, or writes
JSON or XML that nothing can read. It prints the command and keeps its folder.
"""

import argparse
import base64
import json
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zlib
import xml.etree.ElementTree as XML

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECRET = "Zk3Jq9Wm2Xv7Lp5R"
# Ways to tell it, each in a line of its own, as a comment or in a label.
SPELLINGS = [
    f"// db password: {SECRET}", f"// DB_PASSWORD={SECRET}", f"// 비밀번호는 {SECRET}", f"// mysql://root:{SECRET}@db.internal/shop",
    f'user zz1 "password: {SECRET}"', f'user zz2 "비번 {SECRET}" {{ note = "api_key={SECRET}" }}', f'was zz3 {{ note = "id/pw: admin/{SECRET}" }}',
]
HOSTILE = [
    "\x1b[31m", "\u202e", "\u200b", "\x07", "\r", "\n", "\t", "\0", "::error::x", "</script><script>alert(1)</script>",
    "](javascript:alert(1))", "`", "``", "```", "|", "\\", '"', '"""', "'", "<img src=x onerror=alert(1)>", "&amp;", "%0A",
    "${x}", "#", "//", "/*", "{", "}", "[", "]", "->", "~>", "=>", "=", "가", "ㅋ", "😀", "e\u0301", "\ufeff", "9" * 40, "1e999",
    "-1", "0", "99999999999 rps", "x" * 3000, " , ," * 400, "{" * 200, "(" * 200, "include \"/etc/passwd\"\n",
    "include \"a.arch\"\n", "design \"x\" extends \"a.arch\"\n", "include \"/dev/zero\"\n",
]
NAMES = ["a.arch", "설계 1.arch", "-dash.arch", "a\n::error::b.arch", "c\x1b[31m.arch", "a,b:1.arch", "sp ace.arch", "q'\"`.arch",
         "post.md", "x.y.arch"]
FOREIGN = {
    "docker-compose.yml": "services:\n  api:\n    image: shop/api:1\n    deploy: {replicas: 2}\n    environment:\n      DB_PASSWORD: SECRET\n"
                          "      DATABASE_URL: mysql://root:SECRET@orders:3306/shop\n    depends_on: [orders]\n  orders:\n    image: mysql:8\n",
    "k8s.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: api}}\n"
                "  template:\n    metadata: {labels: {app: api}}\n    spec:\n      containers:\n        - name: api\n          image: shop/api:1\n"
                "          env:\n            - {name: DB_PASSWORD, value: SECRET}\n            - {name: DB_HOST, value: orders}\n---\n"
                "apiVersion: v1\nkind: Service\nmetadata: {name: orders}\nspec: {selector: {app: orders}, ports: [{port: 3306}]}\n",
    "main.tf": "variable \"n\" { default = 2 }\nresource \"aws_instance\" \"api\" {\n  count = var.n\n  user_data = \"DB_PASSWORD=SECRET\"\n}\n"
               "resource \"aws_db_instance\" \"orders\" {\n  engine = \"mysql\"\n  multi_az = true\n  password = \"SECRET\"\n}\n",
    "flow.mmd": "flowchart LR\n  fan((User)) --> api[\"API x2\"]\n  subgraph aws\n    api -->|\"password: SECRET\"| db[(\"MySQL\")]\n  end\n",
    "shop.drawio": "<mxfile><diagram name=\"a\"><mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>"
                   "<mxCell id=\"a\" value=\"API password: SECRET\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"0\" y=\"0\" width=\"80\" height=\"40\"/></mxCell>"
                   "<mxCell id=\"b\" value=\"MySQL\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"200\" y=\"0\" width=\"80\" height=\"40\"/></mxCell>"
                   "<mxCell id=\"c\" edge=\"1\" source=\"a\" target=\"b\" parent=\"1\"/></root></mxGraphModel></diagram></mxfile>",
    "shop.d2": "user: User { shape: person }\napi: API { style.multiple: true }\ndb: MySQL { shape: cylinder }\nuser -> api\napi -> db: \"password: SECRET\"\n",
    "work.dsl": "workspace {\n  model {\n    u = person \"User\"\n    s = softwareSystem \"Shop\" {\n      api = container \"API\" \"password: SECRET\" \"Spring\"\n"
                "      db = container \"DB\" \"\" \"MySQL\"\n      api -> db \"reads\"\n    }\n    u -> api \"uses\"\n  }\n}\n",
    "c4.puml": "@startuml\n!include <C4/C4_Container>\nPerson(u, \"User\")\nContainer(api, \"API\", \"Spring\", \"password: SECRET\")\n"
               "ContainerDb(db, \"DB\", \"MySQL\")\nRel(u, api, \"uses\")\nRel(api, db, \"reads\")\n@enduml\n",
}


def packed(text):
    """The page of a drawing deflated."""
    head, rest = text.split("<mxGraphModel>", 1)
    page, tail = rest.split("</mxGraphModel>", 1)
    page = urllib.parse.quote(f"<mxGraphModel>{page}</mxGraphModel>", safe="")
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return head + base64.b64encode(deflate.compress(page.encode()) + deflate.flush()).decode() + tail


CHECKS = ["pretty", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"]
PICTURES = ["svg", "html", "scene", "dot", "mermaid", "d2", "png", "pdf"]
FIGURES = ["pretty", "json", "markdown"]
BINARY_OUTPUT = {"png", "pdf"}


def corpus():
    files = [*ROOT.glob("examples/**/*.arch"), *ROOT.glob("tests/it/**/*.arch"), *ROOT.glob("docs/**/*.md")]
    texts = [path.read_text(encoding="utf-8") for path in sorted(files)]
    return [text for text in texts if len(text) < 20_000] or sys.exit("there are no designs to start from")


def mutate(text, rng):
    for _ in range(rng.choice([0, 1, 1, 2, 4, 16])):
        at, to = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        kind = rng.randrange(6)
        if kind == 0:
            text = text[:at] + rng.choice(HOSTILE) + text[at:]
        elif kind == 1:
            text = text[:at] + text[min(to, at + 40):]
        elif kind == 2:
            text = text[:to] + text[at:to] + text[to:]
        elif kind == 3:
            lines = text.split("\n")
            rng.shuffle(lines)
            text = "\n".join(lines)
        elif kind == 4:
            quotes = [i for i, c in enumerate(text) if c == '"']
            if quotes:
                at = rng.choice(quotes) + 1
                text = text[:at] + rng.choice(HOSTILE) + text[at:]
        else:
            text = text[:at] + str(rng.choice([0, 1, 7, 10**9, 0.1])) + text[at:]
        text = text[:60_000]
    return text


def command(name, other, rng):
    """The arguments, whether the file may change, and the form of what is printed."""
    pick = rng.randrange(18)
    if pick == 14:
        return rng.choice([["explain", "no-backup"], ["rules"], ["man"], ["schema", "config"], ["schema", "json"], ["completions", "bash"]]), False, "alone"
    if pick == 15:
        return ["fix", "-o", "to-be.out.arch"], False, "text"
    if pick == 16:
        return ["diff", "--svg", rng.choice(["made.svg", "-", "made.mmd", "made.html", other]), "--", other], False, "text"
    if pick == 17:
        update = rng.choice([[], ["--update-baseline"]])
        return ["check", "--baseline", rng.choice(["base.json", other, "link.json"]), *update], False, "pretty"
    if pick == 12:
        return ["import"], False, "text"
    if pick == 13:
        return ["fix", "--suggested"], True, "text"
    if pick < 3:
        form = rng.choice(CHECKS)
        more = rng.choice([[], ["--summary"], ["--profile", "strict"], ["--fail-on", "never"], ["--select", "security"]])
        return ["check", f"--format={form}", *more], False, form
    if pick < 6:
        form = rng.choice(PICTURES)
        more = rng.choice([[], ["--overview"], ["--load"], ["--no-findings"], ["--size", "16:9"], ["--theme", "auto"], ["--against-base"]])
        return ["render", f"--format={form}", *more], False, form
    if pick == 6:
        form = rng.choice(FIGURES)
        return ["estimate", f"--format={form}"], False, form
    if pick == 7:
        form = rng.choice(FIGURES)
        more = rng.choice([[], ["--sweep"], ["--traffic", "10x"], ["--fail", "api"], ["--cache-cold"], ["--zone-down", "a"]])
        return ["simulate", f"--format={form}", *more], False, form
    if pick == 8:
        return ["report", *rng.choice([[], ["--week", "1"], ["--week", "4"]])], False, "markdown"
    if pick == 9:
        form = rng.choice(FIGURES)
        return ["diff", f"--format={form}", "--", other], False, form
    if pick == 10:
        return ["fix", *rng.choice([["--diff"], [], ["--diff", "--suggested"]])], True, "text"
    return ["fmt", *rng.choice([["--check"], ["--diff"], []])], True, "text"


def output(form, name, folder, rng):
    """Where the output goes: nowhere special, a file, or somewhere it must not."""
    kind = rng.randrange(8)
    if kind < 3:
        return None
    if kind == 3:
        return folder / f"out.{form}"
    if kind == 4:
        return folder / name
    if kind == 5:
        link = folder / "link.out"
        link.symlink_to(name)
        return link
    if kind == 6:
        dangling = folder / "dangling.out"
        dangling.symlink_to("made.out")
        return dangling
    return pathlib.Path(rng.choice(["-", "/dev/null", "/dev/full", "/dev/stdout", "/dev/fd/1", str(folder), str(folder / "no" / "such")]))


def busy():
    """Seconds of processor time that the programs have taken: what else the machine does doesn't count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Failed(Exception):
    pass


def check_text(text, form, what):
    for c in text.replace("\r\n", "\n"):
        if c in "\n\t":
            continue
        bad = ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u200b\u202e\u2066"
        if bad and form in ("pretty", "concise", "github", "text", "markdown", "err"):
            raise Failed(f"{what} lets {c!r} out")
    for line in text.split("\n"):
        if form != "github" and line.startswith(("::error", "::stop-commands", "##[")):
            raise Failed(f"{what} begins a line with a workflow command")
    if form in ("json", "sarif", "gitlab", "scene") and text.strip():
        json.loads(text)
    if form == "jsonl":
        [json.loads(line) for line in text.split("\n") if line]
    if form in ("junit", "svg") and text.strip():
        XML.fromstring(text)


def one(binary, texts, rng, folder):
    name, other = rng.choice(NAMES), "other.arch"
    foreign = rng.random() < 0.25
    if foreign:
        name = rng.choice(list(FOREIGN))
        text = FOREIGN[name].replace("SECRET", SECRET)
        if name == "shop.drawio" and rng.random() < 0.5:
            text = packed(text)
        mutated = mutate(text, rng)
        # A secret that is taken apart, or whose name is, is none.
        planted = mutated == text
        text = mutated
    else:
        text = mutate(rng.choice(texts), rng)
        planted = rng.random() < 0.3 and "\0" not in text
    if foreign:
        pass
    elif name.endswith(".md") and "```arch" not in text:
        text = f"# post\n\n```arch\n{text}\n```\n"
    elif planted:
        text += f"\n{rng.choice(SPELLINGS)}\n"
    raw = text.encode("utf-8", "surrogatepass")
    if rng.random() < 0.05:
        raw = raw[: len(raw) // 2] + bytes([0xC1, 0xFF]) + raw[len(raw) // 2:]
    (folder / name).write_bytes(raw)
    (folder / other).write_bytes(rng.choice(texts).encode())
    args, may_change, form = command(name, other, rng)
    may_change = may_change and not foreign
    target = output(form, name, folder, rng)
    if target and not may_change and args[0] not in ("fix", "fmt") and form != "alone":
        args[1:1] = ["--output-file" if args[0] == "check" else "-o", str(target)]
    stdin = subprocess.DEVNULL
    if form == "alone":
        pass
    elif args[0] == "diff":
        args.insert(-1, f"./{name}")
    elif not may_change and "fix" not in args and rng.random() < 0.1:
        stdin = open(folder / name, "rb")
        args.append("-")
    else:
        args.append(f"./{name}")
    args += [] if "--" in args else ["--lang", rng.choice(["ko", "en"])]
    # One run in ten shows secrets, and must not steer the terminal all the same.
    if "--" not in args and rng.random() < 0.1:
        args.append("--show-secrets")
        planted = False
    if rng.random() < 0.1:
        (folder / "link.json").symlink_to("base.json")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and not path.is_symlink()}
    streams = rng.choice(["open"] * 6 + ["closed", "full-err", "full-out", "no-out", "no-err", "none"])
    out = subprocess.PIPE
    err = subprocess.PIPE
    full = open("/dev/full", "wb") if streams.startswith("full") else None
    if streams == "full-err":
        err = full
    if streams == "full-out":
        out = full
    started = busy()
    closing = {"no-out": ">&-", "no-err": "2>&-", "none": ">&- 2>&-"}.get(streams)
    if closing and stdin is subprocess.DEVNULL:
        closing += " <&-"
    whole = ["sh", "-c", f'exec "$0" "$@" {closing}', binary, *args] if closing else [binary, *args]
    process = subprocess.Popen(whole, cwd=folder, stdin=stdin, stdout=out, stderr=err)
    interrupted = rng.random() < 0.05
    if interrupted:
        time.sleep(rng.random() * 0.3)
        process.send_signal(rng.choice([signal.SIGINT, signal.SIGTERM, signal.SIGHUP]))
    if streams == "closed":
        process.stdout.close()
        process.stdout = None
    try:
        told, said = process.communicate(timeout=900)
    except subprocess.TimeoutExpired:
        process.kill()
        raise Failed(f"does not end: {args}") from None
    finally:
        if full:
            full.close()
        if stdin is not subprocess.DEVNULL:
            stdin.close()
    took = busy() - started
    told, said = told or b"", said or b""
    what = f"{args} ({streams}, {took:.1f} s)"
    if took > 60:
        raise Failed(f"took more than a minute: {what}")
    if process.returncode not in ((0, 1, 2, -signal.SIGINT, -signal.SIGTERM, -signal.SIGHUP) if interrupted else (0, 1, 2)):
        raise Failed(f"exit {process.returncode}: {what}\n{said.decode(errors='replace')}")
    said = said.decode()
    for word in ("panicked", "mistake of archlint", "archlint의 오류"):
        if word in said:
            raise Failed(f"{word}: {what}\n{said}")
    if not may_change:
        for path, content in before.items():
            if (folder / path).read_bytes() != content:
                raise Failed(f"changed {path!r}: {what}")
    left = [path.name for path in folder.iterdir() if path.name.startswith(".archlint-")]
    if left:
        raise Failed(f"left {left}: {what}")
    check_text(said, "err", what)
    if planted and not may_change:
        new = [path for path in folder.iterdir() if path.is_file() and path.resolve().name not in before and path.suffix not in (".png", ".pdf")]
        for path in new:
            # A TO-BE extends the design and repeats nothing of it.
            if SECRET.encode() in path.read_bytes():
                raise Failed(f"writes the secret into {path.name}: {what}")
    if target and target.is_file() and target.name.startswith("out."):
        told = target.read_bytes()
    if form in BINARY_OUTPUT or process.returncode < 0:
        return
    told = told.decode()
    if streams == "open" or target:
        check_text(told, "text" if form == "alone" else form, what)
    if planted and (SECRET in told or SECRET in said):
        raise Failed(f"tells the secret: {what}")


def main():
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--binary", default=str(ROOT / "target/debug/archlint"))
    given.add_argument("--seconds", type=float, default=60)
    given.add_argument("--runs", type=int, default=10**9, help="stop after so many runs")
    given.add_argument("--seed", type=int, default=1)
    given = given.parse_args()
    binary, texts = str(pathlib.Path(given.binary).resolve()), corpus()
    until, runs, failures = time.monotonic() + given.seconds, 0, 0
    while time.monotonic() < until and runs < given.runs and failures < 10:
        rng = random.Random(given.seed * 1_000_000 + runs)
        folder = pathlib.Path(tempfile.mkdtemp(prefix="archlint-fuzz-"))
        try:
            one(binary, texts, rng, folder)
            shutil.rmtree(folder)
        except (Failed, ValueError, UnicodeError, XML.ParseError) as error:
            failures += 1
            print(f"run {runs} of seed {given.seed}: {type(error).__name__}: {error}\n  kept in {folder}", flush=True)
        runs += 1
    print(f"{runs} runs, {failures} failures (seed {given.seed})")
    sys.exit(1 if failures or not runs else 0)


if __name__ == "__main__":
    main()
