"""make lock: resolves pyproject.toml anew and writes both lock files: names, versions, hashes, no address.

uv writes the configured index into its own lock, so that one is thrown away and only the export is kept.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from running import build

EXPORT = ["export", "--quiet", "--frozen", "--no-emit-project", "--no-header", "--no-annotate"]


def main() -> None:
    root = Path(build.ROOT)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", f"{folder}/uv"], check=True)
        subprocess.run([f"{folder}/uv/bin/pip", "install", "--quiet", "uv"], check=True)
        uv = f"{folder}/uv/bin/uv"
        (Path(folder) / "pyproject.toml").write_text((root / "pyproject.toml").read_text())
        subprocess.run([uv, "lock", "--upgrade"], cwd=folder, check=True)
        for lock, extra in (("run", ["--no-dev"]), ("dev", [])):
            text = subprocess.run(
                [uv, *EXPORT, *extra], cwd=folder, check=True, capture_output=True, text=True, env=os.environ
            ).stdout
            if "://" in text:
                sys.exit(f"{build.LOCKS[lock]} would contain an address; nothing written.")
            (root / build.LOCKS[lock]).write_text(text)


if __name__ == "__main__":
    main()
