"""seat-codes: see the documents for what it is for."""

from .names import slug

__all__ = ["slug"]
__version__ = "0.1.0"
