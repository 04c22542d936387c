#!/usr/bin/env python3
"""Checks that what `--format json` and `explain --format json` print is valid and consistent:

    check_schema.py --bin build/release/nnsummary [CORPUS…]

- both validate against specs/summary.schema.json, and name their extras; what `verify --format json` prints for saved
  files validates against specs/verify.schema.json;
- the sizes of the weights, multiplied and added up, are the layers' parameters and the model's total;
- every formula, its numbers evaluated, gives the count it stands beside.

The models are those of SETS, in each CORPUS (default: tests/corpus).
"""
import argparse
import concurrent.futures
import json
import math
import os
import pathlib
import re
import subprocess
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
SETS = ("applications/index.jsonl", "layers/layers.jsonl", "compiled/index.jsonl", "topologies/index.jsonl")
SAMPLE = 12  # one model in so many is validated as well, which costs more than all else
EXTRAS = ["weights", "arguments", "calls", "macs"]
TIMEOUT_S = 60
ARITHMETIC = re.compile(r"[0-9 +*/()-]+")
LEFT_OUT = re.compile("needs:custom_objects|oracle-defect")


def models(corpus):
    """(name, text) of each model, once."""
    seen = set()
    for name in SETS:
        with (corpus / name).open(encoding="utf-8", newline="\n") as lines:
            cases = [json.loads(line) for line in lines]
        for case in cases:
            if "error" in case or any(map(LEFT_OUT.match, case.get("tags", ()))):
                continue
            if "file" not in case and "model" not in case:
                continue
            text = (corpus / name).parent.joinpath(case["file"]).read_text() if "file" in case else json.dumps(case["model"])
            if text not in seen:
                seen.add(text)
                yield case["id"], text


def run(program, arguments, text):
    done = subprocess.run([program, *arguments, "--format", "json", "-"], input=text, capture_output=True, text=True,
                          timeout=TIMEOUT_S, check=False)
    if done.returncode != 0:
        raise ValueError(f"exit {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def evaluate(numbers):
    text = re.sub(r"(?<=\d),(?=\d)", "", numbers).replace("×", "*")
    if not ARITHMETIC.fullmatch(text):
        raise ValueError(f"{numbers!r} is no arithmetic")
    return eval(text, {"__builtins__": {}})  # the match above lets only digits and operators through


def check_formula(what, owner):
    if "formula" not in owner:
        raise ValueError(f"{what} has no formula")
    numbers = owner["formula"]["numbers"]
    if evaluate(numbers) != owner["params"]:
        raise ValueError(f"{what}: {numbers} is not {owner['params']}")


def check_layer(layer):
    """Returns the parameters that the layer's weights add up to."""
    name = layer["name"]
    if "layers" in layer:
        total = sum(map(check_layer, layer["layers"]))
    else:
        total = 0
        for weight in layer["weights"] or ():
            if math.prod(weight["shape"]) != weight["params"]:
                raise ValueError(f"{name}/{weight['path']}: {weight['shape']} are not {weight['params']}")
            check_formula(f"{name}/{weight['path']}", weight)
            total += weight["params"]
    if layer["weights"] and layer["params"]:
        check_formula(name, layer)
    if "macs_formula" in layer and evaluate(layer["macs_formula"]["numbers"]) != layer["macs"]:
        raise ValueError(f"{name}: {layer['macs_formula']['numbers']} is not {layer['macs']} multiply-adds")
    # A layer that isn't built has none by Keras's count, though one inside it may be.
    if layer["params"] and total != layer["params"]:
        raise ValueError(f"the weights of {name} are {total}, not {layer['params']}")
    return total


def check(program, schema, text, validated):
    explained = run(program, ["explain"], text)
    total = sum(map(check_layer, explained["layers"])) + (explained["optimizer_params"] or 0)
    if explained["complete"] and total != explained["total_params"]:
        raise ValueError(f"the weights are {total}, the total is {explained['total_params']}")
    if validated:
        summary = run(program, [], text)
        jsonschema.validate(explained, schema)
        jsonschema.validate(summary, schema)
        if (summary["extras"], explained["extras"]) != (EXTRAS, EXTRAS + ["formulas"]):
            raise ValueError(f"the extras are {summary['extras']} and {explained['extras']}")


def check_saved(program, path, summary_schema, verify_schema):
    def printed(*arguments):
        done = subprocess.run([program, *arguments, "--format", "json", path], capture_output=True, text=True,
                              timeout=TIMEOUT_S, check=False)
        if done.returncode == 2:
            raise ValueError(f"exit 2: {done.stderr.strip()}")
        return json.loads(done.stdout)

    jsonschema.validate(printed(), summary_schema)
    verified = printed("verify")
    jsonschema.validate(verified, verify_schema)
    if verified["mismatches"]:
        raise ValueError(f"{verified['mismatches']}")


def why_not_saved(program, corpora, schema):
    """(name, why) of each saved file of the corpora that fails."""
    verify_schema = json.loads((ROOT / "specs/verify.schema.json").read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(verify_schema).check_schema(verify_schema)
    for path in sorted(path for corpus in corpora for path in corpus.glob("files/*.[kh]*")):
        try:
            check_saved(program, path, schema, verify_schema)
        except (ValueError, jsonschema.ValidationError, subprocess.TimeoutExpired) as error:
            yield path.name, f"{type(error).__name__}: {str(error)[:600]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("corpora", nargs="*", type=pathlib.Path, default=[ROOT / "tests/corpus"])
    options = parser.parse_args()
    schema = json.loads((ROOT / "specs/summary.schema.json").read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(schema).check_schema(schema)

    def why_not(numbered):
        index, (_, text) = numbered
        try:
            check(options.bin, schema, text, validated=index % SAMPLE == 0)
        except (ValueError, KeyError, TypeError, jsonschema.ValidationError, subprocess.TimeoutExpired) as error:
            return f"{type(error).__name__}: {str(error)[:600]}"
        return ""

    cases = [case for corpus in options.corpora for case in models(corpus)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = [(name, why) for (name, _), why in zip(cases, pool.map(why_not, enumerate(cases))) if why]
    wrong += why_not_saved(options.bin, options.corpora, schema)
    for name, why in wrong:
        print(f"{name}: {why}")
    print(f"{len(cases)} models looked at, {len(wrong)} wrong")
    return 1 if wrong or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
