"""What the clock does in the service centre. May run twice, catches up after missed days."""

from celery import shared_task

from . import reception_book


@shared_task
def erase_visitors() -> int:
    """Name and telephone of visitors whose term is over."""
    return reception_book.erase_due()
