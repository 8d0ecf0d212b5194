from django.urls import path

from . import receptions

app_name = "receptions"
urlpatterns = [
    path("", receptions.listed, name="list"),
    path("new/", receptions.new, name="new"),
    path("<int:pk>/", receptions.shown, name="one"),
    path("<int:pk>/note/", receptions.note, name="note"),
]
