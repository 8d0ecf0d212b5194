"""`read_apart`: the same reading in a process of its own, so that a file that hangs or devours memory ends alone.

The child is `python -m audit.screening.readers.apart`: name and limits come in as one line of JSON on stdin (names of
persons do not belong into a list of processes), then the bytes; the reading goes out as JSON.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from threading import Thread

from audit.screening.passages import Passage, Reading
from audit.screening.readers import ocr
from audit.screening.readers.dispatch import read
from audit.screening.readers.gather import DEFAULT, Limits

MEMORY = 1536 * 1024 * 1024  # bytes of address space
OCR_MEMORY = 3072 * 1024 * 1024  # where pictures are read: the models alone reserve 1.6 GB
Progress = Callable[[int, int], None]
GRACE = 10.0  # seconds over the limit a reader sets itself
ROOT = Path(__file__).resolve().parents[3]
GAVE_UP = "这个文件读得太久或占用内存太多，已停止检查。请分成几个较小的文件，或另存为 PDF、.xlsx 再上传。"


def read_apart(name: str, data: bytes, *, limits: Limits = DEFAULT, progress: Progress | None = None) -> Reading:
    """Like `read`, bounded by the operating system too. Costs about a tenth of a second more.

    progress: told (pages done, pages in all) about once a second, of files that have pages.
    """
    command = [sys.executable, "-m", "audit.screening.readers.apart"]
    told_in = json.dumps({"name": name, "limits": asdict(limits)}).encode() + b"\n" + data
    heard, spoken = os.pipe()  # the child's stderr: not PIPE, so that `communicate` leaves it to the listener
    listener = Thread(target=_listen, args=(heard, progress), daemon=True)
    told = None
    try:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=spoken, cwd=ROOT
        ) as child:  # fmt: skip
            os.close(spoken)
            listener.start()
            try:
                told_out, _ = child.communicate(told_in, timeout=limits.seconds + GRACE)
                told = json.loads(told_out) if not child.returncode else None
            except (subprocess.TimeoutExpired, ValueError, OSError):
                child.kill()
    except OSError:
        os.close(spoken)
        listener.start()
    listener.join(GRACE)
    if told is None:
        return Reading(readable=False, why=GAVE_UP)
    return Reading([Passage(*values) for values in told.pop("passages")], **told)


def _listen(heard: int, progress: Progress | None) -> None:
    """Read what the child says until it ends; its own complaints are dropped."""
    last = 0.0
    with os.fdopen(heard, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            done, slash, total = line.strip().partition("/")
            if progress and slash and done.isdigit() and total.isdigit() and time.monotonic() - last > 1:
                last = time.monotonic()
                progress(int(done), int(total))


def _say(done: int, total: int) -> None:
    sys.stderr.write(f"{done}/{total}\n")
    sys.stderr.flush()


def main():
    given = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**given["limits"])
    seconds = max(1, int(limits.seconds + GRACE))
    memory = OCR_MEMORY if ocr.installed() else MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    reading = read(given["name"], sys.stdin.buffer.read(), limits=limits, progress=_say)
    passages = [tuple(vars(passage).values()) for passage in reading.passages]
    sys.stdout.write(json.dumps({**vars(reading), "passages": passages}))


if __name__ == "__main__":
    main()
