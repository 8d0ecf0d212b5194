"""The history package's command of this name would delete history; here it only says that it must not."""

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "不能用：修改记录只增不减。"

    def add_arguments(self, parser):
        parser.add_argument("anything", nargs="*")

    def run_from_argv(self, argv):
        super().run_from_argv(argv[:2])  # whatever options were given, the answer is the same

    def handle(self, *args, **options):
        raise CommandError("修改记录只增不减，不能清理。要去掉不该留的内容，请按“清除”办理（分管领导提请，纪检核准）。")
