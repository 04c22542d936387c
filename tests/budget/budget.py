#!/usr/bin/env python3
"""Checks the program's budget: instructions (as valgrind counts them) and memory.

    budget.py --bin build/release/nnsummary --floor build/release/tests/floor [--full]

The floor is a program that only parses the same file. --full measures growth at 10,000 and 100,000 layers, which takes
minutes; the default is a fifth of that.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHAIN = pathlib.Path(__file__).with_name("make_chain.py")
VERSION_MOST = 3_000_000
RESNET50_MOST = 0.605  # times the floor
CHAIN_MOST = 0.58
GROWTH_MOST = 11  # for ten times the layers
MEMORY_MOST = 10  # times the file


def count_instructions(command):
    """Returns Callgrind's count. Valgrind may be killed before it starts the program, so that there is a second try."""
    with tempfile.TemporaryDirectory() as folder:
        valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out"]
        for _ in range(2):
            done = subprocess.run([*valgrind, *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                  text=True, check=False)
            collected = re.search(r"Collected : (\d+)", done.stderr)
            if collected and done.returncode == 0:
                return int(collected[1])
    sys.exit(f"budget.py: {command[0]} ended with {done.returncode} under valgrind:\n{done.stderr}")


def peak_memory(command):
    """Returns the largest resident size, in bytes."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"budget.py: {command[0]} ended with {process.returncode}")
    return usage.ru_maxrss * 1024


class Budget:
    def __init__(self, program, floor, scratch):
        self.program, self.floor, self.scratch = program, floor, scratch
        self.kept = True

    def hold(self, what, got, most, unit):
        self.kept = self.kept and got <= most
        print(f"{'ok  ' if got <= most else 'OVER'} {what}: {got:,.2f} of at most {most:,} {unit}")

    def chain(self, layers):
        path = self.scratch / f"chain_{layers}.json"
        if not path.exists():
            with path.open("w") as out:
                subprocess.run([sys.executable, CHAIN, str(layers)], stdout=out, check=True)
        return path

    def backwards(self, layers):
        """A Keras 2 model whose file lists a chain of layers from the last to the first, behind a mask."""
        path = self.scratch / f"backwards_{layers}.json"
        names = ["x", "mask", *(f"relu_{i}" for i in range(layers))]
        configs = [{"batch_input_shape": [None, 4]}, {"mask_value": 0.0}, *({"activation": "relu"} for _ in range(layers))]
        classes = ["InputLayer", "Masking", *("Activation" for _ in range(layers))]
        chain = [{"class_name": class_name, "name": name, "config": {"name": name, **config},
                  "inbound_nodes": [[[before, 0, 0, {}]]] if before else []}
                 for class_name, name, before, config in zip(classes, names, [None, *names], configs)]
        path.write_text(json.dumps({"class_name": "Functional", "keras_version": "2.15.0", "config": {
            "name": "backwards", "layers": chain[::-1], "input_layers": [["x", 0, 0]],
            "output_layers": [[names[-1], 0, 0]]}}))
        return path

    def over_floor(self, path, most):
        ours, floor = count_instructions([self.program, path]), count_instructions([self.floor, path])
        self.hold(f"instructions on {path.name} ({ours:,} over {floor:,})", ours / floor, most, "floors")

    def growth(self, what, model, layers, *arguments):
        small, large = (count_instructions([self.program, *arguments, model(n)]) for n in (layers, 10 * layers))
        self.hold(f"instructions on {what} of {10 * layers:,} layers over those on {layers:,}", large / small, GROWTH_MOST,
                  "times")

    def memory(self, layers):
        path = self.chain(layers)
        size = path.stat().st_size
        peak = peak_memory([self.program, path])
        self.hold(f"memory on {layers:,} layers ({peak:,} bytes)", peak / size, MEMORY_MOST, "times the file")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--floor", required=True)
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    least = 10_000 if options.full else 2_000
    with tempfile.TemporaryDirectory() as scratch:
        budget = Budget(options.bin, options.floor, pathlib.Path(scratch))
        budget.hold("instructions of --version", count_instructions([options.bin, "--version"]), VERSION_MOST, "")
        budget.over_floor(ROOT / "specs/resnet50.json", RESNET50_MOST)
        budget.over_floor(budget.chain(10_000), CHAIN_MOST)
        budget.growth("a chain", budget.chain, least)
        budget.growth("a chain backwards", budget.backwards, least // 10, "--style", "keras3")
        budget.memory(10 * least)
    return 0 if budget.kept else 1


if __name__ == "__main__":
    sys.exit(main())
