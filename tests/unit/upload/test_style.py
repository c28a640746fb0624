"""The colours of the upload page, in browsers that know no pairs of them too."""

import re
from pathlib import Path

STYLE = (Path(__file__).resolve().parents[3] / "bots" / "upload" / "static" / "style.css").read_text(encoding="utf-8")


def test_every_pair_of_colours_has_its_light_one_where_pairs_are_not_known():
    pairs = dict(re.findall(r"^  (--[\w-]+): light-dark\((#\w+), #\w+\);$", STYLE, re.MULTILINE))
    fallback = re.search(
        r"@supports not \(color: light-dark\(#000, #fff\)\) \{\n  :root \{\n(.*?)\n  \}\n\}", STYLE, re.DOTALL
    )
    assert fallback
    assert dict(re.findall(r"(--[\w-]+): (#\w+);", fallback[1])) == pairs
    assert STYLE.count("light-dark(") == len(pairs) + 1
