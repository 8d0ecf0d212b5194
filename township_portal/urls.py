from django.urls import include, path

from audit.admin.site import site

urlpatterns = [
    path("admin/", site.urls),
    path("desk/", include("audit.desk.urls")),
    path("desk/", include("township_portal.paper.desk_urls")),
    path("audit/", include("audit.inspection.urls")),
    path("", include("township_portal.public_urls")),
]
