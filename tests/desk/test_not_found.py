"""404 on the staff's side: in the desk's words to who is logged in, and the same whatever the reason."""

import re
import uuid

import pytest
from django.urls import reverse

from tests.cast import make_notice

pytestmark = pytest.mark.django_db
WORDS = "这一件不归您办，或者已经撤走"


def test_what_is_not_hers_and_what_is_not_there_answer_alike_in_the_desks_words(client, town):
    foreign = reverse("desk:review", args=[make_notice(town).pk])
    client.force_login(town.window)
    pages = [
        client.get(address) for address in (foreign, reverse("desk:review", args=[uuid.uuid4()]), "/desk/nowhere/")
    ]
    assert [page.status_code for page in pages] == [404] * 3
    assert all(WORDS in page.content.decode() and "地址抄错了" not in page.content.decode() for page in pages)
    told = {re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode()) for page in pages}
    assert len(told) == 1


def test_residents_and_who_has_not_logged_in_read_the_sites_page(client, town):
    assert "多半是地址抄错了" in client.get("/desk/nowhere/").content.decode()
    client.force_login(town.officer)
    assert "多半是地址抄错了" in client.get("/nowhere/").content.decode()
