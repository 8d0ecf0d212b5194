"""The values of a setting on their way through a proposal: read, kept as JSON, put in force, said in words."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from . import pending
from .characters import clean_text
from .checks import Incomplete
from .models import Column, Edition


def field_of(subject: models.Model, name: str) -> models.Field:
    try:
        field = subject._meta.get_field(name)
    except FieldDoesNotExist:
        raise Incomplete(f"没有“{name}”这一项。") from None
    if not isinstance(field, models.Field) or not field.editable or field.primary_key:
        raise Incomplete(f"“{getattr(field, 'verbose_name', name)}”不能改。")
    return field


def raw(field: models.Field, value: object) -> object:
    if isinstance(value, str):
        value = clean_text(value)
    try:
        return value.pk if isinstance(value, models.Model) else field.to_python(value)
    except ValidationError as error:
        raise Incomplete(f"{field.verbose_name}：{' '.join(error.messages)}") from None


def plain(value: object) -> object:
    """The value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def apply(subject: models.Model, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        field = field_of(subject, name)
        setattr(subject, field.attname, field.to_python(value))


def validate(subject: models.Model) -> None:
    try:
        subject.full_clean()
    except ValidationError as error:
        raise Incomplete(pending.sentences(subject, error)) from None
    if isinstance(subject, Column) and subject.pk and subject.parent and subject.parent.path.startswith(subject.path):
        raise Incomplete("上级栏目不能是它自己，也不能是它下面的栏目。")


def off_the_web(subject: models.Model, new: Mapping) -> None:
    """A column goes to the wall - by its own mark or under one that has it - only when nothing there is on the web or
    on its way."""
    if not isinstance(subject, Column) or not subject.pk or not {"board_only", "parent"} & set(new):
        return
    above = Column.objects.filter(pk__in=subject.parent.ancestor_ids if subject.parent else [])
    if subject.board_only or above.filter(board_only=True).exists():
        below = Edition.objects.filter(column__path__startswith=subject.path)
        count = (below.live() | below.open().filter(board_only=False)).count()
        if count:
            raise Incomplete(
                f"“{subject.name}”（连同下级）还有 {count} 条公开在网上或正在审核，不能改成只上墙。请先逐条撤下、退回，或改到别的栏目。"
            )


def words(field: models.Field, value: object) -> str:
    if value in (None, "", []):
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.related_model:
        found = field.related_model._default_manager.filter(pk=value).first()
        return str(found) if found else "（已不存在）"
    if isinstance(value, list):
        return "；".join(map(str, value))
    return str(dict(field.flatchoices).get(value, value))
