from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PaperConfig(AppConfig):
    name = "township_portal.paper"
    label = "paper"
    verbose_name = "纸和公开栏"
    default_auto_field = "django.db.models.BigAutoField"
    add_only = (
        "paper_paper",
        "paper_printing",
        "paper_posting",
        "paper_wallphoto",
        "paper_paper_sources",
    )  # for `grant_web_role`

    def ready(self):
        from audit import duties, impact, outbox, sweep

        from . import desk_section, follow, outdated, photos

        outbox.FOLLOWERS["paper"] = follow.follow
        outbox.AT_ONCE.append(follow.at_once)
        impact.PAPERS.append(outdated.printed)
        duties.register(desk_section.ROOM)
        sweep.REFERRERS.append(photos.is_kept)
        post_migrate.connect(_fill, sender=self)

    def guards(self):
        """What the database refuses on this app's append-only tables (`audit/guards/table.py`)."""
        from .guards import guards

        return guards()


def _fill(sender, using, **_):
    from . import walls

    walls.fill(using)
