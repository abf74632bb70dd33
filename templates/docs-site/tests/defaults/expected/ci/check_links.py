"""Finds relative links and images in Markdown that lead nowhere, and pages that the navigation forgot.

    python3 ci/check_links.py [folder]

Exits with 1 when it finds something. Needs nothing but Python.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import unquote

FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?^ {0,3}\1[`~]*\s*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:|^//")


def blank(match: re.Match[str]) -> str:
    """Keeps line numbers right while taking code out."""
    return "\n" * match.group(0).count("\n")


def prose(text: str) -> str:
    return CODE.sub("", FENCE.sub(blank, text))


def anchors(text: str) -> set[str]:
    headings = HEADING.findall(FENCE.sub(blank, text))
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower())).strip("-") for heading in headings}


def problems(folder: Path) -> list[str]:
    found = []
    navigation = (folder / "mkdocs.yml").read_text("utf-8")
    for page in sorted((folder / "docs").rglob("*.md")):
        name = page.relative_to(folder).as_posix()
        text = page.read_text("utf-8")
        if page.relative_to(folder / "docs").as_posix() not in navigation:
            found.append(f"{name}: the navigation in mkdocs.yml does not mention it")
        for match in LINK.finditer(prose(text)):
            target = match.group(1)
            if SCHEME.match(target):
                continue
            line = prose(text)[: match.start()].count("\n") + 1
            path, _, anchor = target.partition("#")
            file = (page.parent / unquote(path)) if path else page
            if not file.exists():
                found.append(f"{name}:{line}: no such file: {target}")
            elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text("utf-8")):
                found.append(f"{name}:{line}: no such heading: {target}")
    return found


def main(arguments: list[str]) -> int:
    found = problems(Path(arguments[0] if arguments else "."))
    print("\n".join(found) if found else "every link leads somewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
