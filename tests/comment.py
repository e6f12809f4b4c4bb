#!/usr/bin/env python3
"""Tries the comment of the action on a throw-away repository, against a server that stands in for
GitHub. Needs `git` and `archlint` on the path."""

import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMENT = ROOT / "packaging" / "action" / "comment.py"
# What GitHub keeps of HTML in a comment, as far as the comment uses any.
KEPT = {"details", "summary", "br"}
CHAT = 'design "chat" as-is\nuser fan\nwas api "서버" { replicas = 2 }\nmysql talks { backup = 1d }\nfan -> api -> talks\n'
POST = "# 설계\n\n```arch\nuser fan\nwas api\nfan -> api\n```\n"
CALLS: list[tuple[str, str, dict | None]] = []


class GitHub(http.server.BaseHTTPRequestHandler):
    comments: list[dict] = []
    refuses = False

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        CALLS.append((self.command, self.path, body))
        refused = self.refuses and self.command != "GET"
        rows = self.comments if "page=1" in self.path else []
        text = json.dumps(rows if self.command == "GET" else {"id": 7}).encode()
        self.send_response(403 if refused else 200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PATCH = answer

    def log_message(self, *_: object) -> None:
        pass


def git(*words: str) -> str:
    return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout.strip()


def comment(*words: str) -> None:
    subprocess.run([sys.executable, str(COMMENT), *words], check=True)


def repository(folder: pathlib.Path) -> str:
    os.chdir(folder)
    git("init", "--quiet", "--initial-branch=main")
    git("config", "user.name", "test")
    git("config", "user.email", "test@example.com")
    (folder / "shop.arch").write_text('user fan\nspring api "주문 <b>API</b> @all"\nmysql orders { backup = none }\nfan -> api -> orders\n')
    (folder / "old.arch").write_text("user fan\nwas api\nfan -> api\n")
    (folder / "chat.arch").write_text(CHAT)
    (folder / "post.md").write_text(POST)
    (folder / "other.md").write_text("# no design\n")
    git("add", "--all")
    git("commit", "--quiet", "-m", "as it is")
    base = git("rev-parse", "HEAD")
    text = (folder / "shop.arch").read_text().replace("backup = none", "backup = 1d, replicas = 2, failover = auto")
    (folder / "shop.arch").write_text(text.replace("fan -> api", "redis seats\napi -> seats\nfan -> api"))
    (folder / "new.arch").write_text("user fan\nmysql orders { backup = none }\nfan -> orders\n")
    git("rm", "--quiet", "old.arch")
    git("mv", "chat.arch", "talk.arch")
    (folder / "talk.arch").write_text(CHAT + "redis rooms\napi -> rooms\n")
    (folder / "post.md").write_text(POST.replace("fan -> api", "mysql orders\nfan -> api -> orders"))
    (folder / "policy.arch").write_text('attributes { owner = text }\n\npolicy owned {\n  require owner on db\n}\n')
    git("add", "--all")
    git("commit", "--quiet", "-m", "a change")
    return base


def composed(base: str, lang: str, out: pathlib.Path) -> str:
    comment("--base", base, "--lang", lang, "--pictures", str(out / "pictures"), "--out", str(out / "comment.md"))
    return (out / "comment.md").read_text()


def holds(text: str, lang: str) -> None:
    assert text.count("```mermaid") == 4, text
    for name in ["shop.arch", "new.arch", "old.arch", "talk.arch", "post.md"]:
        assert f"### `{name}`" in text, name
    assert "other.md" not in text and "### `chat.arch`" not in text, text
    assert ("설계를 지웠습니다." if lang == "ko" else "The design is removed.") in text, text
    assert ("옮기기 전 이름: `chat.arch`" if lang == "ko" else "Moved from: `chat.arch`") in text, text
    assert "README" not in text and "policy.arch" not in text, "they hold no design"
    assert "`missing-replica`" in text and "`no-backup`" in text, text
    for tag in re.findall(r"(?<!\\)</?([a-z]+)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        assert tag in KEPT, f"GitHub strips <{tag}>"
    assert "@all" not in re.sub(r"```.*?```", "", text, flags=re.DOTALL), "someone would be notified"
    assert ("사라진 문제" if lang == "ko" else "Findings that are gone") in text, text


def main() -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), GitHub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        base, out = repository(pathlib.Path(one)), pathlib.Path(two)
        holds(composed(base, "ko", out), "ko")
        (pathlib.Path(one) / "archlint.toml").write_text('lang = "ko"\n')
        holds(composed(base, "", out), "ko")
        (pathlib.Path(one) / "archlint.toml").unlink()
        holds(composed(base, "", out), "en")
        text = composed(base, "en", out)
        holds(text, "en")
        for name in ["shop.arch.svg", "shop.arch.png", "shop.arch.html", "new.arch.svg"]:
            assert (out / "pictures" / name).stat().st_size > 0, name
        with tempfile.TemporaryDirectory() as shallow:
            # As actions/checkout leaves it: one commit, and the base beside it.
            git("clone", "--quiet", "--depth=1", f"file://{one}", shallow)
            os.chdir(shallow)
            git("fetch", "--quiet", "--no-tags", "--depth=1", "origin", base)
            holds(composed(base, "en", out), "en")
            os.chdir(one)
        (out / "event.json").write_text(json.dumps({"pull_request": {"number": 3}}))
        os.environ |= {
            "GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}",
            "GITHUB_REPOSITORY": "team/shop",
            "GITHUB_TOKEN": "x",
            "GITHUB_EVENT_PATH": str(out / "event.json"),
            "GITHUB_STEP_SUMMARY": str(out / "summary.md"),
        }
        posting = ["--post", str(out / "comment.md"), "--link", "https://example.com/artifact"]
        comment(*posting)
        method, path, body = CALLS[-1]
        assert (method, path) == ("POST", "/repos/team/shop/issues/3/comments"), CALLS
        assert "https://example.com/artifact" in body["body"], body
        GitHub.comments = [{"id": 5, "body": "a person"}, {"id": 9, "body": body["body"]}]
        comment(*posting)
        assert CALLS[-1][:2] == ("PATCH", "/repos/team/shop/issues/comments/9"), CALLS
        GitHub.refuses = True
        comment(*posting)
        assert "https://example.com/artifact" in (out / "summary.md").read_text()
    print("the comment holds what a reviewer needs")


if __name__ == "__main__":
    main()
