#!/usr/bin/env python3
"""Loads the converted specs/*.yaml in Keras, and saves them: load_converted.py [build/release/nnsummary]

Runs under Keras 3.15.1. A model is kept in tests/specs/converted if Keras loads it, and prints the summary that
nnsummary prints of the spec; otherwise this fails.
"""
import os
import pathlib
import subprocess
import sys

os.environ.update(KERAS_BACKEND="tensorflow", COLUMNS="100", TERM="dumb", TF_CPP_MIN_LOG_LEVEL="3")
import keras  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/release/nnsummary"
TARGET = ROOT / "tests/specs/converted"


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True).stdout


def summary_of(text):
    lines = []
    model = keras.models.model_from_json(text)
    model.summary(expand_nested=True, show_trainable=True, print_fn=lambda line, line_break=False: lines.append(line))
    return "\n".join(lines)


def main():
    TARGET.mkdir(exist_ok=True)
    failed = 0
    for path in sorted((ROOT / "specs").glob("*.yaml")):
        converted = run("convert", path)
        same = summary_of(converted).rstrip() == run("--expand-nested", "--show-trainable", path).rstrip()
        if same:
            (TARGET / f"{path.stem}.json").write_text(converted, encoding="utf-8")
        failed += not same
        print(f"{'ok' if same else 'DIFFERENT':9} {path.name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
