"""How often one client may be wrong. Counted in the cache: for the whole site where there is Redis, a worker's own
without it."""

import time

from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 600  # seconds


def _key(request: HttpRequest, what: str) -> str:
    return f"wrong:{what}:{request.META.get('REMOTE_ADDR', '')}:{int(time.time()) // WINDOW}"


def is_over(request: HttpRequest, what: str, most: int) -> bool:
    return cache.get(_key(request, what), 0) >= most


def count(request: HttpRequest, what: str) -> None:
    key = _key(request, what)
    cache.add(key, 0, WINDOW)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, WINDOW)
