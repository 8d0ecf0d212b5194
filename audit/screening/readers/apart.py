"""`read_apart`: the same reading in a process of its own, so that a file that hangs or devours memory ends alone.

The child is `python -m audit.screening.readers.apart`: name and limits come in as one line of JSON on stdin (names of
persons do not belong into a list of processes), then the bytes; the reading goes out as JSON.
"""

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from audit.screening.passages import Passage, Reading
from audit.screening.readers.dispatch import read
from audit.screening.readers.gather import DEFAULT, Limits

MEMORY = 1536 * 1024 * 1024  # bytes of address space
GRACE = 10.0  # seconds over the limit a reader sets itself
ROOT = Path(__file__).resolve().parents[3]
GAVE_UP = "这个文件读得太久或占用内存太多，已停止检查。请分成几个较小的文件，或另存为 PDF、.xlsx 再上传。"


def read_apart(name: str, data: bytes, *, limits: Limits = DEFAULT) -> Reading:
    """Like `read`, bounded by the operating system too. Costs about a tenth of a second more."""
    command = [sys.executable, "-m", "audit.screening.readers.apart"]
    told_in = json.dumps({"name": name, "limits": asdict(limits)}).encode() + b"\n" + data
    try:
        done = subprocess.run(command, input=told_in, capture_output=True, timeout=limits.seconds + GRACE, cwd=ROOT)
        told = json.loads(done.stdout) if not done.returncode else None
    except (subprocess.TimeoutExpired, ValueError, OSError):
        told = None
    if told is None:
        return Reading(readable=False, why=GAVE_UP)
    return Reading([Passage(*values) for values in told.pop("passages")], **told)


def main():
    given = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**given["limits"])
    seconds = max(1, int(limits.seconds + GRACE))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    reading = read(given["name"], sys.stdin.buffer.read(), limits=limits)
    passages = [tuple(vars(passage).values()) for passage in reading.passages]
    sys.stdout.write(json.dumps({**vars(reading), "passages": passages}))


if __name__ == "__main__":
    main()
