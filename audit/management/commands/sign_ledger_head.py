from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit import ledger, rights, signed_head, verifier


class Command(BaseCommand):
    help = "Sign the ledger's row count, head and time into FILE (to be kept outside the building)."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--make-key", action="store_true", help="make LEDGER_KEY_FILE when there is none")

    def handle(self, file, make_key=False, **options):
        path = Path(settings.LEDGER_KEY_FILE)
        try:
            if make_key and not path.exists():
                key = signed_head.make_key(path)
            else:
                key = signed_head.load_key(path)
        except signed_head.HeadError as error:
            raise CommandError(str(error)) from error
        ledger.record(rights.system_actor(), "sign_head", subject=Path(file).name)
        head = verifier.head()
        try:
            Path(file).write_text(signed_head.sign(key, settings.TOWN_NAME, head), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"写不了 {file}：{error.strerror}") from error
        self.stdout.write(f"已签存：{head.rows} 行，链头 {head.hash[:16]}…")
