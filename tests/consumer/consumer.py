#!/usr/bin/env python3
"""Builds programs that use the library, and runs them under valgrind: consumer.py --build TREE --work FOLDER --locales FOLDER

The library comes from the built tree installed in an empty prefix, from an installed shared build, and from
add_subdirectory(). Every program has to print the same, in any locale.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/consumer"
MODEL = ROOT / "specs/digits.json"
SAVED = ROOT / "tests/corpus/files/lstm.keras"
YAML = HERE / "dropout.yaml"
MODELS = (MODEL, SAVED, YAML)
ERRORS = """\
error: bad.json:1:2: error: invalid JSON: expected a key in double quotes, found the end of the text
error: there is no style 'keras9'; did you mean 'keras1'?
error: no layer is called 'Dens'; did you mean 'Dense'?
"""
VALGRIND = ["valgrind", "--quiet", "--error-exitcode=9", "--leak-check=full", "--errors-for-leak-kinds=definite,possible"]


def run(*command, **environment):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, env={**os.environ, **environment})
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout[-4000:]}{done.stderr[-8000:]}")
    return done


def cmake(source, tree, *options, target="all"):
    ccache = shutil.which("ccache")
    launcher = [f"-DCMAKE_CXX_COMPILER_LAUNCHER={ccache}"] if ccache else []
    run("cmake", "-G", "Ninja", "-S", source, "-B", tree, "-DCMAKE_BUILD_TYPE=Release", *launcher, *options)
    run("cmake", "--build", tree, "--target", target)


def readme_example(folder):
    example = re.search(r"^```cpp\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    path = folder / "readme.cpp"
    path.write_text(example[1], encoding="utf-8")
    return path


def build_with_pkg_config(prefix, program):
    path = str(prefix / "lib/pkgconfig")
    flags = run("pkg-config", "--cflags", "--libs", "nnsummary", PKG_CONFIG_PATH=path).stdout.split()
    container = run("pkg-config", "--variable=container", "nnsummary", PKG_CONFIG_PATH=path).stdout.strip()
    run("c++", "-std=c++20", "-Wall", "-Werror", HERE / "consumer.cpp", f'-DCONTAINER="{container}"', "-o", program, *flags)
    return program


def outputs(program, prefix, locales):
    """Yields what the program prints, under valgrind, and in a locale with a decimal comma if there is one."""
    paths = {"LD_LIBRARY_PATH": str(prefix / "lib"), "LOCPATH": str(locales)}
    yield run(*VALGRIND, program, *MODELS, LC_ALL="C", **paths).stdout
    if (locales / "de_DE.utf8").exists():
        german = run(program, *MODELS, LC_ALL="de_DE.UTF-8", **paths)
        if german.stderr != "0,5\n":
            sys.exit(f"the locale has no decimal comma: {german.stderr}")
        yield german.stdout


def printed_by(program):
    """Returns what the program prints of the models, which the consumers have to print too."""
    commands = [["--version"], *(["--style", style, MODEL] for style in ("keras3", "tf2.13", "keras1")),
                ["explain", MODEL, "dense"], ["verify", SAVED], ["--format", "json", YAML], ["convert", YAML]]
    return "".join(run(program, *command, LC_ALL="C").stdout for command in commands)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--locales", required=True, type=pathlib.Path)
    options = parser.parse_args()
    work, build = options.work.resolve(), options.build.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)

    run("cmake", "--install", build, "--prefix", work / "static")
    cmake(ROOT, work / "shared-tree", "-DBUILD_SHARED_LIBS=ON", "-DNNSUMMARY_TESTS=OFF",
          f"-DCMAKE_INSTALL_PREFIX={work / 'shared'}", target="install")
    run(work / "shared/bin/nnsummary", MODEL)

    example = readme_example(work)
    programs = []
    for prefix in (work / "static", work / "shared"):
        tree = work / f"{prefix.name}-consumer"
        cmake(HERE, tree, f"-DCMAKE_PREFIX_PATH={prefix}", f"-DREADME_EXAMPLE={example}")
        printed = run(*VALGRIND, tree / "readme_example", MODEL).stdout
        if "7,850" not in printed:
            sys.exit(f"the README's example prints:\n{printed}")
        programs.append((tree / "consumer", prefix))
        programs.append((build_with_pkg_config(prefix, work / f"{prefix.name}-pkg-config"), prefix))
    cmake(HERE, work / "subdirectory", f"-DNNSUMMARY_SOURCE={ROOT}", target="consumer")
    programs.append((work / "subdirectory/consumer", work))

    expected = printed_by(build / "nnsummary") + ERRORS
    for program, prefix in programs:
        for printed in outputs(program, prefix, options.locales.resolve()):
            if printed != expected:
                sys.exit(f"{program} prints\n{printed}\ninstead of\n{expected}")
    print(f"{len(programs)} programs print what they should")


if __name__ == "__main__":
    main()
