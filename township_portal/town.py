"""What every template may show of the town itself: names, address, numbers in the foot, the root address."""

from django.conf import settings
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
            "domain": request.get_host(),
        },
        "county": {"name": f"{settings.COUNTY_NAME}人民政府", "url": settings.COUNTY_PORTAL},
        "site_id_code": settings.SITE_ID_CODE,
        "icp": settings.RECORD_NUMBER,
        "police_record": settings.POLICE_RECORD,
        "example": settings.EXAMPLE,
    }
