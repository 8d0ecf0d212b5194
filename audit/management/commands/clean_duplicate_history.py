"""The history package's command of this name would delete history; here it only says that it must not."""

from .clean_old_history import Command

__all__ = ["Command"]
