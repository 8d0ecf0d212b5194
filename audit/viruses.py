"""Asks the town's own virus scanner (clamd) about a file, where one is configured: settings.CLAMD.

The INSTREAM command over TCP or a local socket. Whatever is not a plain "OK" keeps the file out: a scanner that does not
answer lets nothing through.
"""

import contextlib
import logging
import socket
import struct
from urllib.parse import unquote, urlsplit

from django.conf import settings

log = logging.getLogger(__name__)
CONNECT, ANSWER = 5.0, 60.0  # seconds
CHUNK = 64 * 1024
PORT = 3310
MOST_ANSWER = 4096


class VirusError(Exception):
    """The file is not taken; the message goes on from the file's name."""


def check(data: bytes) -> None:
    """VirusError unless the scanner says that nothing was found. Does nothing where there is no scanner."""
    if not settings.CLAMD:
        return
    try:
        said = _ask(data)
    except OSError as error:
        log.error("the virus scanner did not answer: %s", error)
        raise VirusError("没有保存：杀毒程序现在没有应答。请过几分钟再传；一直不行，请告诉系统管理员。") from error
    if said.endswith(" FOUND"):
        log.warning("a virus was found in an upload")
        raise VirusError("里查出病毒，没有保存。请先在电脑上杀毒，再重新导出一份上传。")
    if said != "stream: OK":
        log.error("the virus scanner answered: %s", said[:200])
        too_big = "太大，杀毒程序查不了" if "size limit" in said else "杀毒程序没有查完"
        raise VirusError(f"没有保存：{too_big}。请拆成几个较小的文件再传，或告诉系统管理员。")


def _ask(data: bytes) -> str:
    with _connected() as scanner:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has heard enough; its answer says why
            scanner.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), CHUNK):
                piece = data[start : start + CHUNK]
                scanner.sendall(struct.pack("!I", len(piece)) + piece)
            scanner.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER:
            piece = scanner.recv(MOST_ANSWER)
            if not piece:
                break
            answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _connected() -> socket.socket:
    where = urlsplit(settings.CLAMD)
    if where.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(CONNECT)
        try:
            scanner.connect(unquote(where.path))
        except BaseException:
            scanner.close()
            raise
    else:
        scanner = socket.create_connection((where.hostname or "127.0.0.1", where.port or PORT), CONNECT)
    scanner.settimeout(ANSWER)
    return scanner
