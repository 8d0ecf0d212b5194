from pathlib import Path

from django.core.management.base import BaseCommand

from disclosure.visits import count_log


class Command(BaseCommand):
    help = (
        "Count visits of item pages from web server logs (nginx combined or the portal's own); run as often as wished."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "logs", nargs="+", help="log files, .gz too; rotated ones are known again by their first line"
        )

    def handle(self, logs, **options):
        failed = 0
        for name in logs:
            try:
                told = count_log(Path(name))
            except (OSError, EOFError) as error:
                failed += 1
                self.stderr.write(f"{name}：读不出来，没有数（{error}）。")
                continue
            self.stdout.write(
                f"{name}：" + ("没有新的。" if told.known else f"新读 {told.lines} 行，浏览 {told.visits} 次。")
            )
        if failed == len(logs):
            raise SystemExit(1)
