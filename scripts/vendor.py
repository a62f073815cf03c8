#!/usr/bin/env python3
"""Fetches what is vendored again, as each `vendor.json` names it, and checks every byte.

    scripts/vendor.py          are the files in the tree the ones that each vendor.json names?
    scripts/vendor.py --fetch  get the packages by `npm pack`, check them, put their files in place

A new version: write it and empty sha256 texts into vendor.json, fetch, read what
changed, write down the sums it prints. Of vis-network it is `dist/`, the build without a
style sheet: the page brings its own, and the others add theirs to the page while
it runs, which its policy forbids.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted([*ROOT.glob("graph/citygraph/*/static/vendor/vendor.json"), ROOT / "tests/assets/vendor.json"])


def main(arguments: list[str]) -> int:
    """
    Check the files of the tree or those of the packages; print what is wrong.
    """
    if arguments not in ([], ["--fetch"]):
        print(__doc__, file=sys.stderr)
        return 2
    return max(checked(lock, fetch=bool(arguments)) for lock in LOCKS)


def checked(path: Path, *, fetch: bool) -> int:
    """
    Check the files that one lock names; those of its package are put in place when they are right.
    """
    lock = json.loads(path.read_text(encoding="utf-8"))
    contents = fetched(lock) if fetch else {name: (path.parent / name).read_bytes() for name in lock["files"]}
    wrong = [
        f"{name}: sha256 is {found}, vendor.json says {entry['sha256'] or 'nothing'}"
        for name, entry in lock["files"].items()
        if (found := hashlib.sha256(contents[name]).hexdigest()) != entry["sha256"]
    ]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    for name, content in contents.items():
        if fetch:
            (path.parent / name).write_bytes(content)
    print(f"{lock['name']} {lock['version']}: {len(contents)} files as named")
    return 0


def fetched(lock: dict[str, Any]) -> dict[str, bytes]:
    """
    The files that the lock names, out of the package; one made of several is those, one after the other.
    """
    with tempfile.TemporaryDirectory() as folder:
        package = f"{lock['package']}@{lock['version']}"
        subprocess.run(
            ["npm", "pack", package, "--silent", "--pack-destination", folder], check=True, stdout=sys.stderr
        )
        [archive] = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as package_files:
            return {
                name: b"\n".join(member(package_files, f"package/{source}") for source in entry["from"])
                for name, entry in lock["files"].items()
            }


def member(archive: tarfile.TarFile, name: str) -> bytes:
    """
    The content of one file of the package.
    """
    content = archive.extractfile(name)
    if content is None:
        raise FileNotFoundError(name)
    return content.read()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
