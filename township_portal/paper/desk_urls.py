from . import desk, item_paper

app_name = "paper"
urlpatterns = [*desk.urlpatterns, *item_paper.urlpatterns]
