#!/usr/bin/env python3
"""Checks properties that hold for every model:

    invariants.py --bin build/release/nnsummary [--models 150] [CORPUS…]

- the order of JSON keys and white space change nothing in `--format json`;
- renaming layers changes no number (except with an optimizer that chooses variables by their paths);
- `--expand-nested` changes no total;
- no line of the table is wider than the console;
- colors change no character.

Models are drawn evenly from each CORPUS (default: tests/corpus).
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
SETS = ("applications/index.jsonl", "topologies/index.jsonl", "options/index.jsonl", "compiled/index.jsonl",
        "layers/layers.jsonl", "layers/ops.jsonl")
LEFT_OUT = re.compile("needs:custom_objects|oracle-defect")
CHOOSES_BY_PATH = re.compile("Muon|MultiOptimizer")
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
JOINED = re.compile("[\u200d\ufe0f]")  # sequences whose width isn't the sum of their characters'
WIDTHS = (24, 40, 66, 80, 100, 140)
TIMEOUT_S = 60


def models(corpus):
    """(id, model) of each model, once."""
    seen = set()
    for name in SETS:
        for line in (corpus / name).read_text(encoding="utf-8").split("\n"):
            case = json.loads(line) if line else {}
            if not case or "error" in case or any(map(LEFT_OUT.match, case.get("tags", ()))):
                continue
            if "file" in case:
                case["model"] = json.loads((corpus / name).parent.joinpath(case["file"]).read_text(encoding="utf-8"))
            key = json.dumps(case.get("model"))
            if "model" in case and key not in seen:
                seen.add(key)
                yield case["id"], case["model"]


def drawn(corpora, most):
    """Returns at most that many models, spread evenly."""
    found = [model for corpus in corpora for model in models(corpus)]
    return found[::-(-len(found) // most)]


class Broken(Exception):
    pass


def run(program, text, *arguments, columns=80):
    """Returns the output, or None if Keras finds the console too narrow."""
    env = {"COLUMNS": str(columns), "TERM": "xterm", "PATH": os.environ["PATH"]}
    done = subprocess.run([program, *arguments, "-"], input=text.encode(), capture_output=True, env=env,
                          timeout=TIMEOUT_S, check=False)
    if done.returncode == 2 and b"cells wide" in done.stderr:
        return None
    if done.returncode != 0:
        raise Broken(f"{' '.join(arguments)}: exit {done.returncode}: {done.stderr.decode(errors='replace')[:300]}")
    return done.stdout.decode()


def shuffled(value, chance):
    if isinstance(value, list):
        return [shuffled(item, chance) for item in value]
    if not isinstance(value, dict):
        return value
    items = [(key, shuffled(item, chance)) for key, item in value.items()]
    chance.shuffle(items)
    return dict(items)


class Renaming:
    """Renames every layer of a model and of its nested models, in place."""

    def __init__(self):
        self.names = {}

    def name(self, old):
        return self.names.setdefault(old, f"renamed_{len(self.names)}_layer")

    def model(self, config):
        if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
            return
        for layer in config["layers"]:
            inner = layer.get("config")
            for holder in (layer, inner):
                if isinstance(holder, dict) and isinstance(holder.get("name"), str):
                    holder["name"] = self.name(holder["name"])
            self.histories(layer.get("inbound_nodes"))
            self.model(inner)
        self.ends(config.get("input_layers"))
        self.ends(config.get("output_layers"))

    def histories(self, value):
        for child in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
            self.histories(child)
        if isinstance(value, dict) and isinstance(value.get("keras_history"), list):
            value["keras_history"][0] = self.name(value["keras_history"][0])

    def ends(self, value):
        """[layer, node, tensor], in whatever structure the model's inputs or outputs have."""
        if isinstance(value, list) and len(value) == 3 and isinstance(value[0], str):
            value[0] = self.name(value[0])
        else:
            for child in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
                self.ends(child)


def numbers(value):
    """Returns the structure with every string replaced by an empty one."""
    if isinstance(value, (dict, list)):
        return [numbers(child) for child in (value.values() if isinstance(value, dict) else value)]
    return "" if isinstance(value, str) else value


def cells(line):
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf", "Cc") else 1 + (unicodedata.east_asian_width(c) in "WF")
               for c in line)


def check_order(program, text, model, chance):
    other = json.dumps(shuffled(model, chance), indent=chance.choice((None, 0, 3)), separators=(" ,\r\n\t", "\t: "))
    if json.loads(run(program, text, "--format", "json")) != json.loads(run(program, other, "--format", "json")):
        raise Broken("the order of keys or white space changes --format json")


def check_names(program, text, _model, _chance):
    renamed = json.loads(text)
    Renaming().model(renamed.get("config"))
    before, after = (json.loads(run(program, model, "--format", "json")) for model in (text, json.dumps(renamed)))
    if numbers(before) != numbers(after) and not CHOOSES_BY_PATH.search(text):
        raise Broken("other names of layers change a number")


def check_nested(program, text, _model, _chance):
    totals = [run(program, text, *expand, columns=120).rpartition("┘\n")[2] for expand in ((), ("--expand-nested",))]
    if totals[0] != totals[1]:
        raise Broken("--expand-nested changes a total")


def check_width(program, text, _model, chance):
    for columns in chance.sample(WIDTHS, 2):
        table = run(program, text, "--show-trainable", "--expand-nested", columns=columns)
        for line in (table or "").split("\n"):
            if cells(line) > columns and not JOINED.search(line):
                raise Broken(f"at {columns} columns a line has {cells(line)}: {line}")


def check_color(program, text, _model, chance):
    columns = chance.choice(WIDTHS)
    plain, colored = (run(program, text, "--show-trainable", "--color", when, columns=columns)
                      for when in ("never", "always"))
    if plain is not None and ESCAPE.sub("", colored) != plain:
        raise Broken(f"at {columns} columns colors change the text")


CHECKS = (check_order, check_names, check_nested, check_width, check_color)


def broken(program, name, model):
    """Returns a message for each property that the model breaks."""
    text, chance, found = json.dumps(model), random.Random(name), []
    for check in CHECKS:
        try:
            check(program, text, model, chance)
        except Broken as error:
            found.append(f"FAILED {name}: {error}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--models", type=int, default=150)
    parser.add_argument("corpora", nargs="*", type=pathlib.Path, default=[ROOT / "tests/corpus"])
    options = parser.parse_args()
    tested = drawn(options.corpora, options.models)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        failures = sum(pool.map(lambda item: broken(options.bin, *item), tested), [])
    print(*failures, f"{len(tested)} models, {len(failures)} properties broken", sep="\n")
    return 1 if failures or not tested else 0


if __name__ == "__main__":
    sys.exit(main())
