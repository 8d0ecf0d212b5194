from django.urls import include, path

from audit.admin.site import site

handler404 = "township_portal.not_found.not_found"

urlpatterns = [
    path("admin/", site.urls),
    path("desk/window/", include("services_center.window_urls")),
    path("desk/receptions/", include("services_center.reception_urls")),
    path("desk/outlets/", include("services_center.outlet_urls")),
    path("desk/outreach/", include("services_center.outreach")),
    path("desk/emergency/", include("disclosure.emergency.desk")),
    path("desk/", include("audit.desk.urls")),
    path("desk/", include("township_portal.paper.desk_urls")),
    path("audit/", include("audit.inspection.urls")),
    path("", include("disclosure.urls")),
    path("", include("township_portal.public_urls")),
]
