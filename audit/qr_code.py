"""The code to scan that leads a phone to a page."""

import io
from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=512)
def qr(url: str) -> SafeString:
    drawn = io.BytesIO()
    segno.make(url, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass=None, lineclass=None
    )
    svg = drawn.getvalue().decode().strip()
    return mark_safe(svg.replace("<svg", '<svg role="img" aria-label="本页地址的二维码"', 1))
