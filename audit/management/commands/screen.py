"""`manage.py screen PATH…`: what would get out if these files were published. Needs no database."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.screening.passages import HARD, Finding, Reading
from audit.screening.readers import DEFAULT, unread
from audit.screening.readers.apart import read_apart
from audit.screening.rules import Context, find


class Command(BaseCommand):
    help = (
        "Screen files and folders for ID numbers, phones, bank accounts and other things that must not get out. "
        "Exit status 1 when something must be dealt with, else 2 when a file could not be read to the end, else 0."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", help="files, or folders with all that is in them")
        parser.add_argument("--json", action="store_true", help="one JSON object a file, one a line")
        parser.add_argument("--office-phones", metavar="FILE", help="published office phones, one a line: not reported")
        parser.add_argument(
            "--seconds", type=float, default=DEFAULT.seconds, help="at most for one file (default %(default)g)"
        )

    def handle(self, *args, paths, **options):
        context = Context(today=date.today(), office_phones=_phones(options["office_phones"]))
        hard = left = count = 0
        for path in _files(paths):
            reading = _read(path, options["seconds"])
            findings = find(reading.passages, context)
            (self._tell_json if options["json"] else self._tell)(path, reading, findings)
            hard += any(finding.severity == HARD for finding in findings)
            left += bool(unread(reading))
            count += 1
        if not options["json"]:
            self.stdout.write(f"共检查 {count} 个文件：{hard} 个有必须处理的内容，{left} 个没有读完。")
        if hard or left:
            raise SystemExit(1 if hard else 2)

    def _tell_json(self, path: Path, reading: Reading, findings: list[Finding]):
        told = {
            "path": str(path),
            "readable": not unread(reading),
            "why": " ".join(unread(reading)),
            "needs_eyes": reading.needs_eyes,
            "notes": reading.notes,
            "findings": [
                {
                    "rule": finding.rule,
                    "severity": finding.severity,
                    "place": finding.place,
                    "masked": finding.masked,
                    "count": finding.count,
                    "hidden": finding.hidden,
                }
                for finding in findings
            ],
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    def _tell(self, path: Path, reading: Reading, findings: list[Finding]):
        if not (findings or reading.needs_eyes or reading.notes or reading.why):
            self.stdout.write(f"{path}：没有发现问题")
            return
        self.stdout.write(f"{path}：")
        for finding in findings:
            level = "必须处理" if finding.severity == HARD else "请核对"
            times = f"（{finding.count} 处）" if finding.count > 1 else ""
            self.stdout.write(f"  [{level}] {finding.place}：{finding.masked}{times} {finding.sentence}")
        if reading.why:
            self.stdout.write(f"  [没有读完] {reading.why}")
        for part in reading.needs_eyes:
            self.stdout.write(f"  [需要人看] {part}")
        for note in reading.notes:
            self.stdout.write(f"  [提示] {note}")


def _read(path: Path, seconds: float) -> Reading:
    limits = replace(DEFAULT, seconds=seconds)
    try:
        if path.stat().st_size > limits.file:
            size, most = path.stat().st_size >> 20, limits.file >> 20
            return Reading(readable=False, why=f"文件有 {size} MB，超过了 {most} MB，没有检查。请分成几个较小的文件。")
        return read_apart(path.name, path.read_bytes(), limits=limits)
    except OSError as error:
        return Reading(readable=False, why=f"文件打不开：{error.strerror}")


def _files(paths: list[str]) -> Iterator[Path]:
    """Every ordinary file, in order; a link to a folder is not followed."""
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.is_file())
        elif path.exists():
            yield path
        else:
            raise CommandError(f"找不到 {given}", returncode=2)


def _phones(path: str | None) -> frozenset[str]:
    if not path:
        return frozenset()
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"读不了电话名单 {path}：{error}", returncode=2) from error
    return frozenset(line.strip() for line in lines if line.strip())
