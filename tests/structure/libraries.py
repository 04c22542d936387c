#!/usr/bin/env python3
"""Checks the list of libraries that the release needs at run time: libraries.py build/release/nnsummary

Each costs start-up time, and ties the program to a system.
"""
import re
import subprocess
import sys

ALLOWED = ("libc.so.", "libm.so.", "libstdc++.so.", "libgcc_s.so.", "ld-linux")


def main():
    dynamic = subprocess.run(["readelf", "-d", sys.argv[1]], capture_output=True, text=True, check=True).stdout
    needed = re.findall(r"\(NEEDED\).*\[(.+)\]", dynamic)
    if not needed:
        sys.exit("libraries.py: no library is named at all, which can't be right")
    print("needs", ", ".join(needed))
    others = [name for name in needed if not name.startswith(ALLOWED)]
    if others:
        print("libraries.py: not to be needed at run time:", ", ".join(others))
    return 1 if others else 0


if __name__ == "__main__":
    sys.exit(main())
