#!/usr/bin/env python3
"""Makes files with weights but no graph, using the installed Keras: make_stored.py FOLDER

    subclassed.keras     a model whose graph is in its code
    layers.weights.h5    save_weights() of a model in a model
"""
import pathlib
import sys

import keras


@keras.saving.register_keras_serializable("tests")
class Pair(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.first = keras.layers.Dense(3, name="reader")
        self.rest = [keras.layers.Dense(3), keras.layers.Dense(2, use_bias=False)]

    def call(self, inputs):
        return self.rest[1](self.rest[0](self.first(inputs)))


def main():
    folder = pathlib.Path(sys.argv[1])
    pair = Pair(name="pair")
    pair(keras.ops.zeros((1, 4)))
    pair.save(folder / "subclassed.keras")
    inner = keras.Sequential([keras.layers.Dense(4, name="in"), keras.layers.BatchNormalization()], name="inner")
    model = keras.Sequential([keras.Input((3,)), inner, keras.layers.Dense(2, name="out")], name="outer")
    model.save_weights(folder / "layers.weights.h5")


if __name__ == "__main__":
    main()
