"""Fill an empty database with the example town and say which accounts there are."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from township_portal.example_town import loader


class Command(BaseCommand):
    help = "把示例镇（落儿岭镇，人员和内容均为虚构）装进空的数据库。"

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="数据库里已有内容时不作声，什么也不做；不列账号。")

    def handle(self, *args, if_empty=False, **options):
        try:
            loader.check_here()
        except loader.NotEmpty as error:
            if if_empty:
                return
            raise CommandError(str(error)) from error
        except loader.NotHere as error:
            raise CommandError(str(error)) from error
        self.stdout.write("数据库是空的，正在装入示例镇……")
        self.stdout.flush()
        said = "，".join(f"{label} {count}" for label, count in loader.load().items())
        self.stdout.write(f"示例镇已装好：{said}。")
        if not if_empty:
            call_command("example_accounts", stdout=self.stdout)
