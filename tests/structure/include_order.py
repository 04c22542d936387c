#!/usr/bin/env python3
"""Checks what each directory of src/ may include: include_order.py [REPOSITORY]

A directory includes itself, directories listed before it in DIRECTORIES, and the public headers.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
ROOT = ROOT if ROOT.is_dir() else ROOT.parents[2]

DIRECTORIES = ("base document container formats styles spec graph layers ops "
               "infer summary render explain verify cli").split()
# Headers that are allowed only in these directories.
ONLY_IN = {
    r"<yaml-cpp/": {"document"},
    r"<CLI/|<sys/ioctl\.h>": {"cli"},
    r"<unistd\.h>|<spawn\.h>|<poll\.h>": {"cli", "container"},
    r"<zip\.h>|<hdf5\.h>": {"container"},
}
# Headers that earlier directories may include: the tables of arguments don't depend on anything before layers.
EARLY = {"spec": {"layers/entry.h"}}
# The headers that a directory may include from a related one.
SIBLINGS = {"ops": ("layers", {"layers/entry.h", "layers/call.h", "layers/arguments.h", "layers/spatial.h", "layers/objects.h"})}
GETENV = re.compile(r"\bgetenv\b")
# Functions that depend on the caller's locale.
LOCALE = re.compile(r"\b(strto(d|f|ld)|ato[fil]|sto(d|f|ld)|is(alpha|digit|alnum|space|upper|lower|punct)|to(lower|upper)"
                    r"|s?n?printf|setlocale|strcoll)\(|\{:L")
NOWHERE = re.compile(r"<(iostream|sstream|regex)>|<nlohmann/")
THIRD_PARTY = re.compile(r"<(nlohmann|yaml-cpp|fmt|CLI|pcre2|zip|hdf5|H5)|NLOHMANN|\b(nlohmann|YAML|fmt|CLI)::")
INCLUDE = re.compile(r'^\s*#\s*include\s+(<[^>]+>|"[^"]+")')
MOST_LINES = 400


def files(folder, suffixes=(".h", ".cpp", ".inc")):
    return sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)


def includes(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found[1]


def reach_of(directory, header):
    """Returns why a file in `directory` may not include `header`, or '' if it may."""
    if NOWHERE.match(header):
        return "is included nowhere: it costs start-up time"
    for pattern, directories in ONLY_IN.items():
        if re.match(pattern, header) and directory not in directories:
            return f"is allowed only in {', '.join(sorted(directories))}"
    other = header.strip('"').split("/")[0]
    if header.startswith("<") or other == "nnsummary":
        return ""
    if directory == "cli" and other != "cli":
        return "is hidden in the library: the program includes public headers only"
    if other not in DIRECTORIES:
        return "is in no directory of src/: write its path from src/"
    if header.strip('"') in EARLY.get(directory, set()):
        return ""
    sibling, known = SIBLINGS.get(directory, ("", set()))
    if other == sibling and header.strip('"') not in known:
        return f"is private to {other}; {directory} may include {', '.join(sorted(known))}"
    return "" if DIRECTORIES.index(other) <= DIRECTORIES.index(directory) else f"is listed after {directory}"


def check_source(path):
    directory = path.relative_to(ROOT / "src").parts[0]
    if directory not in DIRECTORIES:
        yield f"{path}: {directory} isn't listed in DIRECTORIES"
        return
    for number, header in includes(path):
        why = reach_of(directory, header)
        if why:
            yield f"{path}:{number}: {header} {why}"
    if directory != "cli" and GETENV.search(path.read_text(encoding="utf-8")):
        yield f"{path}: only cli knows the environment"
    found = LOCALE.search(path.read_text(encoding="utf-8"))
    if found:
        yield f"{path}: {found[0]} depends on the locale: use std::from_chars, fmt or base/ascii.h"


def check_public(path):
    for number, header in includes(path):
        if header.startswith('"') and not header.startswith('"nnsummary/'):
            yield f"{path}:{number}: a public header includes public headers only, not {header}"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if THIRD_PARTY.search(line.split("//")[0]):
            yield f"{path}:{number}: a public header names no library's types"


def check_length(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    if lines > MOST_LINES:
        yield f"{path}: {lines} lines; {MOST_LINES} are enough"


def main():
    sources, public = files("src"), files("include")
    if not sources or not public:
        sys.exit(f"include_order.py: no sources under {ROOT}")
    wrong = [why for path in sources for why in check_source(path)]
    wrong += [why for path in public for why in check_public(path)]
    code = files("src", (".h", ".cpp")) + public + files("tests", (".h", ".cpp", ".py"))
    wrong += [why for path in code for why in check_length(path)]
    for why in wrong:
        print(why.replace(f"{ROOT}/", ""))
    print(f"{len(sources) + len(public)} files looked at, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
