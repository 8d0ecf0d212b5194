"""Who may do what at every address of the portal: `table.txt` (and `table_<feature>.txt`, the same columns), read by
people and by this test.

The addresses come from the URL resolver; one without a line in the table fails. Each cell is what the role gets:
a status, `login` for the way to the login page, and `!` behind a status where something was done by it.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from audit import files
from tests.access.done import done_so_far
from tests.access.world import ADMIN_OBJECTS, SECRET, arguments, form, make_world, query

DOORS = ("/desk/login/", "/admin/login/")
TABLE = sorted(Path(__file__).parent.glob("table*.txt"))  # table.txt first: its head names the roles


def every_address():
    """(name or, where it has none, the route; names of its arguments) of every pattern there is."""

    def walk(patterns, prefix, namespace):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                space = namespace + (f"{pattern.namespace}:" if pattern.namespace else "")
                yield from walk(pattern.url_patterns, route, space)
            else:
                yield (namespace + pattern.name if pattern.name else route), re.findall(r"<(?:\w+:)?(\w+)>", route)

    return dict(walk(get_resolver().url_patterns, "", ""))


def expanded(name):
    """admin:audit_{unit,column}_add stands for two addresses."""
    found = re.search(r"\{([^}]*)\}", name)
    return [name.replace(found[0], part, 1) for part in found[1].split(",")] if found else [name]


def read_table():
    """roles, and (name, verb) → {role: cell}."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in TABLE)
    lines = [line.split() for line in text.splitlines() if line and line[0] != "#"]
    roles = lines[0][2:]
    found = {}
    for name, verb, *cells in lines[1:]:
        assert len(cells) == len(roles), f"{name} {verb}: {len(cells)} cells for {len(roles)} roles"
        for one in expanded(name):
            assert (one, verb) not in found, f"{one} {verb} stands twice"
            found[one, verb] = dict(zip(roles, cells, strict=True))
    return roles, found


ROLES, CELLS = read_table()


def address(world, name, names):
    if not name.startswith("admin/"):
        return reverse(name.partition("/")[0], kwargs=arguments(world, name, names)) + query(name)
    # unnamed: an object's address without an ending, and whatever else is asked for under /admin/
    _, app, model, *_ = [*name.split("/"), "", ""]
    return f"/admin/{app}/{model}/{ADMIN_OBJECTS[model](world).pk}/" if model in ADMIN_OBJECTS else "/admin/nowhere"


@pytest.fixture(scope="module")
def standing(standing_town, django_db_blocker, tmp_path_factory):
    """The world, made once for this file: each test and each question is taken back, the world goes with the file."""
    with django_db_blocker.unblock():
        standing_town.close()
        before, settings.FILES_ROOT = settings.FILES_ROOT, tmp_path_factory.mktemp("files")
        with transaction.atomic():
            yield make_world(), settings.FILES_ROOT
            transaction.set_rollback(True)
        settings.FILES_ROOT = before


@pytest.fixture
def world(standing, settings):
    settings.FILES_ROOT = standing[1]
    return standing[0]


def answer(client, verb, where, sent):
    """The status as the table writes it, with `!` where something was done; everything is taken back afterwards."""
    with transaction.atomic():
        before = done_so_far()
        response = client.post(where, sent) if verb == "POST" else client.get(where)
        cell = str(response.status_code)
        if response.status_code == 302 and response.url.split("?")[0] in DOORS:
            cell = "login"
        if done_so_far() != before:
            cell += "!"
        transaction.set_rollback(True)
    return cell


def test_every_address_has_its_lines():
    known = {name.partition("/")[0] if not name.startswith("admin/") else name for name, _ in CELLS}
    assert sorted(set(every_address()) - known) == [], "addresses without a line in tests/access/table*.txt"
    assert sorted(known - set(every_address())) == [], "lines without an address"
    assert {name for name, verb in CELLS if verb == "GET"} == {name for name, verb in CELLS if verb == "POST"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="rights know no database: run once, on SQLite")
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_this_role_as_the_table_says(world, db, role):
    parameters, wrong, client = every_address(), [], Client()
    if role != "anonymous":
        client.force_login(getattr(world.town, role))
        client.get(reverse("desk:me"))  # the session is settled: what follows is taken back, each time
    cookies = client.cookies.output(header="", sep=";")
    for (name, verb), cells in CELLS.items():
        fresh = Client()
        fresh.cookies.load(cookies)
        names = parameters[name if name.startswith("admin/") else name.partition("/")[0]]
        got = answer(fresh, verb, address(world, name, names), form(world, name))
        if got != cells[role]:
            wrong.append(f"{name} {verb}: {role} gets {got}, the table says {cells[role]}")
    assert wrong == []


def test_what_is_not_published_has_no_address_for_those_without_the_right(world, db):
    """Files and pages of drafts, of what is reviewed, returned or withdrawn: 404, whichever way one asks."""
    town, sha256 = world.town, files.put(SECRET)
    assert files.read(sha256) == SECRET
    strangers = [None, town.reporter2, town.officer_far, town.leader_far, town.window, town.admin, town.root]
    hidden = (
        world.waiting,
        world.signing,
        world.onward,
        world.withholding,
        world.referred,
        world.returned,
        world.doomed,
    )
    for account in strangers:
        client = Client()
        if account:
            client.force_login(account)
        for edition in [*hidden, None]:
            uuid = edition.item_id if edition else world.draft.pk
            for page in (f"/desk/items/{uuid}/files/{sha256}/", f"/desk/items/{uuid}/", f"/desk/write/{uuid}/",
                         f"/audit/items/{uuid}/", f"/admin/disclosure/notice/{uuid}/preview/"):  # fmt: skip
                given = client.get(page)
                assert given.status_code in ((302,) if account is None else (302, 403, 404)), page
                assert SECRET not in b"".join(given.streaming_content if given.streaming else [given.content])
                if given.status_code == 302:
                    assert given.url.startswith(DOORS), page
    slug, gone = world.with_file.publication.slug, world.withdrawn.publication.slug
    resident = Client()
    for path in (f"items/{slug}/files/2/清单.csv", f"items/{slug}/files/1/别的.csv", f"items/{slug}/files/1/../清单.csv",
                 f"items/{gone}/files/1/清单.csv", f"files/{sha256[:2]}/{sha256}", f"media/{sha256}", f"static/{sha256}",
                 f"items/{world.waiting.item_id}/", "items/202611-99999/files/1/清单.csv",
                 f"items/{slug}/editions/2/", f"desk/items/{world.draft.pk}/files/../{sha256}/"):  # fmt: skip
        assert resident.get(f"/{path}").status_code in (404, 410), path
    assert resident.get(f"/items/{slug}/files/1/清单.csv").status_code == 200
