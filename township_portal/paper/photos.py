"""Photos of walls: kept by SHA-256 beside the attachments, seen at the desk only."""

from .models import Posting, PrintRun, WallPhoto


def is_kept(sha256: str) -> bool:
    """For the sweep of files nothing refers to."""
    return any(
        rows.exists()
        for rows in (
            Posting.objects.filter(photo=sha256),
            WallPhoto.objects.filter(sha256=sha256),
            PrintRun.objects.filter(pdf=sha256),
        )
    )
