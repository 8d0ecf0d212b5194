from .notice import ForwardedDocument, Notice

__all__ = ["ForwardedDocument", "Notice"]
