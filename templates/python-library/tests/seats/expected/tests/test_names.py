import doctest
import unittest

import seat_codes
from seat_codes import names, slug


class Slug(unittest.TestCase):
    def test_titles(self) -> None:
        table = [
            ("Hamlet", "hamlet"),
            ("Così fan tutte (matinée)", "cosi-fan-tutte-matinee"),
            ("  What's   on?  ", "what-s-on"),
            ("1984", "1984"),
        ]
        for title, name in table:
            with self.subTest(title):
                self.assertEqual(slug(title), name)

    def test_is_cut_without_a_hyphen_at_the_end(self) -> None:
        self.assertEqual(slug("the cherry orchard", longest=4), "the")

    def test_refuses_what_leaves_nothing(self) -> None:
        for text in ("", "—", "你好"):
            with self.subTest(text), self.assertRaises(ValueError):
                slug(text)
        with self.assertRaises(ValueError):
            slug("Hamlet", longest=0)

    def test_examples_in_the_documentation(self) -> None:
        self.assertEqual(doctest.testmod(names).failed, 0)

    def test_has_a_version(self) -> None:
        self.assertRegex(seat_codes.__version__, r"^\d+\.\d+\.\d+$")


if __name__ == "__main__":
    unittest.main()
