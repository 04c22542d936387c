#!/usr/bin/env python3
"""Records tests/recorded/old_files.jsonl: what Keras 3 prints for files of Keras 2 that its own reader of such files can
read. record_old_files.py

Runs under Keras 3.15.1; the models are those of tests/corpus/legacy.
"""
import io
import json
import os
import pathlib

os.environ.update(KERAS_BACKEND="tensorflow", COLUMNS="80", TERM="dumb", TF_CPP_MIN_LOG_LEVEL="3")
import keras  # noqa: E402
from keras.src.legacy.saving import saving_utils  # noqa: E402

TESTS = pathlib.Path(__file__).resolve().parents[1]
SETS = ("keras2.0.4", "keras2.0.9", "keras2.2.5", "tf2.0")
MOST = 6  # of a set


def models(folder):
    seen = []
    for line in (TESTS / "corpus" / "legacy" / folder / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if "model" in case and case["model"] not in seen:
            seen.append(case["model"])
            yield case


def printed(model):
    keras.backend.clear_session()
    config = {key: model[key] for key in ("class_name", "config")}
    read = saving_utils.model_from_config(json.loads(json.dumps(config)), custom_objects={})
    out = io.StringIO()
    read.summary(print_fn=lambda text, line_break=False: out.write(text if text.endswith("\n") else text + "\n"))
    return out.getvalue()


def main():
    with (TESTS / "recorded" / "old_files.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for folder in SETS:
            recorded = 0
            for case in models(folder):
                try:
                    expected = printed(case["model"])
                except Exception:  # noqa: BLE001: whatever its reader stumbles over, it can't read the file
                    continue
                file.write(json.dumps({"id": f"{folder}/{case['id']}", "model": case["model"], "columns": 80,
                                       "args": ["--style", "keras3"], "expect": expected,
                                       "oracle": f"keras {keras.__version__}"}, ensure_ascii=False) + "\n")
                recorded += 1
                if recorded == MOST:
                    break


if __name__ == "__main__":
    main()
