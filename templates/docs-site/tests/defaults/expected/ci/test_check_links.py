import tempfile
import unittest
from pathlib import Path

from check_links import problems

PAGE = """# Welcome
[good](other.md#two-words) and [gone](gone.md)
`[code](is-no-link.md)`

```
[nor](this.md)
```

[bad heading](other.md#three) [out](https://example.org/x.md) ![picture](missing.svg)
"""


class CheckLinks(unittest.TestCase):
    def test_finds_what_leads_nowhere_and_nothing_else(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "docs").mkdir()
            (folder / "mkdocs.yml").write_text("nav:\n  - index.md\n", "utf-8")
            (folder / "docs/index.md").write_text(PAGE, "utf-8")
            (folder / "docs/other.md").write_text("# Other\n\n## Two words\n", "utf-8")
            self.assertEqual(
                problems(folder),
                [
                    "docs/index.md:2: no such file: gone.md",
                    "docs/index.md:9: no such heading: other.md#three",
                    "docs/index.md:9: no such file: missing.svg",
                    "docs/other.md: the navigation in mkdocs.yml does not mention it",
                ],
            )

    def test_this_repository_is_fine(self) -> None:
        self.assertEqual(problems(Path(__file__).parent.parent), [])


if __name__ == "__main__":
    unittest.main()
