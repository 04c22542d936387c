#!/usr/bin/env python3
"""Records tests/recorded/tf_keras.jsonl: what tf_keras prints for models that no other corpus has. record_tf_keras.py

Runs under tf_keras 2.21.0. A case is a model built here, or a file's text where nothing builds such a layer any more; it
is printed after it was read back from its JSON.
"""
import io
import json
import os
import pathlib

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3")
import tensorflow as tf  # noqa: E402
import tf_keras as keras  # noqa: E402
from tf_keras import Input, Model, Sequential, layers  # noqa: E402

TARGET = pathlib.Path(__file__).resolve().parents[1] / "recorded" / "tf_keras.jsonl"
OPTIONS = {"": {}, "/nested": {"--expand-nested": "expand_nested", "--show-trainable": "show_trainable"}}


def sequential(shape, layer, dtype=None):
    return Sequential([Input(shape, dtype=dtype), layer])


def of_text(class_name, **config):
    inputs = {"class_name": "InputLayer", "config": {"batch_input_shape": [None, 5, 3], "name": "input_1"}}
    layer = {"class_name": class_name, "config": {"name": "x", "trainable": True, "dtype": "float32", **config}}
    model = {"class_name": "Sequential", "config": {"name": "s", "layers": [inputs, layer]}}
    return json.dumps({**model, "keras_version": "2.21.0", "backend": "tensorflow"})


def masked_attention():
    query, value, mask = Input((4, 5)), Input((6, 5)), Input((4, 6), dtype="bool")
    return Model([query, value, mask], layers.MultiHeadAttention(2, 3)(query, value, attention_mask=mask))


def attention_scores():
    query, value = Input((4, 5)), Input((6, 5))
    return Model([query, value], layers.MultiHeadAttention(2, 3)(query, value, return_attention_scores=True))


def dicts():
    a, b = Input((3,), name="a"), Input((4,), name="b")
    inner = Model({"a": a, "b": b}, {"y": layers.Dense(2)(a), "x": layers.Dense(3)(b)}, name="inner")
    c, d = Input((3,), name="c"), Input((4,), name="d")
    outputs = inner({"a": c, "b": d})
    return Model({"c": c, "d": d}, layers.Concatenate()([outputs["x"], outputs["y"]]))


def shared_model():
    x = Input((None, 3))
    inner = Model(x, [layers.Conv1D(2, 3)(x), layers.GlobalMaxPooling1D()(x)], name="inner")
    a, b = Input((8, 3)), Input((9, 3))
    return Model([a, b], layers.Concatenate()([inner(a)[1], inner(b)[1]]))


def frozen_model():
    x = Input((5,))
    inner = Model(x, layers.BatchNormalization()(layers.Dense(2)(x)), name="inner")
    inner.trainable = False
    a = Input((5,))
    return Model(a, layers.Dense(1)(inner(a)))


def products():
    a, b = Input((4, 6)), Input((5, 6))
    return Model([a, b], [tf.matmul(a, b, transpose_b=True), tf.linalg.matmul(a, a, transpose_a=True)])


MODELS = {
    "CuDNNLSTM": lambda: of_text("CuDNNLSTM", units=4, return_sequences=True),
    "CuDNNGRU": lambda: of_text("CuDNNGRU", units=4),
    "SyncBatchNormalization": lambda: of_text("SyncBatchNormalization"),
    "ConvLSTM1D/unknown_size": lambda: sequential((None, None, 8), layers.ConvLSTM1D(3, 3)),
    "EinsumDense/size_of_input": lambda: sequential((8, 12), layers.EinsumDense("abc,cd->abd", (None, 5))),
    "TextVectorization/multi_hot": lambda: sequential(
        (1,), layers.TextVectorization(vocabulary=["a", "b"], output_mode="multi_hot"), "string"),
    "LocallyConnected1D/dense": lambda: sequential(
        (8, 12), layers.LocallyConnected1D(3, 3, padding="same", implementation=2)),
    "masked_attention": masked_attention,
    "attention_scores": attention_scores,
    "dicts": dicts,
    "shared_model": shared_model,
    "frozen_model": frozen_model,
    "products": products,
}


def printed(model, options):
    out = io.StringIO()
    model.summary(print_fn=lambda line: out.write(line + "\n"), **dict.fromkeys(options.values(), True))
    return out.getvalue()


def main():
    with TARGET.open("w", encoding="utf-8", newline="\n") as file:
        for name, make in MODELS.items():
            keras.backend.clear_session()
            made = make()
            text = made if isinstance(made, str) else made.to_json()
            keras.backend.clear_session()
            model = keras.models.model_from_json(text)
            for suffix, options in OPTIONS.items():
                case = {"id": name + suffix, "model": json.loads(text), "args": list(options),
                        "expect": printed(model, options), "oracle": f"tf_keras {keras.__version__}"}
                file.write(json.dumps(case, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
