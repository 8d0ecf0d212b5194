from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit import signed_head, verifier


class Command(BaseCommand):
    help = "Check the whole record: one line a finding, exit status 1 when there is any."

    def add_arguments(self, parser):
        parser.add_argument("--against", metavar="FILE", help="a head signed earlier by sign_ledger_head")
        parser.add_argument(
            "--public-key", metavar="FILE", help="needed with --against; default: LEDGER_KEY_FILE with .pub"
        )

    def handle(self, *args, against=None, public_key=None, **options):
        old = None
        if against:
            try:
                old = signed_head.read(Path(against).read_text(encoding="utf-8"), self._key(public_key))
            except (OSError, signed_head.HeadError) as error:
                raise CommandError(f"读不了链头文件：{error}", returncode=2) from error
        count = 0
        for finding in verifier.verify(old):
            count += 1
            self.stdout.write(f"{finding.kind}\t{finding}")
        head = verifier.head()
        if count:
            raise CommandError(f"防改校验：发现 {count} 处问题（共 {head.rows} 行）。", returncode=1)
        self.stdout.write(f"防改校验：未发现改动（共 {head.rows} 行，链头 {head.hash[:16]}…）")

    def _key(self, given):
        path = Path(given or f"{settings.LEDGER_KEY_FILE}.pub")
        if path.exists():
            return path.read_text().strip()
        if given:
            raise CommandError(f"找不到公钥文件 {given}", returncode=2)
        raise CommandError(
            "没有公钥文件，不能核对：链头文件里自带的公钥，谁都能连同链头一起换掉。请用 --public-key 指明事先交出去的那份公钥。",
            returncode=2,
        )
