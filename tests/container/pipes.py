#!/usr/bin/env python3
"""Tests models from pipes, and input without an end: pipes.py --bin PROGRAM FILE.keras FILE.h5

Every command prints for a pipe what it prints for the file. What doesn't end is refused within 2 seconds of processor
time and 512 MB, by the program and nnsummary-container.
"""
import argparse
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import threading

COMMANDS = ("", "explain", "convert", "verify")
MOST_S = 2
MOST_KB = 512 * 1024
TIMEOUT_S = 30
# How the program gets the file; the shell's $1 is the program, $2 the command, $3 the file, $4 a FIFO.
WAYS = {
    "stdin": '"$1" $2 < "$3"',
    "pipe": 'cat "$3" | "$1" $2',
    "slow pipe": '(head -c 1 "$3"; sleep 0.1; tail -c +2 "$3") | "$1" $2 -',
    "/dev/stdin": '"$1" $2 /dev/stdin < "$3"',
    "/dev/stdin of a pipe": 'cat "$3" | "$1" $2 /dev/stdin',
    "process substitution": '"$1" $2 <(cat "$3")',
    "FIFO": 'cat "$3" > "$4" & "$1" $2 "$4"',
    "stdin, half read": '{ dd if="$3" bs=16 count=1 status=none; cat "$3"; } > "$4.file"; '
                        '{ dd of=/dev/null bs=16 count=1 status=none; "$1" $2; } < "$4.file"',
}
# (shell, what the message must say); $1 is the program, $3 a file, $4 a path to use.
ENDLESS = {
    "zeros": ('"$1" /dev/zero', "expected a model"),
    "zeros on a pipe": ('cat /dev/zero | "$1"', "expected a model"),
    "yes": ('yes | "$1"', "expected a model"),
    "JSON": ("""yes '{"a":' | "$1" """, "larger than 192 MiB, the limit for JSON and YAML; set NNSUMMARY_MAX_MIB"),
    "YAML": ("""yes 'a: b' | "$1" -""", "larger than 192 MiB, the limit for JSON and YAML; set NNSUMMARY_MAX_MIB"),
    "less JSON": ("""yes '{"a":' | NNSUMMARY_MAX_MIB=0.5 "$1" """, "larger than 0.5 MiB"),
    "JSON, then a hole": ("""printf '{"a":' > "$4" && truncate -s 3G "$4" && "$1" "$4" """, "larger than 192 MiB"),
    "an archive": ('cat "$3" /dev/zero | "$1"', "more than 512 MiB, the limit for a temporary file; save it to a file"),
    "less of an archive": ('cat "$3" /dev/zero | NNSUMMARY_MAX_MIB=8 "$1" verify', "more than 8 MiB, the limit"),
    "no room": ('ulimit -f 10; trap "" XFSZ; cat "$3" /dev/zero | "$1"', "temporary file in /tmp: File too large"),
}


def shell(script, *arguments):
    """Ends the script with all that it started, such as a writer to a FIFO that nobody reads."""
    with subprocess.Popen(["bash", "-c", script, "bash", *map(str, arguments)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        timer = threading.Timer(TIMEOUT_S, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        stdout, stderr = process.communicate()
        timer.cancel()
        return subprocess.CompletedProcess(script, process.returncode, stdout, stderr)


def reads_pipes(program, file, folder):
    wrong = 0
    for command in COMMANDS:
        wanted = shell('"$1" $2 "$3"', program, command, file)
        for number, (way, script) in enumerate(WAYS.items()):
            fifo = pathlib.Path(folder, f"fifo-{number}")
            fifo.unlink(missing_ok=True)
            os.mkfifo(fifo)
            got = shell(script, program, command, file, fifo)
            if (got.returncode, got.stdout) != (wanted.returncode, wanted.stdout):
                wrong += 1
                print(f"{command} {file.name} by {way}: exit {got.returncode}, {got.stderr.strip()!r}")
    return wrong


def refuses(what, script, wanted, *arguments):
    """Counts the processor time of everything that ran, such as `yes`, which takes about as long as the program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    got = shell(script, *arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    held = got.returncode == 2 and not got.stdout and wanted in got.stderr and seconds < 2 * MOST_S
    if not held:
        print(f"{what}: exit {got.returncode} after {seconds:.1f} s: {got.stderr.strip()!r}; expected {wanted!r}")
    return held


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    parser.add_argument("--sanitized", action="store_true", help="of a build with a sanitizer, which takes memory")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    program = options.bin.resolve()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for what, (script, wanted) in ENDLESS.items():
            wrong += not refuses(what, script, wanted, program, "", options.files[0], pathlib.Path(folder, "hole.json"))
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        if memory > MOST_KB and not options.sanitized:
            wrong += 1
            print(f"something took {memory} KB")
        for file in options.files:
            wrong += reads_pipes(program, file, folder)
    print(f"{len(ENDLESS)} kinds of endless input and {len(WAYS)} kinds of pipes, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
