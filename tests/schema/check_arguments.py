#!/usr/bin/env python3
"""Compares the tables of arguments with the constructors of Keras: check_arguments.py --bin PROGRAM ARGUMENTS.json

Every class must exist in Keras. Its table must have every argument of the class's own constructor, in order, and besides
them only arguments that the constructor passes on to its base class.
"""
import argparse
import json
import subprocess
import sys

# Arguments that Keras takes by **kwargs, so that no constructor names them.
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
        yield f"{layer['name']}: {own} are not in the order of the constructor, {order}"


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
        found += [f"{layer['name']} is not a layer of Keras"] if constructor is None else faults(layer, constructor)
    print("\n".join(found) or "all tables of arguments match Keras")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
