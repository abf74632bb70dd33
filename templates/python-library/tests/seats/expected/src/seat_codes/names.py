"""Names for machines: the example that comes with the template."""

from __future__ import annotations

import re
import unicodedata

_NOT_ALLOWED = re.compile(r"[^a-z0-9]+")


def slug(text: str, *, longest: int = 60) -> str:
    """Turns a title into a name of lower-case letters, digits and hyphens.

    >>> slug("Così fan tutte (matinée)")
    'cosi-fan-tutte-matinee'

    Raises ``ValueError`` when nothing is left, or when ``longest`` is less than 1.
    """
    if longest < 1:
        raise ValueError("longest must be at least 1")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    name = _NOT_ALLOWED.sub("-", plain.lower()).strip("-")[:longest].rstrip("-")
    if not name:
        raise ValueError(f"no letter or digit in {text!r}")
    return name
