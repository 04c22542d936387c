#!/usr/bin/env python3
"""Records tests/recorded/masks.jsonl: the nodes that Keras adds for masks. record_masks.py BUILDER [NAME...]

Runs under Keras 3.15.1. BUILDER is a Python file with a function `build`, which makes a Keras model of a concise spec.
The specs are in masks.yaml; NAME takes only some of them.
"""
import contextlib
import importlib.util
import io
import json
import os
import pathlib
import sys

os.environ.update(KERAS_BACKEND="tensorflow", COLUMNS="100", TERM="dumb", TF_CPP_MIN_LOG_LEVEL="3")
import keras  # noqa: E402
from ruamel.yaml import YAML  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "recorded" / "masks.jsonl"


def load(path):
    spec = importlib.util.spec_from_file_location("builder", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def case(name, text, builder):
    keras.utils.clear_session()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        builder.build(YAML(typ="safe", pure=True).load(text)).summary()
    return {"id": f"recorded/masks/{name}", "text": text, "ext": ".yaml", "args": [], "columns": 100,
            "expect": printed.getvalue(), "oracle": f"keras {keras.__version__}", "tags": ["spec"]}


def main(path, *names):
    builder = load(path)
    specs = YAML(typ="safe", pure=True).load((HERE / "masks.yaml").read_text(encoding="utf-8"))
    with TARGET.open("w", encoding="utf-8", newline="\n") as out:
        for name in names or specs:
            out.write(json.dumps(case(name, specs[name], builder), ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
