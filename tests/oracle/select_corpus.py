#!/usr/bin/env python3
"""Makes tests/corpus, a selection from the larger corpus: select_corpus.py CORPUS

Lines are copied as they are, and the files that they name beside them: nothing here makes or mends an expected text. The
selection is deterministic. What is taken of a set stands in RECIPES; a set that isn't reached yet isn't there.
"""
import argparse
import json
import pathlib
import re
import shutil
import sys

TARGET = pathlib.Path(__file__).resolve().parents[1] / "corpus"
LEFT_OUT = re.compile("needs:custom_objects|oracle-defect")


class Case:
    def __init__(self, line):
        self.line = line
        self.fields = json.loads(line)
        self.tags = set(self.fields.get("tags", ()))
        self.must, self.may = set(), set()

    def collect_features(self):
        """Returns the features of a case. Each of `must` is wanted once; `may` makes one case better than another."""
        self.must = {f"tag {tag}" for tag in self.tags if not tag.startswith("test:")}
        self.must |= {f"option {arg}" for arg in self.fields.get("args", ()) if arg.startswith("--")}
        self.must |= {"refused"} if "error" in self.fields else set()
        self.add_objects(self.fields.get("model"))

    def add_objects(self, value):
        for child in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
            self.add_objects(child)
        if isinstance(value, dict) and isinstance(value.get("class_name"), str):
            name = value["class_name"]
            self.must.add(f"class {name}")
            config = value.get("config")
            for key, argument in config.items() if isinstance(config, dict) else ():
                self.must.add(f"argument {name}.{key}")
                if key != "name" and (argument is None or isinstance(argument, (bool, int, float, str))):
                    self.may.add(f"value {name}.{key}={argument}")


def read_cases(path, tag=None):
    with path.open(encoding="utf-8", newline="\n") as lines:
        cases = [Case(line) for line in lines if line.strip()]
    return [case for case in cases
            if not any(LEFT_OUT.match(t) for t in case.tags) and (tag is None or tag in case.tags)]


def best(cases, missing, features):
    """Returns the case that shows the most missing features for its size; the first in a tie."""
    return max(cases, key=lambda case: len(features(case) & missing) / (2000 + len(case.line)))


def cover(cases, features, chosen, most):
    """Adds cases until every feature is shown by one, or there are `most`."""
    missing = set().union(*map(features, cases)) - set().union(*map(features, chosen))
    rest = [case for case in cases if case not in chosen]
    while missing and len(chosen) < most:
        case = best(rest, missing, features)
        if not features(case) & missing:
            break
        chosen.append(case)
        rest.remove(case)
        missing -= features(case)
    return missing


def everything(cases, _folder):
    return cases


def inline(cases, _folder):
    return [case for case in cases if "model" in case.fields]


def tagged(*tags):
    def select(cases, folder):
        return inline([case for case in cases if case.tags & set(tags)], folder)
    return select


def smallest_models(count, *others):
    """Selects that many models, and others by name."""
    def select(cases, folder):
        files = sorted({case.fields["file"] for case in cases}, key=lambda file: ((folder / file).stat().st_size, file))
        taken = {*files[:count], *(f"{other}/model.json" for other in others)}
        return [case for case in cases if case.fields["file"] in taken]
    return select


def of_each_tag(most):
    """Selects that many cases of each tag, evenly spread."""
    def select(cases, _folder):
        tags = {tag for case in cases for tag in case.tags}
        chosen = set()
        for tag in tags:
            tagged = [index for index, case in enumerate(cases) if tag in case.tags]
            chosen.update(tagged[::-(-len(tagged) // most)])
        return [cases[index] for index in sorted(chosen)]
    return select


def spread(count):
    """Selects that many cases, evenly spread."""
    def select(cases, _folder):
        return cases[::-(-len(cases) // count)]
    return select


def covering(most):
    def select(cases, _folder):
        chosen = []
        for case in cases:
            case.collect_features()
        missing = cover(cases, lambda case: case.must, chosen, most)
        if missing:
            sys.exit(f"select_corpus.py: {most} cases can't show {sorted(missing)}")
        cover(cases, lambda case: case.may, chosen, most)
        return sorted(chosen, key=cases.index)
    return select


# File of the corpus, the tag its cases must have, and how they are selected.
RECIPES = (
    ("applications/index.jsonl", None, smallest_models(4, "convnextsmall")),
    ("layers/layers.jsonl", None, covering(700)),
    ("layers/ops.jsonl", None, covering(660)),
    ("layers/errors.jsonl", None, everything),
    ("topologies/index.jsonl", None, everything),
    ("options/index.jsonl", None, of_each_tag(8)),
    ("options/terminal.jsonl", None, everything),
    ("compiled/index.jsonl", None, covering(90)),
    ("macs/index.jsonl", None, inline),
    ("spec/index.jsonl", None, everything),
    ("files/index.jsonl", None, everything),
    # Files of Keras 3.0 to 3.10 that Keras 3.15 fails on, and their writers do not.
    ("keras3x/3.0/cases.jsonl", None, tagged("newer-keras-refuses", "own-refuses")),
    ("keras3x/3.4/cases.jsonl", None, tagged("newer-keras-refuses", "better-than-keras")),
    ("keras3x/3.9/cases.jsonl", None, tagged("newer-keras-refuses", "better-than-keras")),
    ("keras3x/3.10/cases.jsonl", None, tagged("newer-keras-refuses", "better-than-keras")),
    ("archive2/cases.jsonl", None, spread(12)),
    ("restyle/cases.jsonl", None, spread(14)),
    ("wild/cases.jsonl", None, spread(14)),
    ("wild/specs.jsonl", None, everything),
    ("tfjs/cases.jsonl", None, smallest_models(14)),
    ("legacy/keras1.0/cases.jsonl", None, covering(60)),
    ("legacy/keras1.0.4/cases.jsonl", None, covering(60)),
    ("legacy/keras1.1.1/cases.jsonl", None, covering(60)),
    ("legacy/keras1.1.2/cases.jsonl", None, covering(60)),
    ("legacy/keras1.2/cases.jsonl", None, covering(60)),
    ("legacy/keras2.0/cases.jsonl", None, covering(29)),
    ("legacy/keras2.0.3/cases.jsonl", None, spread(8)),
    ("legacy/keras2.0.4/cases.jsonl", None, spread(14)),
    ("legacy/keras2.0.9/cases.jsonl", None, covering(37)),
    ("legacy/keras2.2.5/cases.jsonl", None, covering(31)),
    ("legacy/tf2.0/cases.jsonl", None, covering(43)),
    ("legacy/tf2.0-tf1.15/cases.jsonl", None, covering(18)),
    ("legacy/tf2.0-tf2.0/cases.jsonl", None, spread(8)),
    ("legacy/tf2.7/cases.jsonl", None, covering(43)),
    ("legacy/tf2.7-tf2.12/cases.jsonl", None, spread(6)),
    ("legacy/tf2.13-tf_keras/cases.jsonl", None, covering(93)),
)


def write_set(corpus, name, cases):
    target = TARGET / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(case.line for case in cases)
    beside = {case.fields[key] for case in cases for key in ("file", "expect_file") if key in case.fields}
    for file in sorted(beside):
        copy = target.parent / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile((corpus / name).parent / file, copy)
    size = sum(path.stat().st_size for path in target.parent.rglob("*") if path.is_file())
    print(f"{len(cases):5} cases, {size / 1e6:5.2f} MB  {name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path)
    corpus = parser.parse_args().corpus
    shutil.rmtree(TARGET, ignore_errors=True)
    for name, tag, select in RECIPES:
        write_set(corpus, name, select(read_cases(corpus / name, tag), (corpus / name).parent))


if __name__ == "__main__":
    main()
