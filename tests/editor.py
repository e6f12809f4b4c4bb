#!/usr/bin/env python3
"""A scripted editor that speaks to `archlint lsp` as every editor does, over standard input and output.

    tests/editor.py typing [--binary target/release/archlint] [--most 10]
    tests/editor.py edits  [--binary …] [--count 10000]
    tests/editor.py fuzz   [--binary …] [--seconds 60] [--seed 1]

typing  Types 200 keys (`--keys`) into a design of 1,000 lines, at its beginning, middle and end, Hangul by
        syllable as an input method hands it over, and prints how long the findings take. After every
        fourth they must be those of `archlint check --format json`. With `--most` the 95th
        percentile of the computing time must not be above.
edits   Makes so many random edits. The memory afterwards must be at most 1.3 times that after 100, and
        the findings those of a server that sees only the last text.
fuzz    Sends messages that no editor sends, for so long: the server must answer every request, never
        hang, and end as the protocol has it.
"""

import argparse
import json
import os
import pathlib
import queue
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Nothing that an editor asks may take longer, in seconds.
PATIENCE = 60


class Editor:
    """One conversation. Keeps the last findings of each file, with the version that they are of."""

    def __init__(self, binary, folder, initialize=True):
        command = [pathlib.Path(binary).resolve(), "lsp"]
        environment = os.environ | {"ARCHLINT_LANG": "en"}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        cwd=folder, env=environment)
        self.inbox = queue.Queue()
        self.folder, self.number, self.version, self.found = folder, 0, 0, {}
        self.complaints = []
        threading.Thread(target=self.listen, daemon=True).start()
        threading.Thread(target=self.overhear, daemon=True).start()
        if initialize:
            self.request("initialize", {"processId": None, "rootUri": self.uri(""), "capabilities": {}})
            self.notify("initialized", {})

    def uri(self, name):
        return f"file://{urllib.parse.quote(str(self.folder))}/{urllib.parse.quote(name)}".rstrip("/")

    def listen(self):
        out = self.process.stdout
        while True:
            length = None
            while (line := out.readline()).strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if length is None:
                self.inbox.put(None)
                return
            self.inbox.put((time.perf_counter(), json.loads(out.read(length))))

    def overhear(self):
        for line in self.process.stderr:
            self.complaints.append(line.decode(errors="replace"))

    def write(self, body):
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def send(self, message):
        self.write(json.dumps({"jsonrpc": "2.0"} | message, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def next(self):
        """The next message, and when it came."""
        come = self.inbox.get(timeout=PATIENCE)
        if come is None:
            raise EOFError("the server is gone: " + "".join(self.complaints[-5:]))
        when, message = come
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.found[params["uri"]] = (params.get("version"), params["diagnostics"])
        return when, message

    def request(self, method, params):
        """The whole answer, error and all."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            _, message = self.next()
            if message.get("id") == self.number and "method" not in message:
                return message

    def open(self, name, text):
        self.version += 1
        document = {"uri": self.uri(name), "languageId": "archlint", "version": self.version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        self.findings(name)

    def change(self, name, text):
        self.version += 1
        document = {"uri": self.uri(name), "version": self.version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def findings(self, name):
        """Waits for the findings of the newest text; when they came."""
        while True:
            when, message = self.next()
            if self.found.get(self.uri(name), (0,))[0] == self.version and "diagnostics" in message.get("params", {}):
                return when

    def end(self):
        """The exit code after a proper goodbye."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(PATIENCE)

    def computing(self):
        """Milliseconds that all threads have computed so far."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6

    def memory(self):
        """KiB that are in use."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


def design(components=440):
    """1,000 lines that read well: services that call their neighbours, stores and queues, in groups."""
    lines = ['design "크기 시험" as-is', "", "traffic { dau = 30만, requests-per-user = 20, peak = 5x }",
             "user fan", "lb front { managed, health-check }", "fan -> front -> s0", ""]
    for n in range(components):
        kind, what = ("mysql", "replicas = 2, failover = auto") if n % 10 == 9 else ("service", "replicas = 2")
        lines.append(f'{kind} s{n} "{"저장소" if n % 10 == 9 else "서비스"} {n}" {{ {what} }}')
    lines.append("")
    for n in range(components):
        over = n + 12
        if n % 10 != 9 and n + 1 < components:
            lines.append(f"s{n} -> s{n + 1} {{ timeout = 1s }}")
        if n % 10 in (4, 8):
            lines.append(f"s{n} -> s{n - n % 10 + 9}")
        if n % 10 in (4, 8) and over < components and over % 10 != 9:
            lines.append(f"s{n} ~> s{over}")
    assert 950 < len(lines) < 1050, len(lines)
    return lines


def syllable(letter):
    """What an input method shows while a syllable is composed: ㅈ, 주, 줌 …"""
    code = ord(letter) - 0xAC00
    if not 0 <= code < 11172:
        return [letter]
    initials = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
    first, vowel, last = code // 588, code % 588 // 28, code % 28
    open_form = chr(0xAC00 + first * 588 + vowel * 28)
    return [initials[first], open_form] + ([letter] if last else [])


TYPED = ('was 주문 "주문을 받는 서버 🚀" { replicas = 3 }\nmysql 주문-db "주문 저장소"\n'
         "s3 -> 주문 -> 주문-db\n주문 ~> s7 { timeout = 500ms }\n")


def keystrokes(limit):
    """Texts that stand behind one another while TYPED is typed."""
    written, states = "", []
    for letter in TYPED:
        states += [written + part for part in syllable(letter)]
        written += letter
    return states[:limit]


def typing(given):
    lines = design()
    with tempfile.TemporaryDirectory() as folder:
        editor = Editor(given.binary, folder)
        editor.open("a.arch", "\n".join(lines))
        waited, computed, compared = [], [], 0
        places = [7, len(lines) // 2, len(lines)]
        per_place = given.keys // len(places) + 1
        for place in places:
            for number, typed in enumerate(keystrokes(per_place)):
                text = "\n".join(lines[:place]) + "\n" + typed + "\n" + "\n".join(lines[place:])
                time.sleep(given.pause)
                before, begun = editor.computing(), time.perf_counter()
                editor.change("a.arch", text)
                waited.append((editor.findings("a.arch") - begun) * 1000)
                time.sleep(0.005)
                computed.append(editor.computing() - before)
                if number % 4 == 0:
                    compare(given.binary, folder, text, editor.found[editor.uri("a.arch")][1])
                    compared += 1
        time.sleep(0.2)
        assert editor.inbox.empty(), "something came after the last findings"
        assert editor.end() == 0
    shown = {"change to findings": waited, "of it computing": computed}
    for what, times in shown.items():
        print(f"{what}: p50 {share(times, 0.5):.1f} ms, p95 {share(times, 0.95):.1f} ms, "
              f"most {max(times):.1f} ms ({len(times)} keystrokes in {len(lines)} lines)")
    print(f"{compared} states have the findings of `archlint check`")
    if given.most and share(computed, 0.95) > given.most:
        sys.exit(f"editor: the 95th percentile of computing is above {given.most} ms")


def share(times, part):
    return sorted(times)[min(int(len(times) * part), len(times) - 1)]


def compare(binary, folder, text, told):
    """The server's findings of a text are those of the command line, which says many of a kind together."""
    (pathlib.Path(folder) / "b.arch").write_text(text)
    command = [pathlib.Path(binary).resolve(), "check", "--format", "json", "b.arch"]
    printed = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=PATIENCE).stdout
    report = [it for it in json.loads(printed)["findings"] if not it["accepted"]]
    primary = {(it["rule"], it["range"]["start"]["line"] - 1) for it in report}
    also = {(it["rule"], other["range"]["start"]["line"] - 1) for it in report for other in it["related"]}
    found = {(it["code"], it["range"]["start"]["line"]) for it in told if "code" in it}
    assert primary <= found <= primary | also, f"missing: {primary - found}; too many: {found - primary - also}"


def random_edit(text, rng):
    """Cuts a little out, or writes a little, at one place."""
    at = rng.randrange(len(text) + 1)
    if rng.random() < 0.5:
        return text[:at] + text[at + rng.randrange(1, 8):]
    pieces = ["주문", "was x\n", "}", "{", '"', "->", "\n", " ", "/*", "*/", "// ", "replicas = 3", "🚀", "\r\n", "e\u0301", '"""', "= "]
    return text[:at] + rng.choice(pieces) + text[at:]


def edits(given):
    rng = random.Random(given.seed)
    base = "\n".join(design(120)[:300]) if given.large else (ROOT / "examples/ticketing/as-is.arch").read_text()
    with tempfile.TemporaryDirectory() as folder:
        editor = Editor(given.binary, folder)
        text = base
        editor.open("a.arch", text)
        early = None
        for number in range(given.count):
            # Now and then the author takes it all back.
            text = base if rng.random() < 0.02 else random_edit(text, rng)
            editor.change("a.arch", text)
            if rng.random() < 0.7 or number + 1 == given.count:
                editor.findings("a.arch")
            if number == 100:
                early = editor.memory()
        late = editor.memory()
        fresh = Editor(given.binary, folder)
        fresh.open("a.arch", text)
        told, anew = editor.found[editor.uri("a.arch")][1], fresh.found[fresh.uri("a.arch")][1]
        assert told == anew, f"{told}\n{anew}"
        assert editor.end() == 0 and fresh.end() == 0
    print(f"{given.count} edits: memory {early} KiB after 100, {late} KiB at the end "
          f"({late / early:.2f} times); findings as of a fresh server")
    if late > 1.3 * early:
        sys.exit("editor: memory grows")


METHODS = ["hover", "completion", "definition", "references", "documentHighlight", "documentSymbol", "prepareRename", "rename", "codeAction",
           "codeLens", "documentLink", "formatting", "rangeFormatting", "onTypeFormatting", "foldingRange", "selectionRange", "inlayHint",
           "semanticTokens/full", "semanticTokens/range", "prepareCallHierarchy"]
OTHERS = ["workspace/symbol", "workspace/executeCommand", "completionItem/resolve", "codeAction/resolve", "callHierarchy/incomingCalls",
          "callHierarchy/outgoingCalls", "archlint/at", "archlint/view", "archlint/ask", "initialize", "no/such", "$/what", ""]
NOTICES = ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/didSave", "workspace/didChangeWatchedFiles",
           "workspace/didChangeConfiguration", "workspace/didChangeWorkspaceFolders", "$/cancelRequest", "$/setTrace", "no/such"]
NUMBERS = [0, 1, 5, 17, 1000, 2**31, 2**63, 2**64, -1, 1.5, 1e300, "3", None]


def anything(rng, depth=0):
    """Some JSON."""
    simple = [None, True, False, 0, -1, 2**70, 1.5, "", "x", "가\u0000🚀", "file:///", [], {}]
    if depth > 2 or rng.random() < 0.6:
        return rng.choice(simple)
    if rng.random() < 0.5:
        return [anything(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice(["uri", "position", "line", "text", "range", "kind", "data", "x"]): anything(rng, depth + 1) for _ in range(rng.randrange(4))}


def place(rng, text):
    line = rng.randrange(text.count("\n") + 1) if rng.random() < 0.8 else rng.choice(NUMBERS)
    return {"line": line, "character": rng.randrange(40) if rng.random() < 0.8 else rng.choice(NUMBERS)}


def asked(rng, editor, text, names):
    """What a request about a text takes, mostly."""
    if rng.random() < 0.1:
        return anything(rng)
    span = {"start": place(rng, text), "end": place(rng, text)}
    uri = editor.uri(rng.choice(names)) if rng.random() < 0.95 else rng.choice(["", "untitled:1", "file:///etc/passwd", "http://x/%ff", "file://%00"])
    whole = {
        "textDocument": {"uri": uri}, "uri": uri, "position": place(rng, text), "range": span, "context": {"diagnostics": [], "includeDeclaration": True},
        "newName": rng.choice(["주문", "a b", "", "9x", "was", "e\u0301", "x" * 5000]), "positions": [place(rng, text)], "options": {"tabSize": 2},
        "ch": "}", "query": rng.choice(["", "ㅈㅁ", "s", "\\", "🚀"]), "question": rng.choice([{"ask": "simulate"}, anything(rng)]),
        "command": rng.choice(["archlint.preview", "archlint.simulate", "archlint.report", "archlint.explain", "archlint.export", "archlint.import",
                               "archlint.toBe", "archlint.restart", "rm -rf"]),
        "arguments": rng.choice([[], [{"uri": uri}], [uri], [anything(rng)]]), "item": anything(rng), "data": anything(rng),
    }
    if rng.random() < 0.2:
        whole.pop(rng.choice(list(whole)))
    if rng.random() < 0.2:
        whole[rng.choice(list(whole))] = anything(rng)
    return whole


def fuzz(given):
    rng = random.Random(given.seed)
    until = time.monotonic() + given.seconds
    seeds = [path.read_text() for path in sorted((ROOT / "examples").rglob("*.arch"))] + [""]
    talks = sent = answered = 0
    while time.monotonic() < until:
        seed = rng.randrange(2**32)
        try:
            one, back = conversation(given.binary, random.Random(seed), seeds, until)
        except Exception:
            print(f"fuzz: fails with --seed {given.seed}, conversation {talks} ({seed})", file=sys.stderr)
            raise
        talks, sent, answered = talks + 1, sent + one, answered + back
    print(f"{given.seconds} s: {talks} conversations, {sent} messages, {answered} answers; none hung, failed or ended wrongly")


def conversation(binary, rng, seeds, until):
    """Speaks with one server as no editor does; how much was said and answered."""
    with tempfile.TemporaryDirectory() as folder:
        text, names = rng.choice(seeds), ["a.arch", "b.arch", "설계 🚀.md", "archlint.toml"]
        editor = Editor(binary, folder, initialize=rng.random() < 0.95)
        speaks = editor.number > 0
        for name in names[: rng.randrange(len(names) + 1)]:
            editor.notify("textDocument/didOpen", {"textDocument": {"uri": editor.uri(name), "version": 1, "languageId": "archlint", "text": text}})
        sent, open_requests, unsure = 0, set(), False
        for _ in range(rng.randrange(20, 400)):
            if time.monotonic() > until:
                break
            sent += 1
            roll = rng.random()
            if roll < 0.4:
                text = random_edit(text, rng)
                name = rng.choice(names)
                change = {"text": text} if rng.random() < 0.9 else {"range": {"start": place(rng, text), "end": place(rng, text)}, "text": "x"}
                version = rng.choice([sent, sent, sent, -1, None, "x"])
                editor.notify("textDocument/didChange", {"textDocument": {"uri": editor.uri(name), "version": version}, "contentChanges": [change]})
            elif roll < 0.9:
                method = f"textDocument/{rng.choice(METHODS)}" if rng.random() < 0.75 else rng.choice(OTHERS)
                editor.number += 1
                open_requests.add(editor.number)
                editor.send({"id": editor.number, "method": method, "params": asked(rng, editor, text, names)})
            elif roll < 0.97:
                editor.notify(rng.choice(NOTICES), asked(rng, editor, text, names))
            elif roll < 0.998:
                editor.send(rng.choice([{}, {"id": None}, {"id": 3.5, "result": 1}, {"method": 7}, {"id": "x", "error": {}}, {"params": {}}]))
            else:
                unsure = True
                break
        if unsure:
            return sent, break_off(editor, rng)
        if not speaks:
            open_requests.clear()
        begun, answered = len(open_requests), 0
        while open_requests:
            _, message = editor.next()
            if "method" not in message:
                assert ("result" in message) != ("error" in message), message
                assert message.get("error", {}).get("code") != -32603, f"an internal error: {message}"
                open_requests.discard(message.get("id"))
            else:
                mistake = message["method"] == "window/showMessage" and "archlint's own" in message["params"]["message"]
                assert not mistake, message
        answered = begun
        if rng.random() < 0.3:
            editor.notify("exit", None)
            code = editor.process.wait(PATIENCE)
            assert code == 1, f"exit without shutdown ended with {code}"
        elif speaks:
            code = editor.end()
            assert code == 0, f"ended with {code}: {editor.complaints}"
        else:
            editor.process.stdin.close()
            assert editor.process.wait(PATIENCE) in (0, 1)
        assert not any("panicked" in line for line in editor.complaints), editor.complaints
        return sent, answered


def break_off(editor, rng):
    """What is no message at all ends the conversation, and is no crash."""
    junk = [b"Content-Length: 5\r\n\r\n{\"a\":", b"Content-Length: x\r\n\r\n", b"\r\n\r\n\r\n", b"Content-Length: 99999999\r\n\r\nx", b"\xff\xfe\x00" * 20,
            b"Content-Length: 2\r\n\r\n\xff\xff"]
    try:
        editor.process.stdin.write(rng.choice(junk))
        editor.process.stdin.flush()
        editor.process.stdin.close()
    except BrokenPipeError:
        pass
    code = editor.process.wait(PATIENCE)
    assert code in (0, 1), f"ended with {code}: {editor.complaints}"
    assert not any("panicked" in line for line in editor.complaints), editor.complaints
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["typing", "edits", "fuzz"])
    parser.add_argument("--binary", default=ROOT / "target/release/archlint")
    parser.add_argument("--most", type=float, help="ms of computing that the 95th percentile may take")
    parser.add_argument("--keys", type=int, default=200, help="how many are typed")
    parser.add_argument("--pause", type=float, default=0.02, help="seconds between keystrokes")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--large", action="store_true", help="edits in a large design")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    {"typing": typing, "edits": edits, "fuzz": fuzz}[given.what](given)


if __name__ == "__main__":
    main()
