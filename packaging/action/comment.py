#!/usr/bin/env python3
"""Writes what a pull request changes in the designs of a repository, for the people who review it.

    comment.py --base REVISION --head REVISION [--lang ko|en] --pictures FOLDER --out FILE
    comment.py --post FILE --link ADDRESS

The first form writes the comment and draws the pictures that go with it; the second posts it and
replaces the comment of an earlier run. Where the token may not comment, as in the pull request of a
fork, the same text becomes the summary of the job. It needs `git` and `archlint` on the path.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

MARK = "<!-- archlint: what this pull request changes -->"
PICTURES = "<!-- pictures -->"
LONGEST = 60_000  # GitHub refuses a comment of more than 65,536 characters.
WORDS = {
    "ko": {
        "title": "아키텍처 변경",
        "nothing": "이 풀 리퀘스트가 바꾼 설계가 없습니다.",
        "new": "새로 생긴 문제",
        "gone": "사라진 문제",
        "none": "문제 목록은 그대로입니다.",
        "figure": "지표",
        "before": "변경 전",
        "after": "변경 후",
        "picture": "그림",
        "pictures": "그림(SVG·PNG·HTML)은 이 실행의 아티팩트에 있습니다",
        "added": "새 설계입니다.",
        "removed": "설계를 지웠습니다.",
        "moved": "옮기기 전 이름",
        "unread": "비교하지 못했습니다.",
        "more": "건이 더 있습니다",
        "cut": "설계가 많아 여기까지만 보여 드립니다.",
        "unknown": "모름",
        "error": "오류",
        "warning": "경고",
        "advice": "조언",
    },
    "en": {
        "title": "What changes in the architecture",
        "nothing": "This pull request changes no design.",
        "new": "New findings",
        "gone": "Findings that are gone",
        "none": "The findings stay as they are.",
        "figure": "Figure",
        "before": "Before",
        "after": "After",
        "picture": "Picture",
        "pictures": "The pictures (SVG, PNG, HTML) are artifacts of this run",
        "added": "A new design.",
        "removed": "The design is removed.",
        "moved": "Moved from",
        "unread": "It could not be compared.",
        "more": "more",
        "cut": "There are more designs than fit here.",
        "unknown": "unknown",
        "error": "error",
        "warning": "warning",
        "advice": "advice",
    },
}


def run(*command: str, folder: pathlib.Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def escaped(text: str) -> str:
    """Text of a design inside Markdown: no link, no HTML, no mention, no table border."""
    text = re.sub(r"([\\<>\[\]|*_~#!])", r"\\\1", text.replace("\n", " "))
    return text.replace("@", "@\u200b")


def designs(folder: pathlib.Path) -> set[str]:
    """The files that `archlint check` reads there: designs, posts that hold one, foreign files that the
    configuration lists."""
    try:
        checked = run("archlint", "check", "--format", "json", "--fail-on", "never", folder=folder)
        return set(json.loads(checked)["files"])
    except (RuntimeError, json.JSONDecodeError):
        return set()


def draws(path: pathlib.Path) -> bool:
    """A file of policies has nothing to draw."""
    if not path.is_file():
        return False
    text = re.sub(r'"""(?:.|\n)*?"""|/\*(?:.|\n)*?\*/|//.*', "", path.read_text(encoding="utf-8", errors="replace"))
    words = re.findall(r"^(\w+)", text, flags=re.MULTILINE)
    return not path.name.endswith(".arch") or not words or not set(words) <= {"policy", "attributes", "let"}


def begun(base: str, head: str) -> str:
    """Where the change began. A checkout of one commit knows of none; it is a merge with the base."""
    return run("git", "merge-base", base, head).strip() or base


def changed(base: str, head: str, before: pathlib.Path) -> list[tuple[str | None, str | None]]:
    """The files with designs that differ: as they were called, and as they are."""
    known = designs(before) | designs(pathlib.Path())
    words = iter(run("git", "diff", "--name-status", "-z", "-M", base, head).split("\0"))
    pairs = []
    for status in words:
        if not status:
            break
        old = next(words)
        new = next(words) if status[0] in "RC" else old
        pairs.append((None if status[0] in "AC" else old, None if status[0] == "D" else new))

    def is_design(name: str | None) -> bool:
        return name is not None and (name in known or name.endswith(".arch")) and any(
            draws(folder / name) for folder in [before, pathlib.Path()]
        )

    return sorted((pair for pair in pairs if any(map(is_design, pair))), key=lambda pair: pair[1] or pair[0])


def language() -> str:
    """That of the configuration at the top of the repository."""
    config = pathlib.Path("archlint.toml")
    text = config.read_text(encoding="utf-8") if config.is_file() else ""
    stated = re.search(r'^\s*lang\s*=\s*"(ko|en)"', text, flags=re.MULTILINE)
    return stated.group(1) if stated else "en"


def findings(rows: list[dict], title: str, words: dict, lang: str) -> list[str]:
    if not rows:
        return []
    lines = [f"**{title}: {len(rows)}**", ""]
    for row in rows[:10]:
        rule = f"[`{row['rule']}`]({row['url']})" if row.get("url") else f"`{row['rule']}`"
        lines.append(f"- {words[row['severity']]} {rule}: {escaped(row['message'][lang])}")
    if len(rows) > 10:
        lines.append(f"- … {len(rows) - 10} {words['more']}")
    return [*lines, ""]


def figures(markdown: str) -> list[str]:
    """The last table of the comparison: the figures, as the program writes them."""
    tables = re.findall(r"(?:^\|.*\n?)+", markdown, flags=re.MULTILINE)
    return [tables[-1].rstrip(), ""] if tables else []


def fenced(mermaid: str) -> list[str]:
    """A fence that nothing in the block can close."""
    longest = max((len(run) for run in re.findall(r"`+", mermaid)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}mermaid", mermaid.rstrip(), fence, ""]


def compared(old: pathlib.Path, new: str, lang: str, pictures: pathlib.Path) -> list[str]:
    words = WORDS[lang]
    stem = pictures / re.sub(r"[^\w.-]+", "-", new)
    change = json.loads(run("archlint", "diff", str(old), new, "--format", "json", "--svg", f"{stem}.mmd"))
    for ending in ["svg", "png", "html"]:
        run("archlint", "diff", str(old), new, "--format", "json", "--svg", f"{stem}.{ending}")
    new_ones, gone = change["findings"]["added"], change["findings"]["removed"]
    lines = findings(new_ones, words["new"], words, lang) + findings(gone, words["gone"], words, lang)
    lines = lines or [words["none"], ""]
    lines += figures(run("archlint", "--lang", lang, "diff", str(old), new, "--format", "markdown"))
    mermaid = pathlib.Path(f"{stem}.mmd").read_text(encoding="utf-8")
    return [*lines, f"<details open><summary>{words['picture']}</summary>", "", *fenced(mermaid), "</details>", ""]


def introduced(new: str, lang: str, pictures: pathlib.Path) -> list[str]:
    words = WORDS[lang]
    stem = pictures / re.sub(r"[^\w.-]+", "-", new)
    mermaid = run("archlint", "render", new, "--format", "mermaid")
    for ending in ["svg", "png", "html"]:
        run("archlint", "render", new, "-o", f"{stem}.{ending}")
    checked = json.loads(run("archlint", "check", new, "--format", "json", "--fail-on", "never"))
    rows = [row for row in checked["findings"] if not row["accepted"]]
    return [words["added"], "", *findings(rows, words["new"], words, lang), *fenced(mermaid)]


def described(old: str | None, new: str | None, before: pathlib.Path, lang: str, pictures: pathlib.Path) -> list[str]:
    words = WORDS[lang]
    name = lambda path: f"`{path.replace('`', chr(39))}`"
    lines = [f"### {name(new or old)}", ""]
    try:
        if new is None:
            return [*lines, words["removed"], ""]
        if old is None:
            return lines + introduced(new, lang, pictures)
        lines += [f"{words['moved']}: {name(old)}", ""] if old != new else []
        return lines + compared(before / old, new, lang, pictures)
    except (RuntimeError, json.JSONDecodeError) as error:
        return [*lines, f"{words['unread']} {escaped(str(error))}", ""]


def compose(base: str, head: str, lang: str, pictures: pathlib.Path) -> str:
    words = WORDS[lang]
    lines = [MARK, f"## {words['title']}", ""]
    pictures.mkdir(parents=True, exist_ok=True)
    base = begun(base, head)
    with tempfile.TemporaryDirectory() as folder:
        before = pathlib.Path(folder) / "base"
        run("git", "worktree", "add", "--quiet", "--detach", str(before), base)
        try:
            files = changed(base, head, before)
            for old, new in files:
                part = described(old, new, before, lang, pictures)
                if sum(map(len, lines + part)) > LONGEST:
                    lines += [words["cut"], ""]
                    break
                lines += part
        finally:
            run("git", "worktree", "remove", "--force", str(before))
    lines += [PICTURES] if files else [words["nothing"]]
    return "\n".join(lines) + "\n"


def call(method: str, path: str, body: dict | None = None):
    address = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}"
    request = urllib.request.Request(address, method=method, data=json.dumps(body).encode() if body else None)
    request.add_header("Authorization", f"Bearer {os.environ['GITHUB_TOKEN']}")
    request.add_header("Accept", "application/vnd.github+json")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read() or b"null")


def earlier(number: int) -> int | None:
    """The comment of an earlier run."""
    page = 1
    while rows := call("GET", f"issues/{number}/comments?per_page=100&page={page}"):
        for row in rows:
            if row["body"].startswith(MARK):
                return row["id"]
        page += 1
    return None


def post(text: str) -> None:
    event = json.loads(pathlib.Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    number = event["pull_request"]["number"]
    try:
        if (comment := earlier(number)) is not None:
            call("PATCH", f"issues/comments/{comment}", {"body": text})
        else:
            call("POST", f"issues/{number}/comments", {"body": text})
    except urllib.error.HTTPError as error:
        if error.code not in (401, 403, 404):
            raise
        print(f"archlint: this token may not comment ({error.code}); the text is in the summary of the job")
        with open(os.environ["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as summary:
            summary.write(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base")
    parser.add_argument("--head", default="HEAD")
    parser.add_argument("--lang", choices=["", *sorted(WORDS)], default="")
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--post", type=pathlib.Path)
    parser.add_argument("--link", default="")
    given = parser.parse_args()
    if given.post:
        text = given.post.read_text(encoding="utf-8")
        lang = "ko" if WORDS["ko"]["title"] in text else "en"
        shown = f"[{WORDS[lang]['pictures']}]({given.link})." if given.link else ""
        post(text.replace(PICTURES, shown))
    elif given.base and given.pictures and given.out:
        given.out.write_text(compose(given.base, given.head, given.lang or language(), given.pictures), encoding="utf-8")
    else:
        parser.error("give --base, --pictures and --out, or --post")


if __name__ == "__main__":
    sys.exit(main())
