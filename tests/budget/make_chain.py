#!/usr/bin/env python3
"""Prints a Keras 3 Sequential model of N layers, as to_json writes it: make_chain.py N > model.json"""
import json
import sys

WIDTH = 8


def keras_object(module, class_name, config, **more):
    return {"module": module, "class_name": class_name, "config": config, "registered_name": None, **more}


POLICY = keras_object("keras", "DTypePolicy", {"name": "float32"})


def layer(class_name, name, arguments, **more):
    config = {"name": name, "trainable": True, "dtype": POLICY, **arguments}
    return keras_object("keras.layers", class_name, config, **more)


def dense(number):
    glorot = keras_object("keras.initializers", "GlorotUniform", {"seed": None, "input_axes": None, "output_axes": None})
    zeros = keras_object("keras.initializers", "Zeros", {})
    arguments = {
        "units": WIDTH, "activation": "linear", "use_bias": True, "kernel_initializer": glorot,
        "bias_initializer": zeros, "kernel_regularizer": None, "bias_regularizer": None, "kernel_constraint": None,
        "bias_constraint": None, "quantization_config": None,
    }
    return layer("Dense", f"dense_{number}", arguments, build_config={"input_shape": [None, WIDTH]})


def relu(number):
    return layer("ReLU", f"re_lu_{number}", {"max_value": None, "negative_slope": 0.0, "threshold": 0.0})


def dropout(number):
    return layer("Dropout", f"dropout_{number}", {"rate": 0.5, "seed": None, "noise_shape": None})


def chain(count):
    first = {"batch_shape": [None, WIDTH], "dtype": "float32", "sparse": False, "ragged": False, "name": "in",
             "optional": False}
    makers = (dense, relu, dropout)
    layers = [keras_object("keras.layers", "InputLayer", first)]
    layers += [makers[number % 3](number) for number in range(count)]
    shape = [None, WIDTH]
    config = {"name": "chain", "trainable": True, "dtype": POLICY, "layers": layers, "build_input_shape": shape}
    return keras_object("keras", "Sequential", config, build_config={"input_shape": shape}, compile_config={})


if __name__ == "__main__":
    json.dump(chain(int(sys.argv[1])), sys.stdout)
