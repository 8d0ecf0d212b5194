"""What the addresses of villages are tried with: a village, and finances 农业农村办 is writing."""

from audit import clock
from audit.uploads import Upload
from disclosure.models import VillageFinance
from services_center import outlets
from services_center.models import BoardMatter, OutletCheck, OutletNeed, Outreach
from tests.access.world_finance import made
from tests.public.making import PNG
from tests.services_center.making import village

BY_WORKBOOK = ("admin:disclosure_villagefinance",)
ADMIN_OBJECTS = {
    "villagefinance": lambda world: made(VillageFinance, world, title="村级财务", year=2026, period="q3"),
    "outletneed": lambda world: OutletNeed.objects.first(),
    "boardmatter": lambda world: BoardMatter.objects.first(),
}


def furnish(world):
    """A village, and a visit to its outlet with a photo."""
    world.village = village()
    check = OutletCheck(village=world.village, checked_on=world.draft.formed_on)
    answers = dict.fromkeys(OutletNeed.objects.all(), "good")
    world.outreach = Outreach.objects.create(
        item=world.guide.item, leaflet=world.guide.title, held_on=clock.local_date(clock.now()), printed=1, households=1,
        recorder=world.town.officer.person, recorded_at=clock.now(), recorded_on=clock.local_date(clock.now()),
    )  # fmt: skip
    world.visited = outlets.record(world.town.officer, check, answers, [Upload("照片.png", PNG, "image/png")])


def arguments(world, base):
    return {"slug": world.village.slug} if base in ("village", "outlets:one") else {}


def primary_keys(world):
    return {"outlets:photo": world.visited.photos.get().pk, "outreach:void": world.outreach.pk}


def forms(world):
    today = clock.local_date(clock.now()).isoformat()
    leaflet = {"leaflet": str(world.guide.item_id), "way": "door", "held_on": today, "printed": "10", "households": "5"}
    found = {f"need-{need.pk}": "good" for need in OutletNeed.objects.all()}
    return {"outlets:one": {"checked_on": today, **found}, "outreach:list": leaflet}


def kept():
    return [VillageFinance.history, OutletCheck.objects, Outreach.objects.counted()]
