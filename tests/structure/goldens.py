#!/usr/bin/env python3
"""Checks that every supported layer and operation has a golden: goldens.py --bin PROGRAM CORPUS...

A class is shown by a case whose model names it, in a layer, in a layer's argument, or as an operation.
"""
import argparse
import json
import pathlib
import subprocess
import sys


def entries(program, *options):
    command = [program, "layers", *options, "--format", "json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def add_classes(value, found):
    for child in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        add_classes(child, found)
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        module = str(value.get("module") or "")
        found.add((value["class_name"], module.rpartition(".")[2] if module.startswith("keras.src.") else ""))
        found.add((value["class_name"], ""))


def model_of(case, folder):
    if "model" in case:
        return case["model"]
    return json.loads((folder / case["file"]).read_text(encoding="utf-8")) if case.get("file", "").endswith(".json") else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("corpora", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    shown = set()
    for path in (path for corpus in options.corpora for path in sorted(corpus.rglob("*.jsonl"))):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line:
                add_classes(model_of(json.loads(line), path.parent), shown)
    missing = [layer["name"] for layer in entries(options.bin) if (layer["name"], "") not in shown]
    missing += [f"{op['module']}.{op['name']}" for op in entries(options.bin, "--ops")
                if (op["name"], op["module"]) not in shown]
    print(f"without a golden: {', '.join(missing) or 'none'}")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
