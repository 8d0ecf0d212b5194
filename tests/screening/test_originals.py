"""After masking the original is kept for a set time, then erased with its row, unless an edition still carries it."""

from datetime import timedelta

import pytest

from audit import changes, clock, drafting, files, verifier
from audit.models import LedgerEntry, Original, PendingChange, Scan, Threshold
from audit.screening import cleaning, originals
from audit.uploads import accept
from tests.cast import make_notice, published

LISTED = "姓名,身份证号\n周示例,110101199003070070\n".encode()


@pytest.fixture
def masked(town):
    """A notice whose list was masked just now; (notice, digest of the original)."""
    notice = make_notice(town)
    drafting.attach(town.reporter, notice, [accept("名单.csv", LISTED)])
    sha256 = notice.attachments.get().sha256
    cleaning.clean(town.reporter, notice, sha256, columns=False)
    return notice, sha256


def after(days):
    return clock.example_clock(clock.now() + timedelta(days=days))


def test_the_original_is_erased_after_thirty_days_with_a_row_that_says_so(town, masked):
    notice, sha256 = masked
    with after(29):
        assert originals.erase_due() == 0
    assert files.is_whole(sha256)
    with after(31):
        assert originals.erase_due() == 1
        assert originals.erase_due() == 0
    assert not files.path_of(sha256).exists()
    assert not Original.objects.exists()
    assert not Scan.objects.filter(sha256=sha256).exists()
    row = LedgerEntry.objects.get(act="erase_original")
    assert (row.item_uuid, row.person_number, row.label) == (notice.pk, "SYSTEM", "到期清除遮盖前的原件")
    assert "满 30 天" in row.subject
    assert list(verifier.verify()) == []
    assert files.is_whole(notice.attachments.get().sha256), "the masked one stays"


def test_how_long_is_the_administrators_setting_and_a_leaders_word(town, masked):
    threshold = Threshold.objects.get(key="originals_days")
    changes.propose_change(town.admin, threshold, {"value": 7})
    changes.confirm_change(town.leader, PendingChange.objects.get())
    with after(8):
        assert originals.erase_due() == 1


def test_put_back_it_is_kept_and_masked_again_the_time_begins_anew(town, masked):
    notice, sha256 = masked
    with after(31):
        drafting.attach(town.reporter, notice, [accept("名单（又传）.csv", LISTED)])
        assert originals.erase_due() == 0
        cleaning.clean(town.reporter, notice, sha256, columns=False)
        assert originals.erase_due() == 0
    assert files.is_whole(sha256)
    with after(62):
        assert originals.erase_due() == 1


def test_a_file_another_item_still_needs_stays(town, masked):
    _, sha256 = masked
    other = make_notice(town)
    drafting.attach(town.reporter, other, [accept("名单.csv", LISTED)])
    with after(40):
        assert originals.erase_due() == 0
    assert files.is_whole(sha256)


def test_what_was_never_masked_is_never_erased_here(town):
    edition = published(town)
    with after(400):
        assert originals.erase_due() == 0
    assert edition.state == "published"
