"""What a red team found and nobody had closed yet: each attack as a sentence, now refused."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from audit import clock, schedule
from audit.models import LedgerEntry
from tests.cast import published
from tests.public.making import address, publish_with_file, withdraw
from township_portal.search import find

pytestmark = pytest.mark.django_db


# --- the signed head


def test_a_head_signed_by_a_stranger_is_not_believed_for_the_key_it_brings(town, tmp_path, settings):
    settings.LEDGER_KEY_FILE = str(tmp_path / "stranger.pem")
    head = tmp_path / "head.json"
    call_command("sign_ledger_head", str(head), make_key=True)
    own = tmp_path / "handed over.pub"
    own.write_text((tmp_path / "stranger.pem.pub").read_text())
    (tmp_path / "stranger.pem.pub").unlink()
    with pytest.raises(CommandError, match="--public-key") as refused:
        call_command("verify_ledger", against=str(head))
    assert refused.value.returncode == 2
    call_command("verify_ledger", against=str(head), public_key=str(own))


# --- the request log


def test_the_log_of_requests_keeps_no_name_of_a_file(client, town, caplog):
    edition = publish_with_file(town, name="张三救助名单.xlsx")
    with caplog.at_level(logging.INFO, logger="portal.request"):
        assert client.get(address(edition, "files/1/张三救助名单.xlsx")).status_code in (200, 404)
        client.get("/nothing/张三")
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.request"]
    assert len(lines) == 2 and "/items/<" in lines[0]
    assert "张三" not in "".join(lines) and "%E5" not in "".join(lines) and "u5f20" not in "".join(lines)


# --- search


def test_a_document_is_found_by_its_number(town):
    published(town, title="关于防火的通知", document_number="落政〔2026〕17号")
    assert [row["title"] for row in find("落政〔2026〕17号").rows] == ["关于防火的通知"]


# --- cases


@pytest.mark.django_db(transaction=True)
def test_four_schedules_at_once_open_one_case(town):
    withdraw(town, published(town))
    later = clock.now() + timedelta(hours=25)

    def run():
        try:
            with clock.example_clock(later):
                return schedule.open_cases()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        opened = [future.result() for future in [pool.submit(run) for _ in range(4)]]
    assert sum(opened) == 1
    assert LedgerEntry.objects.filter(act="open_case").count() == 1
