"""Files nothing refers to go after a day; what anything refers to stays, whoever refers to it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from audit import clock, files, sweep, tasks, watch
from audit.models import Verification
from tests.audit.test_erasure import attach, erase
from tests.cast import edit, make_notice
from tests.public.making import publish_with_file, withdraw

pytestmark = pytest.mark.django_db
DAY = 24 * 3600
HELD = """
import os, sys, time
from django.conf import settings
settings.configure(FILES_ROOT=sys.argv[1], FILES_KEYS=[("try", bytes(32))])
from audit import files
def held(descriptor):
    print("half way", flush=True)
    time.sleep(60)
os.fsync = held
files.put(b"half a list of names" * 1000)
"""


def aged(sha256, hours=25):
    then = time.time() - hours * 3600
    os.utime(files.path_of(sha256), (then, then))
    return sha256


def stored():
    return {path.name for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()}


def killed_half_way():
    """The temporary file of a process killed with -9 in the middle of `files.put`."""
    before = stored()
    child = subprocess.Popen(
        [sys.executable, "-c", HELD, str(settings.FILES_ROOT)], stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert child.stdout.readline() == "half way\n"
    child.kill()
    child.wait()
    (left,) = stored() - before
    return next(Path(settings.FILES_ROOT).rglob(left))


def test_what_a_killed_upload_left_goes_after_a_day(town):
    left = killed_half_way()
    assert left.stat().st_size > 0 and len(left.name) != 64
    assert sweep.sweep() == 0 and left.exists(), "it may still be written"
    os.utime(left, (time.time() - DAY - 60,) * 2)
    assert sweep.sweep() == 1 and stored() == set()


def test_what_a_rolled_back_upload_left_goes_after_a_day(town):
    notice = make_notice(town)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        row = attach(town, notice, data=b"never saved")
        raise ZeroDivisionError
    assert not notice.attachments.exists() and stored() == {row.sha256}
    assert sweep.sweep() == 0
    aged(row.sha256)
    assert sweep.sweep() == 1 and stored() == set()


def test_whatever_is_referred_to_stays_however_old(town):
    draft, removed, pictured = make_notice(town), make_notice(town), make_notice(town)
    kept = {
        attach(town, draft, data=b"of a draft").sha256,
        publish_with_file(town, data=b"of an edition").files[0]["sha256"],
    }
    row = attach(town, removed, data=b"taken out again, the save tells of it")
    kept.add(row.sha256)
    row._history_user = town.reporter
    row.delete()
    picture = files.put(b"a picture only the text names")
    edit(pictured, town.reporter, body=f'<p>\u56fe</p><img src="files:{picture}" alt="\u56fe">')
    kept.add(picture)
    past = files.put(b"a picture only an earlier text names")
    edit(pictured, town.reporter, body=f'<img src="files:{past}" alt="\u56fe">')
    edit(pictured, town.reporter, body=f'<img src="files:{picture}" alt="\u56fe">')
    kept.add(past)
    for sha256 in kept:
        aged(sha256, 10_000)
    orphan = aged(files.put(b"nobody's"))
    assert sweep.sweep() == 1 and stored() == kept and orphan not in kept


def test_what_an_erasure_took_from_the_record_is_not_held_by_it(town):
    edition = publish_with_file(town, name="\u540d\u5355.xlsx", data=b"leaked")
    sha256 = edition.files[0]["sha256"]
    withdraw(town, edition, "privacy")
    erase(town, type(edition).objects.get(pk=edition.pk))
    assert not sweep.is_referred_to(sha256)
    aged(files.put(b"leaked"))
    assert sweep.sweep() == 1


def test_the_same_bytes_uploaded_again_are_new(town):
    sha256 = aged(files.put(b"twice"))
    assert files.put(b"twice") == sha256
    assert sweep.sweep() == 0 and files.is_whole(sha256)


def test_the_same_bytes_uploaded_while_they_are_removed_stay(town):
    sha256 = aged(files.put(b"twice"))
    files.put(b"twice")  # between the look at its age and the removal
    assert not sweep._remove(files.path_of(sha256), time.time() - DAY)
    assert files.is_whole(sha256)


def test_a_killed_sweep_takes_nothing_with_it(town):
    row = attach(town, make_notice(town), data=b"set aside")
    path = files.path_of(aged(row.sha256))
    path.rename(path.with_name(path.name + sweep.GOING))
    assert sweep.sweep() == 0 and files.is_whole(row.sha256)


def test_other_things_in_the_folder_are_left_alone(town):
    sha256 = aged(files.put(b"x"))
    strange = files.path_of(sha256).with_name("README")
    strange.write_text("not ours")
    os.utime(strange, (1, 1))
    assert sweep.sweep() == 1 and stored() == {"README"}


def test_the_daily_look_sweeps_and_a_database_of_today_does_not(town):
    orphan = aged(files.put(b"nobody's"))
    tasks.run_due()
    assert orphan in stored() and Verification.objects.count() == 1, "it may only just have been restored"
    tasks.run_due()
    assert orphan in stored()
    with clock.example_clock(clock.now() + watch.EVERY * 1.01):
        tasks.run_due()
    assert orphan not in stored() and Verification.objects.count() == 2
