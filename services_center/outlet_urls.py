from django.urls import path

from . import outlet_pages

app_name = "outlets"
urlpatterns = [
    path("", outlet_pages.listed, name="list"),
    path("lacking.csv", outlet_pages.sheet, name="sheet"),
    path("photos/<int:pk>/", outlet_pages.photo, name="photo"),
    path("<slug:slug>/", outlet_pages.one, name="one"),
]
