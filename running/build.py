"""Builds .venv from the locked requirements; does nothing when it is up to date.

    python3 -m running.build [--dev]

Old Pythons must be able to read this file far enough to say that they are too old.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "requirements.stamp")
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
OLDEST = (3, 11)
NO_NETWORK = (
    "name resolution",
    "newconnectionerror",
    "connection refused",
    "connection reset",
    "network is unreachable",
    "connecttimeout",
    "read timed out",
    "proxyerror",
    "no matching distribution",
    "could not find a version",
)


def stop(chinese, english):
    sys.exit("\n" + chinese + "\n" + english)


def right_python():
    """Goes on under a Python new enough, if the machine has one under another name."""
    if sys.version_info >= OLDEST:
        return
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        found = shutil.which(name)
        if found:
            os.execv(found, [found, "-m", "running." + os.path.basename(sys.argv[0])[:-3], *sys.argv[1:]])
    stop(
        "需要 Python 3.11 或更新的版本，这里是 {}.{}。请安装后重试，例如：sudo apt-get install python3.11".format(
            *sys.version_info[:2]
        ),
        "Python 3.11 or newer is needed.",
    )


def digest(lock):
    with open(os.path.join(ROOT, LOCKS[lock]), "rb") as file:
        return hashlib.sha256(file.read() + sys.version.encode()).hexdigest()


def up_to_date(kind):
    """The development set contains the other, so either stamp will do for running."""
    try:
        with open(STAMP, encoding="ascii") as file:
            stamped = file.read().split()
    except OSError:
        return False
    wanted = {"run", "dev"} if kind == "run" else {"dev"}
    return os.path.exists(PYTHON) and any(lock + ":" + digest(lock) in stamped for lock in wanted)


def make_venv():
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        stop(
            "缺少 python3-venv，无法建立运行环境。请先运行：sudo apt-get install python3-venv",
            "The package python3-venv is missing.",
        )
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        stop(f"无法在 {VENV} 建立运行环境：{error}", "Cannot create the environment.")


def venv_works():
    if not os.path.exists(PYTHON):
        return False
    answer = subprocess.run(
        [PYTHON, "-c", "import sys, pip; print(sys.version)"], capture_output=True, text=True, check=False
    )
    return answer.returncode == 0 and answer.stdout.strip() == sys.version


def install(lock):
    print(f"正在安装依赖（{LOCKS[lock]}），第一次约需一分钟……", flush=True)
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    # The lock is the whole resolution. Without --no-deps an old pip resolves extras anew (`coverage[toml]`) and refuses
    # the newest release, which no lock can know.
    command += ["--compile", "--no-deps", "--require-hashes", "-r", os.path.join(ROOT, LOCKS[lock])]
    answer = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if answer.returncode == 0:
        return
    print(answer.stdout[-3000:], flush=True)
    if "no space left" in answer.stdout.lower():
        stop("磁盘空间不足，请腾出约 500 MB 后重试。", "No space left on this disk.")
    if any(sign in answer.stdout.lower() for sign in NO_NETWORK):
        stop(
            "下载依赖失败：这台机器连不上 Python 软件源。请检查网络或代理（pip config），然后重试。",
            "Downloading failed: no network, or pip cannot reach its package index.",
        )
    stop("安装依赖失败，原因见上。", "Installing the dependencies failed; the reason is above.")


def build(kind):
    right_python()
    if up_to_date(kind):
        return
    os.makedirs(os.path.join(ROOT, "var"), exist_ok=True)
    with open(os.path.join(ROOT, "var", "build.lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # make run and make test may be started together
        if up_to_date(kind):
            return
        if not venv_works():
            make_venv()
        install(kind)
        stamps = [kind + ":" + digest(kind)]
        if kind == "dev":
            stamps.append("run:" + digest("run"))
        with open(STAMP, "w", encoding="ascii") as file:
            file.write("\n".join(stamps) + "\n")


if __name__ == "__main__":
    build("dev" if "--dev" in sys.argv[1:] else "run")
