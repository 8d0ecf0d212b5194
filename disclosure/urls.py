"""Addresses of what disclosure derives: the catalogue, 政府信息公开 and its pages; for staff, what the catalogue lacks."""

from django.urls import path

from disclosure import catalogue, coverage, platform

urlpatterns = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/catalogue.xlsx", catalogue.catalogue_sheet, name="catalogue_sheet"),
    path("disclosure/", platform.platform, name="disclosure"),
    path("disclosure/request/", platform.ask, name="ask"),
    path("disclosure/request/form/", platform.ask_form, name="ask_form"),
    path("disclosure/coverage/", coverage.coverage, name="coverage"),
    path("disclosure/validity/", platform.validity, name="validity"),
    path("desk/catalogue/", coverage.upkeep, name="catalogue_upkeep"),
]
