#!/usr/bin/env python3
"""Write tests/schema/arguments.json: the constructor arguments of Keras's layers, in their order.

usage: record_arguments.py > tests/schema/arguments.json      (needs keras 3.15.1 with a backend)

Of a class, those of its own constructor, and those that its **kwargs pass on to the ones it inherits; what every layer
takes is left out.
"""
import inspect
import json

import keras
from keras.src.applications.convnext import LayerScale
from keras.src.applications.inception_resnet_v2 import CustomScaleLayer
from keras.src.layers.preprocessing.feature_space import TFDConcat, TFDIdentity

COMMON = {"self", "name", "trainable", "dtype", "autocast", "activity_regularizer", "kwargs", "args"}


def arguments_of(constructor):
    return [name for name in inspect.signature(constructor).parameters if name not in COMMON]


def arguments(cls):
    own = arguments_of(cls.__init__)
    inherited = []
    for base in inspect.getmro(cls)[1:]:
        if base is keras.Layer:
            break
        if "__init__" in vars(base):
            inherited += [name for name in arguments_of(base.__init__) if name not in own + inherited]
    return {"own": own, "inherited": inherited}


def main():
    classes = {name: cls for name, cls in vars(keras.layers).items() if inspect.isclass(cls) and name != "Layer"}
    classes |= {cls.__name__: cls for cls in (CustomScaleLayer, LayerScale, TFDConcat, TFDIdentity)}
    table = {name: arguments(cls) for name, cls in sorted(classes.items())}
    rows = ",\n".join(f'  {json.dumps(name)}: {json.dumps(found)}' for name, found in table.items())
    print(f'{{\n  "keras": "{keras.__version__}",\n{rows}\n}}')


if __name__ == "__main__":
    main()
