#!/usr/bin/env python3
"""Holds the tables of arguments against the constructors of Keras: check_arguments.py --bin PROGRAM ARGUMENTS.json

A table has every argument of the class's own constructor, in its order, and beside them only what the constructor
passes on. Every class of the tables is one of Keras's.
"""
import argparse
import json
import subprocess
import sys

# Taken by **kwargs, without a name in any constructor.
EXTRA = {
    "implementation": "GRU, LSTM and their cells",
    "input_length": "Embedding, until Keras 3",
    "rms_scaling": "LayerNormalization",
    "vocabulary_size": "IntegerLookup, StringLookup and TextVectorization, from a file",
    "activity_regularizer": "every layer",
    "name": "InputLayer, which takes none of what every layer takes",
    "dtype": "InputLayer",
}


def faults(layer, constructor):
    names = [argument["name"] for argument in layer["arguments"] if argument["name"] not in EXTRA]
    own = [name for name in names if name in constructor["own"]]
    unknown = [name for name in names if name not in constructor["own"] + constructor["inherited"]]
    missing = [name for name in constructor["own"] if name not in own and name not in EXTRA]
    order = [name for name in constructor["own"] if name in own]
    if unknown:
        yield f"{layer['name']}: the constructor has no {', '.join(unknown)}"
    if missing:
        yield f"{layer['name']}: {', '.join(missing)} of the constructor is missing"
    if own != order:
        yield f"{layer['name']}: {own} stand in another order than the constructor's, {order}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("arguments")
    options = parser.parse_args()
    listed = subprocess.run([options.bin, "layers", "--format", "json"], check=True, capture_output=True, text=True)
    with open(options.arguments, encoding="utf-8") as file:
        recorded = json.load(file)
    found = []
    for layer in json.loads(listed.stdout):
        if layer["module"] == "keras.legacy":
            continue  # a class that this Keras no longer has
        constructor = recorded.get(layer["name"])
        found += [f"{layer['name']} is no layer of Keras"] if constructor is None else faults(layer, constructor)
    print("\n".join(found) or "all tables of arguments are those of Keras")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
