"""What every template may show of the town itself: names, address, numbers in the foot, the root address."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.urls import get_script_prefix


def town(request):
    return {
        "root": get_script_prefix(),
        "town": {
            "name": settings.TOWN_NAME,
            "host": f"{settings.COUNTY_NAME}{settings.TOWN_NAME}人民政府",
            "undertaker": settings.TOWN_UNDERTAKER,
            "phone": settings.TOWN_PHONE,
            "address": settings.TOWN_ADDRESS,
            "postcode": settings.TOWN_POSTCODE,
            "domain": _domain(request),
        },
        "county": {"name": f"{settings.COUNTY_NAME}人民政府", "url": settings.COUNTY_PORTAL},
        "site_id_code": settings.SITE_ID_CODE,
        "icp": settings.RECORD_NUMBER,
        "police_record": settings.POLICE_RECORD,
        "example": settings.EXAMPLE,
    }


def _domain(request) -> str:
    """The host as asked for; '' for a host that is not ours, whose error page needs this context too."""
    try:
        return request.get_host()
    except DisallowedHost:
        return ""
