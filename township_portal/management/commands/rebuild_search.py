from django.core.management.base import BaseCommand

from township_portal.search import follow


class Command(BaseCommand):
    help = "把搜索索引整个重建一遍（附件随后由后台逐个再读）。--check 只核对并补齐缺的、去掉多的。"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只核对，补齐缺的，去掉多的。")
        parser.add_argument("--files", action="store_true", help="接着把附件都读完再结束。")

    def handle(self, *args, check=False, files=False, **options):
        if check:
            done = follow.reconcile()
            self.stdout.write(f"核对过了：补进 {done['put']} 条，去掉 {done['dropped']} 条。")
        else:
            self.stdout.write(f"索引已重建，共 {follow.rebuild()} 条。")
        read = 0
        while files and (now := follow.read_files()):
            read += now
        if files:
            self.stdout.write(f"读了 {read} 条信息的附件。")
