"""The page of every code as a file, with .gz beside it, through Django's storage: nginx answers when Django cannot.

Written when the state changes: by the ledger's follower, by a first printing, and in the request of a withdrawal.
`manage.py write_verify_pages` makes all anew.
"""

import gzip
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import HttpRequest

from .models import Paper
from .verify import page


def write(papers: Iterable[Paper]) -> int:
    storage, done = storages["pages"], 0
    for paper in papers:
        html = page(paper, for_file()).encode()
        for name, data in ((name_of(paper), html), (f"{name_of(paper)}.gz", gzip.compress(html, 9, mtime=0))):
            storage.save(name, ContentFile(data))
        done += 1
    return done


def write_for(pk: int) -> None:
    write(Paper.objects.with_edition().filter(pk=pk))


def name_of(paper: Paper) -> str:
    return f"verify/{paper.code}/index.html"


def for_file() -> HttpRequest:
    """A request as nobody in particular would make it: what the frame around the page is drawn for."""
    request = HttpRequest()
    request.method = "GET"
    site = urlsplit(settings.SITE_URL)
    host = site.netloc or next((host for host in settings.ALLOWED_HOSTS if host.strip(".*")), "localhost")
    request.META.update({"HTTP_HOST": host.lstrip("."), "SERVER_PORT": "443" if site.scheme == "https" else "80"})
    return request
