"""The virus scanner is asked by its own protocol, over a real socket; whatever is not a plain OK keeps the file out."""

import socket
import struct
import threading

import pytest

from audit import viruses
from audit.uploads import UploadError, accept

SICK = b"X5O-not-really-a-virus"


class Clamd(threading.Thread):
    """A scanner that speaks clamd's INSTREAM: finds SICK, refuses more than `most` bytes, may stay silent or go away."""

    def __init__(self, listening, most=10_000_000, manner="honest"):
        super().__init__(daemon=True)
        self.listening, self.most, self.manner, self.heard = listening, most, manner, []

    def run(self):
        while True:
            try:
                caller, _ = self.listening.accept()
            except OSError:
                return
            with caller:
                self.serve(caller)

    def serve(self, caller):
        if self.manner == "silent":
            caller.recv(1)
            return
        stream = caller.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack("!I", stream.read(4))[0]:
            data += stream.read(length)
            if len(data) > self.most:
                caller.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.heard.append(data)
        if self.manner == "odd":
            caller.sendall(b"stream: Can't allocate memory ERROR\0")
        elif SICK in data:
            caller.sendall(b"stream: Example-Signature FOUND\0")
        else:
            caller.sendall(b"stream: ")
            caller.sendall(b"OK\0")


@pytest.fixture
def scanner(settings):
    """scanner(manner=…) starts one and tells the portal where it is."""
    opened = []

    def start(**given):
        listening = socket.create_server(("127.0.0.1", 0))
        opened.append(listening)
        clamd = Clamd(listening, **given)
        clamd.start()
        settings.CLAMD = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        return clamd

    yield start
    for listening in opened:
        listening.close()


def test_a_clean_file_is_taken_and_the_scanner_heard_all_of_it(scanner):
    clamd = scanner()
    data = "每亩补贴标准\n".encode() * 20_000
    assert accept("说明.txt", data).data == data
    assert clamd.heard == [data]


def test_a_sick_file_is_refused(scanner):
    scanner()
    with pytest.raises(UploadError, match=r"“说明\.txt”里查出病毒，没有保存"):
        accept("说明.txt", b"hello " + SICK)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"most": 1000}, "太大，杀毒程序查不了"), ({"manner": "odd"}, "没有查完"), ({"manner": "silent"}, "没有")],
)
def test_whatever_is_not_a_plain_ok_keeps_the_file_out(scanner, given, sentence):
    scanner(**given)
    with pytest.raises(UploadError, match=sentence):
        accept("说明.txt", b"words " * 2000)


def test_a_scanner_that_is_not_there_lets_nothing_through(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.CLAMD = f"tcp://127.0.0.1:{port}"
    with pytest.raises(UploadError, match="杀毒程序现在没有应答。请过几分钟再传"):
        accept("说明.txt", b"words")
    settings.CLAMD = "unix:///nowhere/clamd.sock"
    with pytest.raises(UploadError, match="没有应答"):
        accept("说明.txt", b"words")


def test_one_that_hears_and_never_answers_is_waited_for_a_bounded_time(settings, monkeypatch):
    monkeypatch.setattr(viruses, "ANSWER", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:  # connected by the kernel, never accepted
        settings.CLAMD = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(UploadError, match="没有应答"):
            accept("说明.txt", b"words")


def test_over_a_local_socket_too(settings, tmp_path):
    path = str(tmp_path / "c.sock")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        clamd = Clamd(listening)
        clamd.start()
        settings.CLAMD = f"unix://{path}"
        accept("说明.txt", b"words")
        assert clamd.heard == [b"words"]


def test_without_a_scanner_nothing_is_asked(settings):
    assert settings.CLAMD == ""
    assert accept("说明.txt", SICK).data == SICK
