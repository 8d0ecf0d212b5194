from django.urls import path

from . import acts, chain, timeline

app_name = "inspection"
urlpatterns = [
    path("", acts.acts, name="acts"),
    path("export/", acts.export, name="export"),
    path("items/", timeline.items, name="items"),
    path("items/<uuid:uuid>/", timeline.timeline, name="timeline"),
    path("items/<uuid:uuid>/compare/", timeline.compare_editions, name="compare"),
    path("items/<uuid:uuid>/saves/", timeline.compare_saves, name="saves"),
    path("chain/", chain.chain, name="chain"),
    path("chain/verify/", chain.verify_again, name="verify"),
]
