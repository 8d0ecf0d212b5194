"""What the addresses of paper are tried with: a wall of 农业农村办, a paper printed for it, a run that is done."""

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from audit import files
from audit.clock import now
from township_portal.paper import records
from township_portal.paper.models import PrintRun, Wall, link_digest

WORD = "a-word-nobody-guesses"
MAKER = records.By("王示例", "T-officer")


def photo():
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(picture, "PNG")
    return SimpleUploadedFile("照片.png", picture.getvalue(), "image/png")


def wall(world):
    return Wall.objects.get_or_create(unit=world.town.agriculture, name="农业农村办公开栏")[0]


def run(world):
    values = {
        "stage": "done", "site": "http://testserver", "pdf": files.put(b"%PDF-1.7"), "link": link_digest(WORD),
        "link_until": now() + timedelta(days=1), **MAKER.signed,
    }  # fmt: skip
    return PrintRun.objects.get_or_create(wall=wall(world), month="2026-11", defaults=values)[0]


def known(world, base):
    if base not in ("paper:print_sheet", "paper:post_sheet", "paper:item", "paper:draft", "paper:photo",
                    "paper:read_aloud", "verify_paper", "wall_photo", "item_poster"):  # fmt: skip
        return {}
    paper = records.paper_of(world.published, "a4", MAKER)
    run(world)
    return {
        "edition": world.published.pk, "paper": paper.pk, "act": "up", "form": "a4", "code": paper.code, "word": WORD,
        "uuid": world.waiting.item_id if base == "paper:draft" else world.published.item_id,
        "number": world.with_file.publication.slug,
    }  # fmt: skip


def primary_key(world, base):
    return run(world).pk if base in ("paper:run", "paper:run_pdf") else wall(world).pk


def forms():
    return {"paper:item": {"print-form": "a4", "print-copies": "2"}}
