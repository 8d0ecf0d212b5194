from django.urls import path

from . import window

app_name = "window"
urlpatterns = [
    path("", window.find, name="find"),
    path("code/", window.code, name="code"),
    path("guides/<slug:slug>/", window.prepare, name="prepare"),
    path("guides/<slug:slug>/print/", window.sheet, name="sheet"),
    path("guides/<slug:slug>/visit/", window.register, name="register"),
    path("visits/<int:pk>/void/", window.void, name="void"),
]
