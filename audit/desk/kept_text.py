"""Telling a browser which texts it keeps on the device (js/draft.js) have been saved, so that it forgets them.

The answer to a save is often a page without the script (locked, preview): the news waits in the session.
"""

MOST = 20


def note_saved(request, key: str) -> None:
    request.session["draft_saved"] = [*request.session.get("draft_saved", [])[-MOST:], key]


def tell_saved(request) -> str:
    """The keys saved since the last page that could tell; for `data-draft-saved` of a page with the script."""
    return " ".join(request.session.pop("draft_saved", []))
