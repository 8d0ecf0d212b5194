"""Wrong signing codes are counted: five in a row lock the code for a while."""

from datetime import datetime, timedelta

from django.db.models import F

from .models import Person

CODE_TRIES = 5
CODE_PAUSE = timedelta(minutes=15)


def count_wrong_code(person: Person, at: datetime) -> bool:
    """After a wrong code, outside the step's transaction. True when this one locks the code."""
    Person.objects.filter(pk=person.pk).update(code_failures=F("code_failures") + 1)
    locked = Person.objects.filter(pk=person.pk, code_failures__gte=CODE_TRIES).update(
        code_failures=0, code_locked_until=at + CODE_PAUSE
    )
    return bool(locked)
