from . import desk, item_paper, read_aloud

app_name = "paper"
urlpatterns = [*desk.urlpatterns, *item_paper.urlpatterns, *read_aloud.urlpatterns]
