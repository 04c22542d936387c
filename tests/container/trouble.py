#!/usr/bin/env python3
"""Tests hostile archives and a misbehaving nnsummary-container: trouble.py --bin build/release/nnsummary FILE.keras

Each ends with 2 and a message that names the file, within 5 seconds and 512 MB.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "oracle"))
from damage_files import MOST_KB, MOST_S, run  # noqa: E402

MB = 1 << 20
# (change to the archive, what the message must say)
ARCHIVES = {
    "bomb": (zipfile.ZIP_DEFLATED, "config.json", lambda data: b"[" * (200 * MB), "unpacks to"),
    "wide": (zipfile.ZIP_DEFLATED, "config.json", lambda data: b"[" + b"0," * (7 * MB) + b"0]", "expected a model"),
    "cut": (zipfile.ZIP_STORED, "config.json", lambda data: data[:500], "the end of the text"),
    "packed": (zipfile.ZIP_LZMA, "config.json", lambda data: data, "not supported"),
    "without": (zipfile.ZIP_STORED, "config.json", lambda data: None, "without 'config.json'"),
    "text": (zipfile.ZIP_STORED, "model.weights.h5", lambda data: b"weights" * 1000, "'model.weights.h5'"),
    "half": (zipfile.ZIP_STORED, "model.weights.h5", lambda data: data[: len(data) // 2], "truncated"),
}
# Replacements for nnsummary-container.
PROGRAMS = {
    "hangs": ("exec sleep 60", "took longer than 3.5 seconds"),
    "hangs at its end": ("exec >&-; exec sleep 60", "took longer than 3.5 seconds"),
    "crashes": ("kill -SEGV $$", "signal 11"),
    "is killed": ("kill -KILL $$", "signal 9"),
    "is slow": ("kill -XCPU $$", "took more than 1 second of processor time to read; set NNSUMMARY_CONTAINER_SECONDS"),
    "fails": ("exit 3", "status 3"),
    "floods": ("exec yes", "MiB to list"),
    "babbles": ("echo '{\"container\": '", "not valid JSON"),
    "is silent": ("exit 0", "not valid JSON"),
    "lies": ("echo '{\"container\": \"zip\", \"texts\": 7, \"members\": \"none\"}'", "without 'config.json'"),
}


# NNSUMMARY_CONTAINER_SECONDS for a nnsummary-container that hangs.
SECONDS = (
    ("half a second", "0.5", "took longer than 0.5 seconds"),
    ("one second", "1", "took longer than 1 second to read"),
)


def write_program(folder, script):
    program = pathlib.Path(folder, "nnsummary-container")
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def keeps_memory_limit(options, path):
    """nnsummary-container says what it ran out of; `path` takes some 40 MB."""
    program = options.bin.resolve().parent / "nnsummary-container"
    with path.open("rb") as file:
        record = subprocess.run([program, "3", str(8 * MB)], stdin=file, stdout=subprocess.PIPE, check=False).stdout
    held = record == b'{"error": "reading the file takes more than 8 MiB of memory", "code": "limit"}'
    if not held:
        print(f"memory: {record[:200]!r}")
    return held


def filters_of(process):
    """Returns the number of a process's filters of system calls; 0 where the kernel doesn't say."""
    status = pathlib.Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"^Seccomp_filters:\s*(\d+)", status, re.MULTILINE)
    return int(found[1]) if found else 0


def is_in_sandbox(options, path):
    """nnsummary-container enters its sandbox: seen while it waits to write a long record, of `path`."""
    if not pathlib.Path("/proc/sys/kernel/seccomp/actions_avail").exists():
        return True
    program = options.bin.resolve().parent / "nnsummary-container"
    with path.open("rb") as file, subprocess.Popen([program, "3", str(400 * MB)], stdin=file,
                                                   stdout=subprocess.PIPE) as process:
        process.stdout.read(1)
        filters = filters_of(process.pid)
        process.stdout.read()
    held = filters > filters_of("self")
    if not held:
        print(f"sandbox: nnsummary-container has {filters} filters of system calls, this process {filters_of('self')}")
    return held


def ignores_current_folder(options, folder):
    """A nnsummary-container in the current folder isn't run: the one beside nnsummary is."""
    write_program(folder, "touch ran")
    status = subprocess.run([options.bin.resolve(), options.file.resolve()], cwd=folder, stdout=subprocess.DEVNULL,
                            check=False).returncode
    held = status == 0 and not pathlib.Path(folder, "ran").exists()
    if not held:
        print(f"current folder: exit {status}; expected 0, by the nnsummary-container beside nnsummary")
    return held


def write_archive(source, target, method, name, change):
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", method) as out:
        for member in archive.namelist():
            data = archive.read(member)
            data = change(data) if member == name else data
            if data is not None:
                out.writestr(member, data)


def judge(what, program, path, wanted, slack, variables=()):
    status, stdout, stderr, seconds, memory = run(["env", *variables, str(program), str(path)])
    held = (status == 2 and not stdout and str(path) in stderr and wanted in stderr
            and seconds < MOST_S * slack and memory < MOST_KB * slack)
    if not held:
        print(f"{what}: exit {status} after {seconds:.1f} s with {memory} KB: {stderr.strip()!r}; expected {wanted!r}")
    return held


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    parser.add_argument("--sanitized", action="store_true", help="of a build with a sanitizer, which takes time and memory")
    parser.add_argument("file", type=pathlib.Path)
    options = parser.parse_args()
    slack = 2 if options.sanitized else 1
    held = []
    with tempfile.TemporaryDirectory() as folder:
        for what, (method, name, change, wanted) in ARCHIVES.items():
            path = pathlib.Path(folder, f"{what}.keras")
            write_archive(options.file, path, method, name, change)
            held.append(judge(what, options.bin.resolve(), path, wanted, slack))
        if not options.sanitized:
            held.append(keeps_memory_limit(options, pathlib.Path(folder, "wide.keras")))
            held.append(is_in_sandbox(options, pathlib.Path(folder, "wide.keras")))
        program = pathlib.Path(folder, "nnsummary")
        shutil.copy(options.bin, program)
        held.append(judge("is missing", program, options.file, f"{folder}/nnsummary-container: No such file", slack))
        for what, (script, wanted) in PROGRAMS.items():
            write_program(folder, script)
            held.append(judge(what, program, options.file, wanted, slack))
        write_program(folder, PROGRAMS["hangs"][0])
        held += [judge(what, program, options.file, wanted, slack, [f"NNSUMMARY_CONTAINER_SECONDS={value}"])
                 for what, value, wanted in SECONDS]
        held.append(ignores_current_folder(options, folder))
    print(f"{len(held)} kinds of trouble, {held.count(False)} not held")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
