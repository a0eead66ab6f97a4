"""What is repaired in the pages, and that every repair is still needed."""

import pytest

from book.repairs import repair

BEFORE = """<aside class="sidebar-drawer"></aside><aside class="toc-drawer no-toc"></aside>
<p class="caption" role="heading">Lessons</p><div id="search-results"></div>
<summary aria-label="Toggle hidden content">Show</summary>"""
AFTER = """<aside aria-label="This book" class="sidebar-drawer"></aside>\
<aside aria-label="This page" class="toc-drawer no-toc"></aside>
<p class="caption" aria-level="2" role="heading">Lessons</p><h1>Search</h1>
<div id="search-results"></div>
<summary>Show</summary>"""


def test_a_page_is_repaired_and_the_rest_of_it_stays(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(BEFORE, encoding="utf-8")

    repair(tmp_path)

    assert page.read_text(encoding="utf-8") == AFTER


def test_a_repair_that_no_page_needs_is_an_error(tmp_path):
    (tmp_path / "page.html").write_text(BEFORE.replace("toc-drawer", "drawer"), encoding="utf-8")

    with pytest.raises(
        ValueError, match=r"no page needs these repairs any more, so delete them: .*toc-drawer"
    ):
        repair(tmp_path)
