#!/usr/bin/env python3
"""How long after a save `archlint serve` tells its page: prints the median and the 95th percentile.

    tests/serve.py [--binary target/release/archlint] [--saves 60] [--design examples/…/x.arch]

The design is copied, saved with a comment that changes, by turns written, renamed over, and deleted
and made anew. Taken is the time from the end of the save to the findings, and to the pictures.
"""
import argparse
import http.client
import os
import pathlib
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=ROOT / "target/release/archlint")
    parser.add_argument("--saves", type=int, default=60)
    parser.add_argument("--design", default=ROOT / "examples/ticketing/as-is.arch")
    given = parser.parse_args()
    text = pathlib.Path(given.design).read_text()
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "design.arch"
        file.write_text(text)
        command = [pathlib.Path(given.binary).resolve(), "serve", file, "--port", "0"]
        served = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder)
        try:
            measure(served.stdout.readline().strip(), file, text, given.saves)
        finally:
            served.kill()


def measure(address, file, text, saves):
    host, _, token = address.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", f"/{token}events?revision=1")
    events = connection.getresponse()
    found, drawn = [], []
    for number in range(saves):
        save(file, f"{text}\n// {number}\n", number)
        begun = time.perf_counter()
        for times, event in ((found, b"event: findings"), (drawn, b"event: state")):
            while not events.readline().startswith(event):
                pass
            times.append((time.perf_counter() - begun) * 1000)
    for what, times in (("findings", found), ("pictures", drawn)):
        times.sort()
        median, late = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(f"save to {what}: p50 {median:.0f} ms, p95 {late:.0f} ms ({saves} saves)")


def save(file, text, number):
    aside = file.with_suffix(".new")
    match number % 3:
        case 0:
            file.write_text(text)
        case 1:
            aside.write_text(text)
            os.replace(aside, file)
        case 2:
            # As editors do that keep a copy: the old one is gone for a moment.
            aside.write_text(text)
            file.unlink()
            aside.rename(file)


if __name__ == "__main__":
    main()
