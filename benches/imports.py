#!/usr/bin/env python3
"""How long foreign files take as whole processes: `check FILE`, start to end.

    benches/imports.py --binary target/release/archlint [--runs 15]

A file of about one MiB of each notation, and a compose file of 300 lines; first an empty design, which is
the program's own start. Prints the least and the middle of the runs in milliseconds, and the least time of the
processor, which other programs disturb less. Meant for a release build; what is aimed at is 50 ms for a MiB,
and 5 ms over the start for the compose file.
"""
import argparse
import json
import pathlib
import resource
import subprocess
import tempfile
import time

MIB = 1024 * 1024


def until(size, head, one, tail=""):
    """A text of about that size out of many alike pieces; small ones tell what most of a file is."""
    parts, length, number = [head], len(head), 0
    while length < size:
        part = one(number)
        parts.append(part)
        length += len(part)
        number += 1
    return "".join(parts) + tail


def compose(size):
    def service(n):
        kind = "mysql:8" if n % 5 == 4 else f"shop/service-{n}:1.2.3"
        # Most of a large file is settings that make no connection.
        settings = "".join(f"      SETTING_{k}: \"some value of it, {n} and {k}\"\n" for k in range(size // MIB * 60 + 3))
        return (f"  service-{n}:\n    image: {kind}\n    restart: always\n    environment:\n{settings}"
                f"      OTHER_URL: http://service-{max(0, n - 1)}:8080/\n")
    return until(size, "services:\n", service)


def manifests(size):
    def one(n):
        env = "".join(f"            - {{name: SETTING_{k}, value: 'some value {k}'}}\n" for k in range(60))
        return (f"---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: app-{n}}}\nspec:\n  replicas: 2\n"
                f"  selector: {{matchLabels: {{app: app-{n}}}}}\n  template:\n    metadata: {{labels: {{app: app-{n}}}}}\n"
                f"    spec:\n      containers:\n        - name: app\n          image: shop/app-{n}:1\n          env:\n{env}"
                f"---\napiVersion: v1\nkind: Service\nmetadata: {{name: app-{n}}}\nspec: {{selector: {{app: app-{n}}}}}\n")
    return until(size, "", one)


def terraform(size):
    def one(n):
        tags = "".join(f"    Tag{k} = \"some value of it {k}\"\n" for k in range(90))
        return (f"resource \"aws_instance\" \"app_{n}\" {{\n  ami = \"ami-1\"\n  instance_type = \"t3.micro\"\n"
                f"  tags = {{\n{tags}  }}\n}}\n")
    return until(size, "", one)


def plan(size):
    def one(n):
        values = {"engine": "mysql", "multi_az": True, "tags": {f"Tag{k}": f"some value {k}" for k in range(60)}}
        named = {"address": f"aws_db_instance.a{n}", "mode": "managed", "type": "aws_db_instance", "name": f"a{n}"}
        return ("," if n else "") + json.dumps({**named, "values": values})
    return until(size, '{"format_version":"1.2","planned_values":{"root_module":{"resources":[', one, "]}}}")


def mermaid(size):
    def one(n):
        said = "%% words about it that nobody draws, and more of them\n" * 60
        return f"  api{n}[API {n}] --> db{n}[(MySQL)]\n{said}"
    return until(size, "flowchart LR\n", one)


def drawing(size):
    def one(n):
        style = "rounded=1;whiteSpace=wrap;html=1;" * 100
        return (f'<mxCell id="a{n}" value="API {n}" style="{style}" vertex="1" parent="1"><mxGeometry x="0" y="{n * 60}" width="80" height="40"/></mxCell>'
                f'<mxCell id="b{n}" value="MySQL" style="shape=cylinder3;" vertex="1" parent="1"><mxGeometry x="200" y="{n * 60}" width="80" height="40"/></mxCell>'
                f'<mxCell id="c{n}" edge="1" parent="1" source="a{n}" target="b{n}"/>')
    head = '<mxfile><diagram name="a"><mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>'
    return until(size, head, one, "</root></mxGraphModel></diagram></mxfile>")


def workspace(size):
    def one(n):
        said = "about it " * 400
        return f'  api{n} = container "API {n}" "{said}" "Spring Boot"\n  db{n} = container "DB {n}" "" "MySQL"\n  api{n} -> db{n} "reads"\n'
    return until(size, 'workspace {\n model {\n s = softwareSystem "Shop" {\n', one, " }\n }\n}\n")


def d2(size):
    said = "# words about it that nobody draws\n" * 90
    return until(size, "", lambda n: f"api{n}: API {n}\ndb{n}: MySQL {{shape: cylinder}}\napi{n} -> db{n}\n{said}")


def c4(size):
    said = "' words about it that nobody draws\n" * 90
    return until(size, "@startuml\n!include C4_Container.puml\n", lambda n: (
        f'Container(api{n}, "API {n}", "Spring Boot")\nContainerDb(db{n}, "DB", "MySQL")\nRel(api{n}, db{n}, "SQL")\n{said}'), "@enduml\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default="target/release/archlint")
    parser.add_argument("--runs", type=int, default=15)
    given = parser.parse_args()
    binary = str(pathlib.Path(given.binary).resolve())
    lines = compose(9_000)
    texts = {
        "empty.arch": "user a\n", "lines/compose.yml": lines, "compose.yml": compose(MIB), "k8s.yaml": manifests(MIB),
        "main.tf": terraform(MIB), "plan.json": plan(MIB), "flow.mmd": mermaid(MIB), "shop.drawio": drawing(MIB),
        "work.dsl": workspace(MIB), "shop.d2": d2(MIB), "c4.puml": c4(MIB),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            times, busy = [], []
            for _ in range(given.runs):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                begin = time.perf_counter()
                ran = subprocess.run([binary, "check", path, "--format", "json"], capture_output=True)
                times.append((time.perf_counter() - begin) * 1000)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                busy.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
                assert ran.returncode in (0, 1), ran.stderr
            times.sort()
            size = f"{len(text) // 1024} KiB, {text.count(chr(10))} lines"
            print(f"{name:20} {size:24} least {times[0]:7.1f} ms   middle {times[len(times) // 2]:7.1f} ms   "
                  f"of the processor {min(busy):7.1f} ms", flush=True)


if __name__ == "__main__":
    main()
