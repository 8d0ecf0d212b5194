from django.core.management.base import BaseCommand

from township_portal.paper import verify_files
from township_portal.paper.models import Paper


class Command(BaseCommand):
    help = "Write the page of every paper's code anew, for the web server to answer without Django."

    def handle(self, **options):
        done = verify_files.write(Paper.objects.with_edition().iterator(200))
        self.stdout.write(f"已写好 {done} 张纸的核对页。")
