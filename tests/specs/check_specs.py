#!/usr/bin/env python3
"""Checks the models in specs/: check_specs.py --bin PROGRAM REPOSITORY

Every spec is one of the table in specs/README.md and has the parameters that stand there, is valid by
specs/spec.schema.json, and converts to what stands in tests/specs/converted, which Keras has loaded
(tests/oracle/load_converted.py), with the same summary. The specs in tests/specs/faulty are refused by both.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml

ROW = re.compile(r"^\| \[`(?P<name>[\w.]+)`\].*\| (?P<total>[\d,]+) \| (?P<trainable>[\d,]+) \|", re.MULTILINE)


class Specs(yaml.SafeLoader):
    """Reads numbers and booleans as YAML 1.2 does: `1e-5` is a number."""


Specs.yaml_implicit_resolvers = {
    first: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:bool"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Specs.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), "tf")
Specs.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?\d+(\.\d+)?[eE][-+]?\d+$"), "-0123456789")


def run(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)


def check_spec(program, path, numbers, golden):
    summary = run(program, "--format", "json", path)
    if summary.returncode != 0:
        yield summary.stderr
        return
    totals = json.loads(summary.stdout)
    found = totals["total_params"], totals["trainable_params"]
    if numbers is None:
        yield "is not in the table of specs/README.md"
    elif found != numbers:
        yield f"has {found[0]:,} parameters, {found[1]:,} of them trainable; the table says {numbers[0]:,}, {numbers[1]:,}"
    converted = run(program, "convert", path).stdout
    if not golden.exists() or json.loads(converted) != json.loads(golden.read_text(encoding="utf-8")):
        yield f"doesn't convert to {golden.name}"
    before = run(program, "--expand-nested", path).stdout
    after = subprocess.run([program, "--expand-nested"], input=converted, capture_output=True, text=True, check=False)
    if before != after.stdout:
        yield "has another summary when it was converted"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("root", type=pathlib.Path)
    options = parser.parse_args()
    specs = options.root / "specs"
    number = lambda text: int(text.replace(",", ""))  # noqa: E731
    table = {row["name"]: (number(row["total"]), number(row["trainable"]))
             for row in ROW.finditer((specs / "README.md").read_text(encoding="utf-8"))}
    schema = jsonschema.Draft202012Validator(json.loads((specs / "spec.schema.json").read_text(encoding="utf-8")))
    wrong = []
    for path in sorted(specs.glob("*.yaml")):
        golden = options.root / "tests/specs/converted" / f"{path.stem}.json"
        wrong += [f"{path.name}: {why}" for why in check_spec(options.bin, path, table.get(path.name), golden)]
        wrong += [f"{path.name}: {error.message[:200]}"
                  for error in schema.iter_errors(yaml.load(path.read_text(encoding="utf-8"), Specs))]
    faulty = sorted((options.root / "tests/specs/faulty").glob("*.yaml"))
    for path in faulty:
        if run(options.bin, path).returncode != 2:
            wrong.append(f"{path.name}: is not refused")
        if schema.is_valid(yaml.load(path.read_text(encoding="utf-8"), Specs)):
            wrong.append(f"{path.name}: is valid by the schema")
    print("\n".join(wrong) or f"{len(table)} specs hold, {len(faulty)} faulty ones are refused")
    return 1 if wrong or not faulty else 0


if __name__ == "__main__":
    sys.exit(main())
