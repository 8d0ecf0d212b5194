"""The embedded portal: database, example town, web server and worker in one command. Ctrl-C ends all of it."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from audit import guards

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG: not even a killed parent leaves orphans


def follow_parent():
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


class Command(BaseCommand):
    help = "在本机运行：建库、载入示例镇、网站和后台任务"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, host, port, **options):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            self.prepare()
            children = [subprocess.Popen(command, **self.beside()) for command in self.commands(host, port)]
        except KeyboardInterrupt:
            return
        try:
            self.announce(host, port, children)
            while all(child.poll() is None for child in children):
                time.sleep(0.3)
            raise CommandError("有一个进程意外结束，已全部停止，原因见上。")
        except KeyboardInterrupt:
            self.stdout.write("\n正在停止……")
        finally:
            end(children)

    def prepare(self):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()) or guards.missing(connection):
            self.stdout.write("正在建立或更新数据库……")
            call_command("migrate", verbosity=0, interactive=False)
        if not settings.PRODUCTION:
            call_command("load_example_town", "--if-empty", stdout=self.stdout)
        connection.close()

    def commands(self, host, port):
        web = ["gunicorn", "township_portal.wsgi", "--bind", f"{host}:{port}", "--workers", "1"]
        web += [
            "--worker-class",
            "gthread",
            "--threads",
            "8",
            "--log-level",
            "warning",
            "--timeout",
            "120",
            "--no-control-socket",
        ]
        worker = ["celery", "--quiet", "-A", "township_portal", "worker", "-B", "-P", "solo", "--loglevel", "WARNING"]
        worker += [
            "--schedule",
            settings.CELERY_BEAT_SCHEDULE_FILENAME,
            "--without-gossip",
            "--without-mingle",
        ]
        python = [sys.executable, "-W", "ignore", "-m"]
        return [python + web, python + worker]

    def beside(self):
        """Own sessions: Ctrl-C reaches this command alone, and it ends the others in order."""
        return {
            "cwd": settings.BASE_DIR,
            "start_new_session": True,
            "preexec_fn": follow_parent,
            "env": os.environ,
        }

    def announce(self, host, port, children):
        reachable = "127.0.0.1" if host == "0.0.0.0" else host
        for _ in range(300):
            if any(child.poll() is not None for child in children):
                return
            with socket.socket() as probe:
                if probe.connect_ex((reachable, port)) == 0:
                    break
            time.sleep(0.1)
        self.stdout.write(f"\n{settings.SITE_NAME}：http://{reachable}:{port}{settings.FORCE_SCRIPT_NAME or ''}/")
        call_command("example_accounts", stdout=self.stdout)
        self.stdout.write("按 Ctrl-C 结束。")
        self.stdout.flush()


def end(children):
    for child in children:
        child.terminate()
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=10)
        with suppress(ProcessLookupError):  # the whole session: a killed worker's clock would live on
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
