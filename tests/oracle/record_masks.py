#!/usr/bin/env python3
"""Records tests/recorded/masks.jsonl: the nodes that Keras adds for masks. record_masks.py BUILDER

Runs under Keras 3.15.1. BUILDER is a Python file with a function `build`, which makes a Keras model of a concise spec.
The specs are in masks.yaml, and models in the form of Keras 2, which Keras 3 reads, in masks_old.json.
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
from keras.src.legacy.saving import json_utils, saving_utils  # noqa: E402
from ruamel.yaml import YAML  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "recorded" / "masks.jsonl"


def load(path):
    spec = importlib.util.spec_from_file_location("builder", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def printed(build):
    keras.utils.clear_session()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        build().summary()
    return {"columns": 100, "expect": out.getvalue(), "oracle": f"keras {keras.__version__}"}


def spec_case(name, text, builder):
    return {"id": f"recorded/masks/{name}", "text": text, "ext": ".yaml", "args": [], "tags": ["spec"],
            **printed(lambda: builder.build(YAML(typ="safe", pure=True).load(text)))}


def old_case(name, model):
    return {"id": f"recorded/masks/{name}", "model": model, "args": ["--style", "keras3"], "tags": [],
            **printed(lambda: saving_utils.model_from_config(json_utils.decode(json.dumps(model))))}


def main(path):
    builder = load(path)
    specs = YAML(typ="safe", pure=True).load((HERE / "masks.yaml").read_text(encoding="utf-8"))
    models = json.loads((HERE / "masks_old.json").read_text(encoding="utf-8"))
    cases = [spec_case(name, text, builder) for name, text in specs.items()]
    cases += [old_case(name, model) for name, model in models.items()]
    with TARGET.open("w", encoding="utf-8", newline="\n") as out:
        for case in cases:
            out.write(json.dumps(case, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
