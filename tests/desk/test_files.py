"""Attachments of what is not published: only for who may read the item, never shown as a page."""

import pytest
from django.urls import reverse

from audit import files, workflow
from audit.checks import Given
from tests.cast import make_notice, published, submit

from .test_review import attach

EVIL = b"<html><script>alert(1)</script></html>"


def address(item, row):
    return reverse("desk:file", args=[item.pk, row.sha256])


@pytest.mark.parametrize(
    ("name", "status"),
    [("reporter", 200), ("officer", 200), ("leader", 200), ("inspector", 200), ("reporter2", 404), ("window", 404),
     ("admin", 404), ("root", 404)],
)  # fmt: skip
def test_who_may_open_a_draft_file(client, town, name, status):
    notice = make_notice(town)
    row = attach(town, notice)
    submit(town, notice)
    client.force_login(getattr(town, name))
    assert client.get(address(notice, row)).status_code == status


def test_without_login_it_asks_for_it(client, town):
    notice = make_notice(town)
    assert client.get(address(notice, attach(town, notice))).status_code == 302


def test_it_is_downloaded_whatever_it_claims_to_be(client, town):
    notice = make_notice(town)
    row = attach(town, notice, name="名单 “甲”.html", data=EVIL, content_type="text/html")
    client.force_login(town.officer)
    answer = client.get(address(notice, row))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content) == EVIL


@pytest.mark.parametrize(("kind", "shown"), [("image/png", True), ("image/jpeg", True), ("image/svg+xml", False)])
def test_pictures_are_shown_but_no_svg(client, town, kind, shown):
    notice = make_notice(town)
    row = attach(town, notice, name="p.png", content_type=kind, inline=True)
    client.force_login(town.officer)
    answer = client.get(address(notice, row))
    assert answer.headers["Content-Disposition"].startswith("inline" if shown else "attachment")


def test_a_file_is_opened_only_through_its_own_item(client, town):
    mine, other = make_notice(town), make_notice(town, by=town.reporter2, unit=town.treasury)
    row = attach(town, other)
    client.force_login(town.reporter)
    assert client.get(address(mine, row)).status_code == 404
    assert client.get(address(other, row)).status_code == 404


def test_files_of_earlier_editions_stay_open_to_reviewers(client, town):
    notice = make_notice(town)
    row = attach(town, notice)
    workflow.take_step(town.officer, "return", submit(town, notice), Given(remark="x"))
    row.delete()
    client.force_login(town.officer)
    assert client.get(address(notice, row)).status_code == 200


@pytest.mark.parametrize("sha256", ["x", "0" * 64, "..%2f..%2fetc%2fpasswd", "A" * 64, "%00" * 3])
def test_ugly_digests_find_nothing(client, town, sha256):
    notice = make_notice(town)
    attach(town, notice)
    client.force_login(town.officer)
    assert client.get(f"/desk/items/{notice.pk}/files/{sha256}/").status_code == 404


def test_a_lost_file_is_not_an_error(client, town):
    notice = make_notice(town)
    row = attach(town, notice)
    files.destroy(row.sha256)
    client.force_login(town.officer)
    assert client.get(address(notice, row)).status_code == 404


def test_wildcards_in_a_digest_match_nothing(client, town):
    edition = published(town)
    client.force_login(town.officer)
    assert client.get(f"/desk/items/{edition.item_id}/files/%25/").status_code == 404
