#!/usr/bin/env python3
"""Makes files whose weights don't match their model, from a good .keras or .h5 file: spoil_weights.py GOOD FOLDER

Needs h5py. Writes one file for each fault, named after it: a kernel with another shape, a missing bias, a bias with
another dtype, a layer stored under another name, and an extra dataset.
"""
import io
import pathlib
import sys
import zipfile

import h5py


def datasets(group):
    found = []
    group.visititems(lambda name, item: found.append(name) if isinstance(item, h5py.Dataset) else None)
    return [name for name in sorted(found) if "optimizer" not in name]


def first(file, rank):
    return next(name for name in datasets(file) if len(file[name].shape) == rank)


def replace(file, name, shape, dtype):
    del file[name]
    file.create_dataset(name, shape, dtype)


def shape(file):
    kernel = first(file, 2)
    rows, columns = file[kernel].shape
    replace(file, kernel, (rows, columns + 1), file[kernel].dtype)


def missing(file):
    del file[first(file, 1)]


def dtype(file):
    bias = first(file, 1)
    replace(file, bias, file[bias].shape, "float16")


def renamed(file):
    kernel = first(file, 2)
    if "model_weights" in file:
        weights, layer = file["model_weights"], kernel.split("/")[1]
        weights.move(layer, "other")
        weights.attrs["layer_names"] = ["other" if name == layer else name for name in weights.attrs["layer_names"]]
    else:
        file["/".join(kernel.split("/")[:2]) + "/vars"].attrs["name"] = "other"


def extra(file):
    holder = first(file, 2).rsplit("/", 1)[0]
    file.create_dataset(holder + "/7", (5,), "float32")


def spoil(how, source, target):
    if source.suffix == ".h5":
        target.write_bytes(source.read_bytes())
        with h5py.File(target, "r+") as file:
            how(file)
        return
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as out:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith(".h5"):
                memory = io.BytesIO(data)
                with h5py.File(memory, "r+") as file:
                    how(file)
                data = memory.getvalue()
            out.writestr(zipfile.ZipInfo(name), data)


def main():
    source, folder = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    for how in (shape, missing, dtype, renamed, extra):
        spoil(how, source, folder / f"{how.__name__}{source.suffix}")


if __name__ == "__main__":
    main()
