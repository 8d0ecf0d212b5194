"""What every test has: its own file storage, and a browser that notices whatever goes wrong on a page."""

import os
import shutil
from urllib.parse import urlsplit

import pytest

from tests.standing import STANDING, commits

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
]
# The browser's own note of an answer that is not 200; answers are judged below, one by one.
STATUS_NOTE = "Failed to load resource"


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


def wait_after_clicks():
    """A click ends when the page it opens is read to its end: what a test asks next, it asks of that page.

    Playwright waits for the answer to begin, not for the page; on a busy machine half a page was measured.
    """
    from playwright.sync_api import Locator, Page

    def waiting(act):
        def acted(self, *args, **kwargs):
            act(self, *args, **kwargs)
            (self if isinstance(self, Page) else self.page).wait_for_load_state("load")

        return acted

    if not hasattr(Page, "waits_after_clicks"):
        Page.waits_after_clicks = True  # type: ignore[attr-defined]
        for kind in (Page, Locator):
            kind.click, kind.press = waiting(kind.click), waiting(kind.press)


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    wait_after_clicks()
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path:
        pytest.skip("no Chromium on this machine")
    # Playwright's loop lives in this thread; Django would take the test for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium, live_server):
    """open_browser(width=390) gives a fresh person's page; at the end every page must have behaved.

    Complaints: console errors (CSP violations among them), exceptions, requests to other hosts, and parts of a
    page (styles, pictures, scripts) that did not load. page.complaints may be cleared by a test that provokes one.
    """
    contexts, pages = [], []

    def open_page(width=1280, height=900, javascript=True, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
            base_url=live_server.url,
            has_touch=width < 600,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.complaints = watch(page, live_server.url)
        pages.append(page)
        return page

    yield open_page
    complaints = [complaint for page in pages for complaint in page.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


def watch(page, own):
    complaints = []

    def on_console(message):
        if message.type == "error" and not message.text.startswith(STATUS_NOTE):
            complaints.append(f"console: {message.text} [{page.url}]")

    def on_request(request):
        scheme = urlsplit(request.url).scheme
        if scheme in {"http", "https", "ws", "wss"} and not request.url.startswith(own):
            complaints.append(f"another host: {request.url} [{page.url}]")

    def on_response(response):
        if response.status >= 400 and response.request.resource_type not in {"document", "fetch", "xhr"}:
            complaints.append(f"{response.status}: {response.url} [{page.url}]")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("response", on_response)
    page.on("pageerror", lambda error: complaints.append(f"exception: {error} [{page.url}]"))
    return complaints


@pytest.fixture(scope="session")
def axe_script():
    """axe-core's source, from the development dependencies."""
    from importlib.resources import files

    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def find_barriers(axe_script):
    """find_barriers(page, rules=None): what axe finds on the page as it stands, as readable lines; rules: these alone."""

    def find(page, rules=None):
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(axe_script)  # over the debugger, so the page's own policy stays strict
        options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
        found = page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{violation['id']}: {node['target']} {node['html'][:120]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return find


@pytest.fixture(scope="session")
def standing_town(django_db_setup, django_db_blocker):
    """See tests/standing.py; down again before the database goes."""
    yield STANDING
    with django_db_blocker.unblock():
        STANDING.close()


@pytest.fixture
def around_the_test(request, standing_town, django_db_blocker):
    from tests.cast import make_town

    with django_db_blocker.unblock():
        if "cast" in request.fixturenames and not commits(request):
            standing_town.open(make_town)
        else:
            standing_town.close()


@pytest.fixture
def _django_db_helper(around_the_test, _django_db_helper):
    """pytest-django's own transaction of a test, begun inside the standing town's."""
    return _django_db_helper


@pytest.fixture
def cast(request, db):
    from tests.cast import make_town

    return make_town() if commits(request) else STANDING.visit()


@pytest.fixture
def town(cast):
    """The known cast with its units, columns, posts and appointments (tests/cast.py)."""
    return cast


# Files whose tests share what takes long to make, or follow on one another: one worker takes each of them whole.
# (pytest-xdist 3.8's own groups are lost with pytest 9.2: it writes them into a name that pytest no longer reads.)
TOGETHER = ("tests/test_serve.py", "tests/test_example_town.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            return file if file in TOGETHER else nodeid

    return Together(config, log) if config.getoption("dist", "no") == "loadgroup" else None


def pytest_collection_modifyitems(config, items):
    """Once is enough for what asks no database: on PostgreSQL only the tests that do are run again."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    asks = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
    again = [
        item
        for item in items
        if asks & set(getattr(item, "fixturenames", ()))
        or item.get_closest_marker("django_db")
        or item.get_closest_marker("postgres")
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
    items[:] = again
