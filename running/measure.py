"""make bench and make drill: the tests marked so, one after the other, with their output shown."""

import subprocess
import sys
from pathlib import Path

from running.test import chromium, clean

NOTHING_COLLECTED = 5


def main(kind: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-m", kind, *sys.argv[2:]]
    environment = clean() | {"CHROMIUM": chromium() or ""}
    code = subprocess.run(command, cwd=Path(__file__).parent.parent, env=environment, check=False).returncode
    if code == NOTHING_COLLECTED:
        print(f"还没有标记为 {kind} 的测试。No test is marked {kind} yet.")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
