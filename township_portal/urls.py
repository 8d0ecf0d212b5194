from importlib.util import find_spec

from django.urls import include, path

from audit.admin.site import site

urlpatterns = [path("admin/", site.urls)]

# Guarded while the parts are being written; the guard goes when they stand.
for prefix, module in (
    ("desk/", "audit.desk.urls"),
    ("audit/", "audit.inspection.urls"),
    ("", "township_portal.public_urls"),
):
    try:
        found = find_spec(module)
    except ModuleNotFoundError:
        found = None
    if found:
        urlpatterns.append(path(prefix, include(module)))
