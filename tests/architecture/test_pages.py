"""Templates and style sheets keep the strict policy, and both directions of writing."""

import re

from tests.architecture.sources import style_sheets, templates

INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=|hx-on|hx-vars|javascript:|hx-vals\s*=\s*['"]js:""",
    re.IGNORECASE,
)
# Data for a script is no script: the browser never runs these, and the policy lets them be.
DATA_BLOCK = re.compile(r"""<script[^>]*type=["']application/(geo\+)?json["'][^>]*>""", re.IGNORECASE)
DISTANT = re.compile(r"""(src|href)\s*=\s*["']\s*(https?:)?//""", re.IGNORECASE)
PHYSICAL = re.compile(
    r"""(?<![\w-])(left|right)\s*:"""
    r"""|(margin|padding|border|scroll-margin|scroll-padding)-(left|right)\b"""
    r"""|border-(top|bottom)-(left|right)-radius"""
    r"""|(text-align|float|clear)\s*:\s*(left|right)\b""",
    re.IGNORECASE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def offences(pattern, sources):
    return [(str(path), match.group().strip()) for path, text in sources for match in pattern.finditer(text)]


def test_no_template_holds_a_script_or_a_style():
    assert offences(INLINE, [(path, DATA_BLOCK.sub("", text)) for path, text in templates()]) == []


def test_no_template_fetches_from_elsewhere():
    assert offences(DISTANT, templates()) == []


def test_no_style_sheet_knows_left_from_right():
    assert offences(PHYSICAL, [(path, COMMENT.sub("", text)) for path, text in style_sheets()]) == []


def test_the_nets_catch_what_they_are_for():
    for offence in ['<p style="x">', "<script>", '<a onclick="x">', '<p hx-on:click="x">']:
        assert INLINE.search(offence), offence
    for offence in ["margin-left: 1px", "{left: 0}", "text-align: right", "border-top-left-radius: 1px"]:
        assert PHYSICAL.search(offence), offence
    assert not INLINE.search('<script src="x.js" defer></script>')
    assert not PHYSICAL.search("margin-inline-start: 1px; border-start-start-radius: 2px; text-align: start")
