"""make run: the environment, then the portal on this machine. PORT and HOST change the address."""

import os
import socket
import sys

from running import build


def wanted_port():
    text = os.environ.get("PORT", "8000")
    if not (text.isdigit() and text.isascii() and 1 <= int(text) <= 65535):
        build.stop(
            f"PORT 应为 1 到 65535 之间的整数，现在是“{text}”。例如：PORT=8001 make run",
            "PORT must be a number from 1 to 65535.",
        )
    return int(text)


def refuse_taken(host, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            build.stop(
                f"没有权限使用端口 {port}（1024 以下要管理员权限）。例如：PORT=8001 make run",
                "Not allowed to use this port.",
            )
        except OSError as error:
            build.stop(
                f"端口 {port} 用不了（{error.strerror}），多半已有程序在用。"
                f"请先停掉它，或换一个：PORT={port + 1 if port < 65535 else 8001} make run",
                "The port is taken; choose another with PORT=… make run.",
            )


def main():
    build.right_python()
    host, port = os.environ.get("HOST", "127.0.0.1"), wanted_port()
    refuse_taken(host, port)
    build.build("run")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.chdir(build.ROOT)
    os.execv(build.PYTHON, [build.PYTHON, "manage.py", "serve", "--host", host, "--port", str(port)])


if __name__ == "__main__":
    sys.exit(main())
