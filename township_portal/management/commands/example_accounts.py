"""The example town's accounts, where the database holds the example town; else not a word."""

from django.core.management.base import BaseCommand

from audit.models import LedgerEntry
from township_portal.example_town import content

MAIN = (
    "reporter", "reporter2", "officer", "officer2", "leader", "leader2", "principal", "window", "inspector", "admin",
)  # fmt: skip


class Command(BaseCommand):
    help = "列出示例镇的账号；数据库里不是示例镇时不作声。"

    def handle(self, *args, **options):
        if not LedgerEntry.objects.filter(act="load_example").exists():
            return
        data = content.read("people.json")
        people = {person["account"]: person for person in data["people"]}
        self.stdout.write(f"示例账号（密码都是 {data['password']}，签发码都是 {data['signing_code']}）：")
        for name in MAIN:
            self.stdout.write(f"  {name:<11}{people[name]['title']}（{people[name]['name']}）")
        others = [f"{name} {people[name]['title']}" for name in people if name and name not in MAIN]
        self.stdout.write(f"  另有：{'，'.join(others)}")
