#!/usr/bin/env python3
"""Checks that no name in a model file can do anything to a terminal:

    control_characters.py --bin build/release/nnsummary

Models whose names, classes, arguments and keys hold control characters are given to every command, with stdout and
stdin on a terminal and in a pipe, and with stderr in a pipe. On the terminal no control character appears but newlines
and the program's own colors; on stderr none ever appears, and a newline in a name makes neither a message nor a row.
In a pipe, the tables hold names as they are, and JSON holds none.
"""
import argparse
import io
import json
import pathlib
import re
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import run as cli  # pylint: disable=wrong-import-position

SAVED = pathlib.Path(__file__).resolve().parents[1] / "corpus/files/mlp_compiled_untrained.keras"
FORGED = "forged.json: error: all is lost"
TITLE = "\x1b]0;title\x07"
HOSTILE = ("\x1b[31m", TITLE, "\x00\x01\x7f", "\u0080\u009b2J\u009d", "\u202e\u2066\u200f", f"\n{FORGED}\n", "\r\t\b")
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
COLORS = re.compile(r"\x1b\[[0-9;]*m")
STYLES = ("keras1.0", "keras1.2", "keras2.0", "keras2.2.5", "tf2.0", "tf2.7", "tf2.13", "tfjs", "keras3")


def keras_object(class_name, name, inputs=(), module="keras.layers", **config):
    tensors = [{"class_name": "__keras_tensor__", "config": {"shape": [None, 4], "keras_history": [i, 0, 0]}} for i in inputs]
    nodes = [{"args": tensors, "kwargs": {}}] if inputs else []
    return {"module": module, "class_name": class_name, "config": {"name": name, **config}, "name": name,
            "inbound_nodes": nodes}


def model(bad, dense_class="Dense", units=3):
    """A model in Keras 3's form with two outputs in a dict, a nested model and a layer that nothing follows from."""
    inside = keras_object("Sequential", f"inner{bad}", [f"in{bad}"], "keras", layers=[
        keras_object("InputLayer", f"first{bad}", batch_shape=[None, 4]),
        keras_object("Dense", f"deep{bad}", units=2)])
    layers = [keras_object("InputLayer", f"in{bad}", batch_shape=[None, 4]), inside,
              keras_object(dense_class, f"dense{bad}", [f"in{bad}"], units=units, activation=f"act{bad}"),
              keras_object("Dense", f"dead{bad}", [f"in{bad}"], units=1)]
    result = keras_object("Functional", f"model{bad}", module="keras.src.models.functional", layers=layers,
                          input_layers=[[f"in{bad}", 0, 0]],
                          output_layers={f"a{bad}": [f"inner{bad}", 0, 0], f"b{bad}": [f"dense{bad}", 0, 0]})
    del result["inbound_nodes"]
    return result


def saved(bad):
    """A .keras file whose configuration names its layers otherwise than its weights do."""
    with zipfile.ZipFile(SAVED) as source:
        members = {name: source.read(name) for name in source.namelist()}
    config = json.loads(members["config.json"])
    for layer in config["config"]["layers"]:
        layer["config"]["name"] += bad
    members["config.json"] = json.dumps(config).encode()
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return result.getvalue()


def texts(bad):
    """(suffix of the file, what it holds) of models that are read, that warn, and that are refused."""
    yield ".keras", saved(bad)
    yield ".json", json.dumps(model(bad))
    yield ".json", json.dumps(model(bad), ensure_ascii=False)
    yield ".json", json.dumps(model(bad, dense_class=f"Custom{bad}"))
    yield ".json", json.dumps(model(bad, units=f"units{bad}"))
    yield ".json", json.dumps({**model(bad), "keras_version": f"2.4.0{bad}", "backend": bad})
    yield ".json", json.dumps({"class_name": f"Model{bad}", "config": {"layers": [], f"key{bad}": 1}})
    yield ".json", '{"class_name": "' + bad
    quoted = json.dumps
    yield ".yaml", f"model: {quoted(bad)}\ninput: [4]\nlayers:\n  - Dense: {{units: 3, name: {quoted(bad)}}}\n"
    yield ".yaml", f"input: [4]\nlayers:\n  - {quoted('Dens' + bad)}\n  - Dense: {{units: 3, {quoted('unit' + bad)}: 3}}\n"
    yield ".yaml", f"input: [4]\nlayers:\n  - Dense: {{units: 3, from: {quoted('x' + bad)}}}\n{quoted(bad)}: 1\n"


def commands(bad, file):
    yield from (["--style", style, file] for style in STYLES)
    yield from ([*options, file] for options in (
        [], ["--color", "always", "--expand-nested", "--show-trainable"], ["--strict"], ["--format", "json"],
        ["--layer-range", f"x{bad},y{bad}"], ["--input", f"in{bad}=1,x{bad}"], ["--input", f"x{bad}=1,4"],
        ["--positions", f"1{bad}"], [f"--no{bad}"], ["--style", bad]))
    yield ["explain", file]
    yield ["explain", "--format", "json", file]
    yield ["explain", file, f"dense{bad}"]
    yield ["explain", file, f"den{bad}"]
    yield ["verify", file]
    yield ["convert", file]


def faults(output, stderr, on_terminal, is_text):
    """Yields a description of each fault in the output."""
    if CONTROL.search(stderr):
        yield "stderr has a control character"
    if any(line.startswith("forged") for line in stderr.split("\n")):
        yield "a name makes a message"
    if is_text and not on_terminal:
        return
    if CONTROL.search(COLORS.sub("", output) if on_terminal and is_text else output):
        yield "stdout has a control character"
    if any(line.startswith("forged") for line in output.split("\n")):
        yield "a name makes a row"


def wrong_with(program, arguments, folder, on_terminal):
    command = " ".join("'" + argument.replace("'", "'\\''") + "'" for argument in arguments)
    block = cli.Block("", {"TERM": "xterm"}, 100 if on_terminal else 0, f"nnsummary {command}")
    status, stdout, stderr = cli.run(block, program, folder)
    if status not in (0, 1, 2):
        yield f"exit {status}"
    is_text = "json" not in arguments and arguments[0] != "convert"
    yield from faults(stdout.decode(), stderr.decode(), on_terminal, is_text)


def check(program, bad, folder):
    tried, failures = [], []
    in_argument = bad.replace("\0", "")
    for number, (suffix, text) in enumerate(texts(bad)):
        name = f"m{number}{in_argument}{suffix}"
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        tried += [(arguments, text[:60]) for arguments in commands(in_argument, name)]
    tried += [(["layers", f"Dens{in_argument}"], ""), (["layers", "--ops", f"Mean{in_argument}"], "")]
    for arguments, text in tried:
        for on_terminal in (False, True):
            where = f"{'terminal' if on_terminal else 'pipe'}: {arguments!r} of {text!r}"
            failures += [f"FAILED {where}: {why}" for why in wrong_with(program, arguments, folder, on_terminal)]
    return 2 * len(tried), failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    program = parser.parse_args().bin.resolve()
    count, failures = 0, []
    for bad in HOSTILE:
        with tempfile.TemporaryDirectory() as folder:
            done, wrong = check(program, bad, pathlib.Path(folder))
        count, failures = count + done, failures + wrong
    print(*failures, f"{count} commands, {len(failures)} failures", sep="\n")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main())
