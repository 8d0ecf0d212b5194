"""make drill: Lighthouse, as a phone, the middle of three runs, at least 95 in every category on five pages.

Needs node and lighthouse 12 (`LIGHTHOUSE` names its command, else npx fetches it). The portal runs as in earnest: the
production server over the example town, static files collected and compressed.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.drill
ROOT = Path(__file__).resolve().parents[2]
LEAST, RUNS = 95, 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"


def command() -> list[str]:
    named = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if named:
        return named.split()
    if not shutil.which("npx"):
        pytest.skip("no lighthouse and no npx on this machine")
    return ["npx", "--yes", "lighthouse@12"]


@pytest.fixture
def site(tmp_path):
    """The example town under gunicorn with its static files as production serves them; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "served.py").write_text(
        "from township_portal.settings import *\n"
        "STORAGES['staticfiles']['BACKEND'] = 'whitenoise.storage.CompressedManifestStaticFilesStorage'\n"
        "WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False\nWHITENOISE_MAX_AGE = 31536000\n"
    )
    environment = os.environ | {
        "VAR_ROOT": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "served", "PYTHONPATH": f"{ROOT}:{tmp_path}",
    }  # fmt: skip
    for step in (["collectstatic", "--no-input", "-v0"], ["migrate", "-v0"], ["load_example_town"], ["rebuild_search"]):
        subprocess.run([sys.executable, "manage.py", *step], cwd=ROOT, env=environment, check=True, capture_output=True)
    gunicorn = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--threads", "4", "township_portal.wsgi"]
    server = subprocess.Popen(gunicorn, cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(address, timeout=20).read()
                break
            except OSError:
                time.sleep(0.3)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def pages(site) -> dict[str, str]:
    listed = json.load(urllib.request.urlopen(f"{site}/api/v1/items/?page_size=1"))["items"][0]
    finance = json.load(urllib.request.urlopen(f"{site}/api/v1/items/?column=finance-information&page_size=1"))["items"]
    return {
        "首页": f"{site}/", "栏目": listed["url"].partition("/items/")[0] + f"/columns/{listed['column']['slug']}/",
        "信息": listed["url"], "财政": finance[0]["url"] if finance else f"{site}/columns/finance-information/",
        "搜索": f"{site}/search/",
    }  # fmt: skip


def scores(url, folder) -> dict[str, float]:
    measured: dict[str, list[float]] = {category: [] for category in CATEGORIES}
    for run in range(RUNS):
        out = folder / f"{run}.json"
        asked = [*command(), url, "--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={FLAGS}"]
        subprocess.run(
            asked, check=True, env=os.environ | {"CHROME_PATH": os.environ.get("CHROMIUM") or "/usr/bin/chromium"}
        )
        report = json.loads(out.read_text())
        for category in CATEGORIES:
            measured[category].append((report["categories"][category]["score"] or 0) * 100)
        failed = sorted(name for name, audit in report["audits"].items() if audit.get("score") == 0)
    print(f"   {url} 未过：{failed}")
    return {category: statistics.median(values) for category, values in measured.items()}


def test_five_pages_score_ninety_five_in_every_category(site, tmp_path):
    found = {name: scores(url, tmp_path) for name, url in pages(site).items()}
    print("\n| 页 | " + " | ".join(CATEGORIES) + " |\n|---|" + "---:|" * len(CATEGORIES))
    for name, marks in found.items():
        print(f"| {name} | " + " | ".join(f"{mark:.0f}" for mark in marks.values()) + " |")
    low = {name: marks for name, marks in found.items() if min(marks.values()) < LEAST}
    assert low == {}
