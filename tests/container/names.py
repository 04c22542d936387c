#!/usr/bin/env python3
"""Tests HDF5 files whose names and links multiply: names.py --bin build/release/nnsummary

Each ends with the status and the message below, within 2 seconds of processor time and 512 MB.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

from hdf5_file import Hdf5File

MOST_S = 2
MOST_KB = 512 * 1024
MOST_MESSAGE = 64 * 1024
COMMANDS = ((), ("verify",), ("explain",), ("--format", "json"))
CONFIG = """{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Dense", "config":
  {"name": "l", "units": 1, "batch_input_shape": [null, 4]}}]}}"""


def by_layer(layers, weights, long_name=1):
    """Layers that are all one group, whose weights are all one dataset."""
    file = Hdf5File()
    layer = "l" * long_name
    group = file.group({"w": file.dataset()}, {"weight_names": ["w"] * weights})
    root = file.group({layer: group}, {"model_config": CONFIG, "layer_names": [layer] * layers})
    return file.bytes(root)


def long_group(weights, length):
    """A layer with a long name, and weights that aren't there."""
    file = Hdf5File()
    layer = "l" * length
    group = file.group({}, {"weight_names": ["w"] * weights})
    return file.bytes(file.group({layer: group}, {"model_config": CONFIG, "layer_names": [layer]}))


def attributes(count, layers=1):
    """Layers that are all one group with many attributes."""
    file = Hdf5File()
    group = file.group({}, {f"a{i}": "x" for i in range(count)})
    return file.bytes(file.group({"l": group}, {"model_config": CONFIG, "layer_names": ["l"] * layers}))


def backslashes(count, names=1):
    file = Hdf5File()
    dataset = file.dataset()
    links = [(f"{i}\\" + "a\\" * count + "vars", file.group({"0": dataset if i == 0 else file.dataset()}))
             for i in range(names)]
    return file.bytes(file.group(links, {"model_config": CONFIG}))


def chain(depth, length):
    """Groups in groups, with long names."""
    file = Hdf5File()
    group = file.group({"vars": file.group({"0": file.dataset()})})
    for _ in range(depth):
        group = file.group({"n" * length: group})
    return file.bytes(file.group({"n": group}, {"model_config": CONFIG}))


def lattice(rows, width):
    """Groups that all have links to all groups of the next row: the paths are width ** rows."""
    file = Hdf5File()
    row = [file.dataset() for _ in range(width)]
    for _ in range(rows):
        links = {f"n{i}": address for i, address in enumerate(row)}
        row = [file.group(links) for _ in range(width)]
    return file.bytes(file.group({f"n{i}": address for i, address in enumerate(row)}, {"model_config": CONFIG}))


def loop():
    """A group that has a link to itself."""
    file = Hdf5File()
    root = file.next_address()
    file.group({"self": root, "again": root}, {"model_config": CONFIG})
    return file.bytes(root)


def long_path_of_links(count, length):
    """Links to one object, below a long path."""
    file = Hdf5File()
    dataset = file.dataset()
    group = file.group([(f"{i}", dataset) for i in range(count)])
    return file.bytes(file.group({"n" * length: group}, {"model_config": CONFIG}))


def soft_links(count):
    file = Hdf5File()
    return file.bytes(file.group([(f"{i}", "/nowhere") for i in range(count)], {"model_config": CONFIG}))


LIST = "lists more layers and weights than fit into 64 MiB"
NAMES = "the names and attributes of the HDF5 file take more than 64 MiB to list"
# (file, status, what stderr must say)
FILES = {
    "layers-by-weights": (lambda: by_layer(30_000, 30_000), 2, LIST),
    "few-layers-by-weights": (lambda: by_layer(300, 1_000), 0, ""),
    "long-layer-by-weights": (lambda: by_layer(1, 60_000, long_name=30_000), 2, LIST),
    "long-layer-without-weights": (lambda: long_group(60_000, 60_000), 2, LIST),
    "layers-by-attributes": (lambda: attributes(4_000, layers=60_000), 2, LIST),
    "attributes": (lambda: attributes(4_001), 2, "'l' in the HDF5 file has more than 4000 attributes"),
    "backslashes": (lambda: backslashes(30_000), 2, "nested deeper than 1000 levels"),
    "backslashes-in-many": (lambda: backslashes(900, names=300), 2, LIST),
    "chain": (lambda: chain(1_200, 1), 2, "nested deeper than 1000 levels"),
    "long-chain": (lambda: chain(900, 2_000), 2, NAMES),
    "lattice": (lambda: lattice(60, 60), 0, ""),
    "loop": (loop, 0, ""),
    "links": (lambda: long_path_of_links(60_000, 60_000), 2, NAMES),
    "soft-links": (lambda: soft_links(60_000), 0, ""),
}


def measure(command):
    """Returns the status, stderr, and the processor time and memory of the program with its nnsummary-container."""
    with tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0)
        return process.returncode, err.read().decode(errors="replace"), usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    parser.add_argument("--sanitized", action="store_true", help="of a build with a sanitizer, which takes time and memory")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder to write the files to")
    options = parser.parse_args()
    most_s, most_kb = (10 * MOST_S, 4 * MOST_KB) if options.sanitized else (MOST_S, MOST_KB)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, wanted, message) in FILES.items():
            path = pathlib.Path(options.keep or folder, f"{name}.h5")
            path.write_bytes(make())
            for command in COMMANDS:
                status, stderr, seconds, memory = measure([options.bin.resolve(), *command, path])
                # None has the weights of the model.
                good = status == wanted or (wanted == 0 and command == ("verify",) and "limit" not in stderr)
                if not good or len(stderr) > MOST_MESSAGE or message not in stderr or seconds > most_s or memory > most_kb:
                    wrong += 1
                    print(f"{' '.join(command)} {path.name}: exit {status} after {seconds:.2f} s with {memory} KB: "
                          f"{stderr[:300].strip()!r}; expected {wanted} {message!r}")
    print(f"{len(FILES)} files, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
