"""Every benchmark, one after another: `python -m bench`, or `python -m bench reach sensitivity`.

Each runs in a process of its own and prints its tables. Peers are measured where they are installed
(`pip install -r requirements.txt -r bench/peers.txt`, into an environment of its own) and named where they are not.
"""

import argparse
import os
import pkgutil
import platform
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def benchmarks() -> dict[str, str]:
    """The name of every module here that can be run, and the first line of what it says of itself."""
    found = {}
    for module in pkgutil.iter_modules([str(FOLDER)]):
        text = (FOLDER / f"{module.name}.py").read_text(encoding="utf-8")
        if module.name != "__main__" and "\ndef main(" in text:
            found[module.name] = text.split('"""')[1].strip().splitlines()[0]
    return found


def main() -> int:
    every = benchmarks()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these: " + ", ".join(every))
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in every]:
        parser.error(f"there is no benchmark {unknown[0]}; --list shows them")
    if asked.list:
        for name, says in every.items():
            print(f"{name:14} {says}")
        return 0
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        flush=True,
    )
    failed = []
    for name in asked.names or every:
        print(f"\n=== {name}", flush=True)
        start = time.monotonic()
        if subprocess.call([sys.executable, "-m", f"bench.{name}"], cwd=FOLDER.parent):
            failed.append(name)
        print(f"  {time.monotonic() - start:.0f} s", flush=True)
    for name in failed:
        print(f"! failed: {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
