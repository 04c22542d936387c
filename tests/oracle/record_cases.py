#!/usr/bin/env python3
"""Records tests/recorded/*.jsonl: what Keras prints for models that no other corpus has. record_cases.py

Runs under Keras 3.15.1. A case is a model built here; both its JSON and its expected text are Keras's own.
"""
import contextlib
import io
import json
import os
import pathlib

os.environ.update(KERAS_BACKEND="tensorflow", COLUMNS="80", TERM="dumb", TF_CPP_MIN_LOG_LEVEL="3")
import keras  # noqa: E402
from keras import Input, Model, ops  # noqa: E402
from keras.src.applications.inception_resnet_v2 import CustomScaleLayer  # noqa: E402
from keras.src.layers.preprocessing.feature_space import TFDConcat, TFDIdentity  # noqa: E402

CLASSES = {cls.__name__: cls for cls in (CustomScaleLayer, TFDConcat, TFDIdentity)}
TARGET = pathlib.Path(__file__).resolve().parents[1] / "recorded"


def full():
    x = Input((), batch_size=1)
    return Model(x, keras.src.ops.numpy.Full((2, 3)).symbolic_call(x))


def vander():
    x = Input((), batch_size=5)
    return Model(x, [ops.vander(x), ops.vander(x, N=3)])


def segment_prod():
    x, ids = Input((3,), batch_size=6), Input((), batch_size=6, dtype="int32")
    return Model([x, ids], keras.src.ops.math.SegmentProd(num_segments=4).symbolic_call(x, ids))


def lstsq():
    a, b = Input((3,), batch_size=4), Input((2,), batch_size=4)
    return Model([a, b], ops.lstsq(a, b))


def custom_scale():
    a, b = Input((4, 4, 3)), Input((4, 4, 3))
    return Model([a, b], CustomScaleLayer(0.2)([a, b]))


def feature_space():
    a, b = Input((2,)), Input((3,))
    return Model([a, b], TFDConcat(axis=-1)([TFDIdentity()(a), b]))


LAYERS = {"custom_scale": custom_scale, "feature_space": feature_space}
OPERATIONS = {"full": full, "vander": vander, "segment_prod": segment_prod, "lstsq": lstsq}


def case(name, build):
    keras.utils.clear_session()
    text = build().to_json()
    keras.utils.clear_session()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        keras.models.model_from_json(text, CLASSES).summary()
    return {"id": f"recorded/{name}", "model": json.loads(text), "args": [], "columns": 80,
            "expect": printed.getvalue(), "oracle": f"keras {keras.__version__}", "tags": []}


def main():
    TARGET.mkdir(exist_ok=True)
    for file, builds in (("ops.jsonl", OPERATIONS), ("layers.jsonl", LAYERS)):
        with (TARGET / file).open("w", encoding="utf-8", newline="\n") as out:
            for name, build in builds.items():
                out.write(json.dumps(case(name, build), ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
