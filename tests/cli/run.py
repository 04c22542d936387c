#!/usr/bin/env python3
"""Runs the command lines in text files, and compares their output with the expected one.

    run.py --bin build/release/nnsummary tests/cli            # every *.txt in the folder
    run.py --bin build/release/nnsummary tests/cli/help.txt
    run.py --bin build/release/nnsummary --readme README.md   # the commands in its ```console blocks

A file is a list of blocks:

    # a comment
    env: COLUMNS=100             sets a variable; COLUMNS is 80 by default, and COLUMNS= unsets it
    pty: 100                     stdin and stdout are a (dumb) terminal of that width, and COLUMNS is unset
    $ nnsummary model.json       run by sh, in tests/cli/data
    the expected stdout, up to the next of these lines
    stdout-file: golden.txt      or a file that holds it
    stderr:
    the expected stderr; empty by default
    exit: 2                      0 by default

A line `...` or `…` stands for any number of lines. Blank lines at the end are not compared; the conformance cases
compare every byte. In a README only stdout is compared, and only commands that are nnsummary, or
end in a pipe to it, are run, from the folder it is in.
"""
import argparse
import dataclasses
import difflib
import fcntl
import os
import pathlib
import re
import struct
import subprocess
import sys
import termios
import threading

DATA = pathlib.Path(__file__).resolve().parent / "data"
DIRECTIVE = re.compile(r"(env|pty|exit|stdout-file|stderr):(?: (.*))?$")
TIMEOUT_S = 60


@dataclasses.dataclass
class Block:
    where: str
    env: dict = dataclasses.field(default_factory=dict)
    pty: int = 0
    command: str = ""
    stdout: list = dataclasses.field(default_factory=list)
    stderr: list = dataclasses.field(default_factory=list)
    status: int = 0
    only_stdout: bool = False


def trimmed(lines):
    lines = list(lines)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def add_directive(block, key, value):
    """Returns the list that the lines below belong to."""
    if key == "env":
        name, _, text = value.partition("=")
        block.env[name] = text
    elif key == "pty":
        block.pty = int(value)
    elif key == "exit":
        block.status = int(value)
    elif key == "stdout-file":
        block.stdout = (DATA / value).read_text(encoding="utf-8").split("\n")
    return block.stderr if key == "stderr" else []


def read_blocks(path):
    blocks, block, lines = [], Block(""), []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        directive = DIRECTIVE.match(line)
        starts = line.startswith(("$ ", "#")) or (directive and directive[1] in ("env", "pty"))
        if starts and block.command:
            blocks.append(block)
            block = Block("")
        if line.startswith("#"):
            lines = []
        elif line.startswith("$ "):
            block.where, block.command, lines = f"{path.name}:{number}", line[2:], block.stdout
        elif directive:
            lines = add_directive(block, directive[1], directive[2] or "")
        else:
            lines.append(line)
    return blocks + [block] if block.command else blocks


def read_readme(path):
    blocks, inside, lines = [], False, []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("```"):
            inside, lines = line.strip() == "```console", []
        elif inside and line.startswith("$ "):
            block = Block(f"{path.name}:{number}", command=line[2:], only_stdout=True)
            lines = block.stdout
            if re.search(r"(^|\| *)nnsummary\b", block.command):
                blocks.append(block)
        elif inside:
            lines.append(line)
    return blocks


def open_terminal(columns):
    """A pseudo-terminal of that width that passes on what is written to it."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    return master, slave


def drain(master, chunks):
    try:
        while chunk := os.read(master, 1 << 16):
            chunks.append(chunk)
    except OSError:  # the program's side is closed
        pass


def run_in_terminal(command, columns, **how):
    master, slave = open_terminal(columns)
    chunks = []
    reader = threading.Thread(target=drain, args=(master, chunks))
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=subprocess.PIPE, **how) as process:
        os.close(slave)
        reader.start()
        _, stderr = process.communicate(timeout=TIMEOUT_S)
    reader.join()
    os.close(master)
    return process.returncode, b"".join(chunks), stderr


def run(block, program, folder):
    env = {"PATH": f"{program.parent}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    if not block.pty:
        env["COLUMNS"] = "80"
    env.update(block.env)
    env = {name: value for name, value in env.items() if value}
    command, how = ["sh", "-c", block.command], {"cwd": folder, "env": env}
    if block.pty:
        return run_in_terminal(command, block.pty, **how)
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT_S, check=False, **how)
    return done.returncode, done.stdout, done.stderr


def matches(want, got):
    """Line by line; a line `...` stands for any lines."""
    want, got = trimmed(want), trimmed(got)
    pattern = "".join("(?:.*\n)*?" if line.strip() in ("...", "…") else re.escape(line) + "\n" for line in want)
    return re.fullmatch(pattern, "".join(line + "\n" for line in got)) is not None


def compare(name, want, output):
    got = output.decode(errors="replace").split("\n")
    if matches(want, got):
        return []
    return list(difflib.unified_diff(trimmed(want), trimmed(got), f"expected {name}", f"{name} of nnsummary", lineterm=""))


def judge(block, program, folder):
    status, stdout, stderr = run(block, program, folder)
    wrong = compare("stdout", block.stdout, stdout)
    if not block.only_stdout:
        wrong += compare("stderr", block.stderr, stderr)
        if status != block.status:
            wrong.append(f"exit {status}, expected {block.status}")
    if wrong:
        print(f"FAILED {block.where}: $ {block.command}", *wrong, sep="\n")
    return not wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    parser.add_argument("--readme", type=pathlib.Path)
    parser.add_argument("paths", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    program, blocks = options.bin.resolve(), []
    for path in options.paths:
        for file in sorted(path.glob("*.txt")) if path.is_dir() else [path]:
            blocks += [(block, DATA) for block in read_blocks(file)]
    if options.readme:
        blocks += [(block, options.readme.resolve().parent) for block in read_readme(options.readme)]
    held = sum(judge(block, program, folder) for block, folder in blocks)
    print(f"{held} commands held, {len(blocks) - held} did not")
    return 0 if blocks and held == len(blocks) else 1


if __name__ == "__main__":
    sys.exit(main())
