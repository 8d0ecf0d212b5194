"""What every address of the interface does first and last: method, rate, parameters, conditional answers, errors as JSON."""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from audit import clock
from audit.models import Threshold
from township_portal.fresh import fresh

MINUTE = 60
RATE_KEY, USUAL_RATE = "api_requests_per_minute", 120


class Wrong(Exception):
    """A sentence for whoever asked, and the status it goes with."""

    def __init__(self, status: int, code: str, message: str):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def answer(data: dict, status: int = 200) -> JsonResponse:
    response = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"  # public, read only, without cookies
    return response


def refusal(wrong: Wrong) -> JsonResponse:
    return answer({"error": {"code": wrong.code, "message": wrong.message}}, wrong.status)


def rate() -> int:
    """Requests a minute one address may make: a setting, asked for once a minute."""
    found = cache.get(RATE_KEY)
    if found is None:
        dated = Threshold.objects.in_force(clock.local_date(clock.now())).filter(key=RATE_KEY)
        found = dated.order_by("-valid_from").values_list("value", flat=True).first() or USUAL_RATE
        cache.set(RATE_KEY, found, MINUTE)
    return found


def too_often(request: HttpRequest) -> int:
    """Seconds to wait, 0 where the address has not asked too often this minute. The address is kept for that minute."""
    now = int(timezone.now().timestamp())
    key = f"api:{request.META.get('REMOTE_ADDR', '')}:{now // MINUTE}"
    cache.add(key, 0, MINUTE * 2)
    try:
        asked = cache.incr(key)
    except ValueError:  # thrown out of the cache between the two
        return 0
    return MINUTE - now % MINUTE if asked > rate() else 0


def door(*parameters: str) -> Callable:
    """The view answers a dict. parameters: names the query may have; others are refused, so that a slip is noticed."""

    def around(view: Callable) -> Callable:
        @fresh
        def asked(request, *args, **kwargs):
            try:
                unknown = sorted(set(request.GET) - set(parameters))
                if unknown:
                    known = "、".join(parameters) or "无"
                    raise Wrong(
                        400, "unknown_parameter", f"不认识的参数：{'、'.join(unknown)[:100]}。可用的参数：{known}。"
                    )
                return answer(view(request, *args, **kwargs))
            except Wrong as wrong:
                return refusal(wrong)
            except Http404:
                return refusal(Wrong(404, "not_found", "没有这个地址，或者信息不在网上。"))

        @wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                response: HttpResponse = refusal(Wrong(405, "method_not_allowed", "这里只能读（GET），不能写。"))
                response.headers["Allow"] = "GET, HEAD"
                return response
            if wait := too_often(request):
                response = refusal(Wrong(429, "too_many_requests", f"问得太勤了，请过 {wait} 秒再试。"))
                response.headers["Retry-After"] = str(wait)
                return response
            return asked(request, *args, **kwargs)

        return wrapper

    return around


def number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    text = request.GET.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and 1 <= int(text) <= most):
        raise Wrong(400, "bad_parameter", f"{name} 要是 1 到 {most} 的整数。")
    return int(text)


def day(request: HttpRequest, name: str) -> date | None:
    text = request.GET.get(name)
    if text is None:
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Wrong(400, "bad_parameter", f"{name} 要写成 2026-11-02 这样的日期。")
