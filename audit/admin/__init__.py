"""The admin (/admin/) of clerks and of the portal administrator. `site.site` is the one admin site."""

from . import catalogue, people, rules, wording
from .site import site

__all__ = ["catalogue", "people", "rules", "site", "wording"]
