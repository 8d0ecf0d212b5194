"""What the addresses of villages are tried with: a village, and finances 农业农村办 is writing."""

from disclosure.models import VillageFinance
from services_center.models import BoardMatter
from tests.access.world_finance import _made
from tests.services_center.making import village

BY_WORKBOOK = ("admin:disclosure_villagefinance",)
ADMIN_OBJECTS = {
    "villagefinance": lambda world: _made(VillageFinance, world, title="村级财务", year=2026, period="q3"),
    "boardmatter": lambda world: BoardMatter.objects.first(),
}


def furnish(world):
    world.village = village()


def arguments(world, base):
    return {"slug": world.village.slug} if base == "village" else {}
