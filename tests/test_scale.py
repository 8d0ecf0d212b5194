"""The same few queries at fifty items and at five thousand, at ten columns and at three hundred."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import verifier
from audit.models import Account, Edition
from tests.bulk import make_columns, publish_many
from tests.cast import first_review, make_column, make_notice, published, submit

pytestmark = pytest.mark.django_db
LIMITS = {"home": 6, "column": 4, "column_page": 4, "item": 4, "desk": 12, "review": 12}


def counts(client, town, columns):
    """Queries of each page, caches cold: page → number."""
    edition = Edition.objects.select_related("publication").filter(state="published").latest("pk")
    waiting = Edition.objects.filter(state="leader_review").latest("pk")
    addresses = {
        "home": reverse("home"),
        "column": reverse("column", args=[columns[0].slug]),
        "column_page": reverse("column_page", args=[columns[0].slug, 1]),
        "item": reverse("item", args=[edition.publication.slug]),
        "desk": reverse("desk:today"),
        "review": reverse("desk:review", args=[waiting.item_id]),
    }
    found = {}
    for name, address in addresses.items():
        cache.clear()
        if name in ("desk", "review"):
            client.force_login(Account.objects.get(username="leader"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        own = [q["sql"] for q in queries if "django_session" not in q["sql"] and "SAVEPOINT" not in q["sql"]]
        found[name] = len(own)
        client.logout()
    return found


def test_five_thousand_items_and_three_hundred_columns_cost_no_query_more(client, town):
    columns = make_columns(town, 10)
    publish_many(town, 50, columns[:1])  # enough for its list to have a first page of its own
    published(town)
    first_review(town, submit(town, make_notice(town)))
    few = counts(client, town, columns)
    columns += [make_column(f"more-{n}", town.disclosure, name=f"又一栏目{n}") for n in range(290)]
    publish_many(town, 4950, columns, title="第{n}条又一批")
    many = counts(client, town, columns)
    assert many == few
    assert {name: count for name, count in many.items() if count > LIMITS[name]} == {}


def test_what_was_filled_in_bulk_is_a_sound_record(town):
    publish_many(town, 30, make_columns(town, 3))
    findings = [finding for finding in verifier.verify() if finding.kind != "history"]
    assert findings == []
