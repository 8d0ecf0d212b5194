"""Django system checks of the gate."""

from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from . import checks, guards
from .models.item import kinds
from .states import STATES, STEPS


@register()
def steps_are_sound(app_configs, **_):
    """Every check a step names exists, every state it reaches is known."""
    found = []
    for act, step in STEPS.items():
        unknown = [name for name in step.asks if name not in checks.CHECKS]
        unknown += [name for name in (step.target,) if name and name not in STATES]
        if unknown:
            found.append(Error(f"步骤“{act}”引用了不存在的 {unknown}", id="audit.E001"))
    return found


@register()
def kinds_are_named(app_configs, **_):
    unnamed = [kind.__name__ for name, kind in kinds().items() if not name]
    return [Error(f"{name} 没有 KIND", id="audit.E002") for name in unnamed]


@register(Tags.database)
def guards_are_present(app_configs, databases=(), **_):
    """The database's own refusals are all there (`manage.py check --database default --fail-level WARNING`). A warning,
    for an error would keep `migrate` itself from bringing them back; the verifier calls it what it is."""
    found = []
    for alias in databases or ():
        connection = connections[alias]
        if "audit_placement" not in connection.introspection.table_names():
            continue
        for name in guards.missing(connection):
            found.append(Warning(f"数据库里缺少保护触发器 {name}，请运行 manage.py migrate", id="audit.W003"))
    return found
