"""`manage.py rotate_files_key`: every private file anew under the first key of FILES_KEYS.

Put the new key first and leave the old one behind it, restart, run this, then take the old key out. May be run again.
"""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from audit import files

DIGEST = re.compile(r"[0-9a-f]{64}")


class Command(BaseCommand):
    help = (
        "Encrypt every private file anew under the first key of FILES_KEYS. Exit status 1 when one could not be read."
    )

    def handle(self, **options):
        anew = same = 0
        broken = []
        for path in sorted(Path(settings.FILES_ROOT).glob("[0-9a-f][0-9a-f]/*")):
            if not DIGEST.fullmatch(path.name):
                continue
            try:
                if files.renew_key(path.name):
                    anew += 1
                else:
                    same += 1
            except FileNotFoundError:  # erased meanwhile
                continue
            except OSError as error:
                broken.append(str(error))
        self.stdout.write(f"换成钥匙“{settings.FILES_KEYS[0][0]}”的 {anew} 个，本来就是的 {same} 个。")
        for told in broken:
            self.stderr.write(told)
        if broken:
            self.stderr.write(f"有 {len(broken)} 个文件打不开：旧钥匙还在不在 FILES_KEYS 里？旧钥匙先别删。")
            raise SystemExit(1)
