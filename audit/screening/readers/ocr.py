"""Reading pictures, where the optional package rapidocr-onnxruntime (models inside, works offline) is installed."""

import importlib
from functools import cache
from importlib.util import find_spec

PACKAGE = "rapidocr_onnxruntime"


@cache
def installed() -> bool:
    """Whether pictures can be read here at all; asks without loading the models."""
    return find_spec(PACKAGE) is not None


@cache
def engine():
    """The recogniser, or None when it is not installed."""
    try:
        return importlib.import_module(PACKAGE).RapidOCR()
    except Exception:  # not installed, or its own libraries missing: both mean a person has to look
        return None


def texts_of(picture) -> list[str] | None:
    """The lines of a picture (bytes, or an array of pixels, blue first); None when no machine can read it here.

    The engine answers (lines, seconds), a line being [corners, text, certainty], and None for no line at all.
    """
    reader = engine()
    if reader is None:
        return None
    try:
        found, _ = reader(picture)
    except Exception:  # a picture it chokes on, or too little memory: a person has to look
        return None
    return [str(line[1]) for line in found or []]
