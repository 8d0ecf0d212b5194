"""两步验证: staff may switch it on; a desk open to the internet may demand it of everybody."""

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from audit import accounts, changes
from audit.models import LedgerEntry
from tests.cast import PASSWORD

PAGE = "/desk/me/second-factor/"


def enter(name="leader", client=None):
    client = client or Client()
    client.post("/desk/login/", {"username": name, "password": PASSWORD})
    return client


def token(name="leader", *, drift=0):
    """What the phone shows now; forgets that this one was used before."""
    device = TOTPDevice.objects.get(user__username=name)
    TOTPDevice.objects.filter(pk=device.pk).update(
        last_t=-1, throttling_failure_count=0, throttling_failure_timestamp=None
    )
    return f"{totp(device.bin_key, drift=drift):06d}"


def switched_on(name="leader"):
    client = enter(name)
    client.post(f"{PAGE}start/")
    answer = client.post(f"{PAGE}on/", {"token": token(name)})
    return client, answer.context["codes"]


def test_from_off_to_on_to_login_to_off(town):
    client = enter()
    assert "开始设置" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}qr.svg").status_code == 404
    client.post(f"{PAGE}start/")
    picture = client.get(f"{PAGE}qr.svg")
    assert picture["Content-Type"] == "image/svg+xml" and b"style=" not in picture.content
    assert "不对" in client.post(f"{PAGE}on/", {"token": "000000"}).content.decode()
    assert not TOTPDevice.objects.get().confirmed
    answer = client.post(f"{PAGE}on/", {"token": token()})
    assert len(set(answer.context["codes"])) == 10
    assert client.get(f"{PAGE}qr.svg").status_code == 404
    assert client.get("/desk/me/").status_code == 200
    second = enter()
    assert second.get("/desk/me/").url == "/desk/verify/?next=%2Fdesk%2Fme%2F"
    assert second.post("/desk/verify/", {"token": token(), "next": "/desk/me/"}).url == "/desk/me/"
    assert second.get("/desk/me/").status_code == 200
    assert second.post(f"{PAGE}off/", {"token": "000000"}).url == PAGE
    assert second.post(f"{PAGE}off/", {"token": token()}).url == "/desk/me/"
    assert enter().get("/desk/me/").status_code == 200
    subjects = LedgerEntry.objects.filter(act="change_account").values_list("subject", flat=True)
    assert list(subjects) == ["leader开启两步验证", "leader关闭两步验证"]


@pytest.mark.parametrize(
    "address",
    [
        "/desk/",
        "/desk/me/",
        "/admin/",
        "/audit/",
        "/desk/me/second-factor/",
        "/desk/me/password/",
        "/desk/appointments/",
        "/desk/nowhere/",
    ],
)
def test_without_the_code_no_page_opens(town, address):
    switched_on()
    client = enter()
    assert client.get(address).url.startswith("/desk/verify/")
    assert client.post(address).url.startswith("/desk/verify/")


def test_a_code_works_once_and_each_recovery_code_once(town):
    _, codes = switched_on()
    code = token()
    assert enter().post("/desk/verify/", {"token": code}).status_code == 302
    assert enter().post("/desk/verify/", {"token": code}).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert enter().post("/desk/verify/", {"token": f" {codes[0][:4]} {codes[0][4:].upper()} "}).status_code == 302
    assert enter().post("/desk/verify/", {"token": codes[0]}).status_code == 200
    assert StaticToken.objects.count() == 9


def test_guessing_is_slowed_down(town):
    switched_on()
    client = enter()
    for _ in range(3):
        client.post("/desk/verify/", {"token": "000000"})
    device = TOTPDevice.objects.get()
    assert device.throttling_failure_count >= 1
    right = f"{totp(device.bin_key):06d}"
    TOTPDevice.objects.update(last_t=-1, throttling_failure_count=8, throttling_failure_timestamp=timezone.now())
    assert client.post("/desk/verify/", {"token": right}).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "12345",
        "1234567",
        "abcdef",
        "٠١٢٣٤٥",
        "-00001",
        "1e5",
        "0x1234",
        "' OR 1",
        "\0",
        "9" * 500,
        "１２３４５６",
    ],
)
def test_ugly_tokens_are_just_wrong(town, typed):
    switched_on()
    client = enter()
    assert client.post("/desk/verify/", {"token": typed}).status_code == 200
    assert client.get("/desk/me/").status_code == 302


def test_where_it_is_demanded_it_is_set_up_first(town, settings):
    settings.SECOND_FACTOR = "required"
    client = enter()
    for address in ("/desk/me/", "/admin/", "/audit/"):
        assert client.get(address).url.startswith(PAGE)
    assert client.get(PAGE).status_code == 200
    client.post(f"{PAGE}start/")
    assert client.get(f"{PAGE}qr.svg").status_code == 200
    client.post(f"{PAGE}on/", {"token": token()})
    assert client.get("/desk/me/").status_code == 200
    assert "不能关" in client.get(PAGE).content.decode()
    assert Client().get("/").status_code in (200, 404)


def test_where_it_is_demanded_it_cannot_be_switched_off(town, settings):
    settings.SECOND_FACTOR = "required"
    client, _ = switched_on()
    client.post(f"{PAGE}off/", {"token": token()})
    assert TOTPDevice.objects.filter(confirmed=True).count() == 1


def test_one_persons_device_is_of_no_use_to_another(town):
    switched_on("leader")
    switched_on("leader2")
    client = enter("leader")
    assert client.post("/desk/verify/", {"token": token("leader2")}).status_code == 200
    assert client.get("/desk/me/").status_code == 302


def test_a_lost_phone_of_a_reviewer_takes_a_leader(town):
    switched_on("leader")
    done = accounts.remove_second_factor(town.admin, town.leader)
    assert TOTPDevice.objects.count() == 1
    changes.confirm_change(town.leader2, done.waiting)
    assert TOTPDevice.objects.count() == 0
    switched_on("window")
    accounts.remove_second_factor(town.admin, town.window)
    assert TOTPDevice.objects.count() == 0
