#!/usr/bin/env python3
"""Runs nnsummary on damaged copies of good .keras and .h5 files:

    damage_files.py --bin build/release/nnsummary [--count 1000] [--seed 1] [--keep FOLDER] FILE…

A file is cut short, has bits flipped, parts of others in it, parts doubled or wiped out, or numbers blown up. Whatever is
done to it, the program ends with 0, 1 or 2 within a few seconds and 512 MB; with 2 it prints nothing, and says what is
wrong with which file. The same seed damages in the same way.
"""
import argparse
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

MOST_S = 5
MOST_KB = 512 * 1024
COMMANDS = ((), ("verify",), ("--format", "json"), ("convert",))
NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 1 << 40, (1 << 63) - 1, (1 << 64) - 1)


def cut(data, rng, _others):
    return data[: rng.randrange(len(data))]


def flip(data, rng, _others):
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return data


def part_of(data, rng):
    begin = rng.randrange(len(data))
    return begin, min(len(data), begin + rng.choice((1, 4, 8, 32, 512, 4096)))


def splice(data, rng, others):
    other = rng.choice(others)
    source, target = part_of(other, rng), part_of(data, rng)
    data[slice(*target)] = other[slice(*source)]
    return data


def double(data, rng, _others):
    begin, end = part_of(data, rng)
    return data[:end] + data[begin:end] * rng.choice((1, 2, 100)) + data[end:]


def wipe(data, rng, _others):
    begin, end = part_of(data, rng)
    data[begin:end] = bytes([rng.choice((0, 0xFF))]) * (end - begin)
    return data


def remove(data, rng, _others):
    begin, end = part_of(data, rng)
    return data[:begin] + data[end:]


def inflate(data, rng, _others):
    """Replaces a number in the file by an extreme one. Most numbers are short and little endian."""
    for _ in range(rng.choice((1, 1, 1, 4))):
        size = rng.choice((1, 2, 4, 8))
        places = [i for i in range(max(0, len(data) - 8)) if data[i] and not data[i + 1]]
        at = rng.choice(places) if places else 0
        number = rng.choice(NUMBERS) & ((1 << 8 * size) - 1)
        data[at:at + size] = number.to_bytes(size, "little")
    return data


DAMAGES = (cut, flip, splice, double, wipe, remove, inflate, inflate)


def run(command):
    """Returns status (negative: a signal; None: timeout), stdout, stderr, seconds, and the peak memory in KB."""
    begin = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            seconds = time.monotonic() - begin
            if pid:
                break
            if seconds > 2 * MOST_S:
                process.kill()
                _, _, usage = os.wait4(process.pid, 0)
                status = None
                break
            time.sleep(0.001)
        process.returncode = 0
        out.seek(0)
        err.seek(0)
        code = None if status is None else os.waitstatus_to_exitcode(status)
        return code, out.read(), err.read().decode(errors="replace"), seconds, usage.ru_maxrss


def judge(command, path):
    status, stdout, stderr, seconds, memory = run([*command, str(path)])
    if status is None or seconds > MOST_S:
        return f"takes {seconds:.1f} s"
    if status not in (0, 1, 2):
        return f"exit {status}: {stderr[:200]}"
    if memory > MOST_KB:
        return f"takes {memory} KB"
    if status == 2 and (stdout or str(path) not in stderr):
        return f"on exit 2, stdout has {len(stdout)} bytes and stderr says {stderr[:200]!r}"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path, help="where files go that were trouble")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    good = [(path.suffix, path.read_bytes()) for path in sorted(options.files)]
    others = [data for _, data in good]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.count):
            rng = random.Random(f"{options.seed}/{number}")
            suffix, data = rng.choice(good)
            damage = rng.choice(DAMAGES)
            path = pathlib.Path(folder, f"{damage.__name__}-{number}{suffix}")
            path.write_bytes(damage(bytearray(data), rng, others))
            why = judge([str(options.bin.resolve()), *rng.choice(COMMANDS)], path)
            if why:
                wrong += 1
                print(f"{path.name}: {why}")
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    options.keep.joinpath(path.name).write_bytes(path.read_bytes())
            path.unlink()
    print(f"{options.count} damaged files looked at, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
