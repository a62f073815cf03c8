#!/usr/bin/env python3
"""Fetches the vendored libraries again, as the locks beside them name them, and checks every byte.

    scripts/vendor.py          are the files in the tree the ones that the locks name?
    scripts/vendor.py --fetch  get the packages by npm, check them, put their files in place

A lock is a JSON file in a folder called `vendor`, or with what the tests use. A new version: write it and
empty sha256 texts into the lock, fetch, read what changed, write down the sums
it prints. A file is one or several files of the packages (`from`; with `gzip`
it is packed, and the sum is that of the content), or a bundle that esbuild makes
of a few lines beside the lock (`bundle`, a classic script that defines `as`), or
stands here by hand (`from` is empty: the package carries no licence text).

Of vis-network it is `dist/`, the build without a style sheet: the page brings its
own, and the others add theirs to the page while it runs, which its policy forbids.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GRAPH = ROOT / "graph"
_ESBUILD = ("--bundle", "--minify", "--format=iife", "--target=es2020", "--charset=ascii", "--legal-comments=none")


def main(arguments: list[str]) -> int:
    """
    Check the files of the tree or those of the packages; print what is wrong.
    """
    if arguments not in ([], ["--fetch"]):
        print(__doc__, file=sys.stderr)
        return 2
    locks = sorted([*GRAPH.rglob("vendor/*.json"), *ROOT.glob("tests/assets/*.json")])
    return max([checked(lock, anew=bool(arguments)) for lock in locks], default=0)


def checked(path: Path, *, anew: bool) -> int:
    """
    One lock: its files, from the packages or from the tree, have the sums that it names; then they stand in the tree.
    """
    lock = json.loads(path.read_text(encoding="utf-8"))
    contents = fetched(path.parent, lock) if anew else {name: standing(path.parent / name) for name in lock["files"]}
    wrong = [
        f"{name}: sha256 is {found}, {path.name} says {entry['sha256'] or 'nothing'}"
        for name, entry in lock["files"].items()
        if (found := hashlib.sha256(contents[name]).hexdigest()) != entry["sha256"]
    ]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    for name, content in contents.items():
        target = path.parent / name
        if not target.exists() or standing(target) != content:  # two gzips of one content may differ: keep the first
            target.write_bytes(gzip.compress(content, 9, mtime=0) if target.suffix == ".gz" else content)
    print(f"{lock['name']} {lock['version']}: {len(contents)} files as named")
    return 0


def standing(path: Path) -> bytes:
    """
    The content of a file of the tree, unpacked.
    """
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def fetched(folder: Path, lock: dict[str, Any]) -> dict[str, bytes]:
    """
    The files that the lock names, out of its packages; one made of several is those, one after the other.
    """
    packages = lock.get("packages") or {lock["package"]: lock["version"]}
    with tempfile.TemporaryDirectory() as place:
        named = [f"{name}@{version}" for name, version in packages.items()]
        if "bundler" in lock:
            named.append(f"esbuild@{lock['bundler']}")
        command = ["npm", "install", "--prefix", place, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*command, "--silent", *named], check=True, stdout=sys.stderr)
        modules = Path(place) / "node_modules"
        # A lock of one package names its files from there.
        start = modules if "packages" in lock else modules / lock["package"]
        return {
            name: bundled(folder / entry["bundle"], entry["as"], modules)
            if "bundle" in entry
            else b"\n".join((start / source).read_bytes() for source in entry["from"]) or standing(folder / name)
            for name, entry in lock["files"].items()
        }


def bundled(entry: Path, name: str, modules: Path) -> bytes:
    """
    A classic script of what *entry* exports, as the global *name*.
    """
    start = modules.parent / entry.name
    start.write_bytes(entry.read_bytes())
    command = [str(modules / ".bin" / "esbuild"), start.name, *_ESBUILD, f"--global-name={name}", "--log-level=error"]
    return subprocess.run(command, check=True, capture_output=True, cwd=modules.parent).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
