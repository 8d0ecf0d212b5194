from .search import SearchEntry, Synonym

__all__ = ["SearchEntry", "Synonym"]
