"""What the machine offers for tests: a PostgreSQL server of our own, a Chromium. Standard library only."""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "msedge"]
QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def chromium() -> str | None:
    """The browser that CHROMIUM names, or the first one found."""
    names = [os.environ.get("CHROMIUM", ""), *BROWSERS]
    return next((path for name in names if name and (path := shutil.which(name))), None)


def server_programs() -> Path | None:
    """The folder of initdb and postgres, the newest version first."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)  # noqa: PTH207
    if path := shutil.which("initdb"):
        found.insert(0, path)
    return Path(found[0]).parent if found else None


@contextmanager
def postgresql() -> Iterator[str | None]:
    """A throw-away server on a free port of this machine, gone at the end; None if there is no PostgreSQL."""
    programs = server_programs()
    owner = unprivileged_user()
    if programs is None or (os.getuid() == 0 and owner is None):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="inroads-pg-") as folder:
        if owner:
            shutil.chown(folder, owner)
        data, port = f"{folder}/data", free_port()
        as_owner = ["runuser", "-u", owner, "--"] if owner else []
        initdb = [f"{programs}/initdb", "-D", data, "-U", "inroads", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*as_owner, *initdb], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        settings = [word for setting in QUICK for word in ("-c", setting)]
        options = ["-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1", *settings]
        server = subprocess.Popen(
            [*as_owner, f"{programs}/postgres", *options],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(port)
            yield f"postgresql://inroads@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait()


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root; then it runs as the user that its package made."""
    if os.getuid() != 0:
        return None
    return next((entry.pw_name for entry in pwd.getpwall() if entry.pw_name == "postgres"), None)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port: int, seconds: float = 30) -> None:
    """Return once something answers on the port."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"PostgreSQL did not start on port {port}")
