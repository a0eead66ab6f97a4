"""No link of the site is broken: each leads to a page, and to a place on it."""

from functools import cache
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup


@cache
def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@cache
def places(path):
    return {tag["id"] for tag in soup(path).find_all(id=True)}


def links(path):
    for tag in soup(path).find_all(True):
        for attribute in ("href", "src"):
            if tag.get(attribute):
                yield tag[attribute]


def problem(path, link):
    """Say what is wrong with a link on a page; "" if nothing."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return "" if parts.scheme == "https" and "." in parts.netloc else "no https address"
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return "no such file"
    if parts.fragment and target.suffix == ".html" and parts.fragment not in places(target):
        return "no such place"
    return ""


def test_every_link_of_every_page_leads_somewhere(site):
    pages = list(site.rglob("*.html"))
    found = [(path, link) for path in pages for link in links(path)]
    broken = [
        f"{path.relative_to(site)}: {link}: {problem(path, link)}"
        for path, link in found
        if problem(path, link)
    ]

    assert len(pages) > 20
    assert len(found) > 1000
    assert broken == []


def test_a_broken_link_would_be_found(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<p id="here"></p>')

    assert problem(page, "page.html#here") == problem(page, "#here") == ""
    assert problem(page, "other.html") == "no such file"
    assert problem(page, "#there") == "no such place"
    assert problem(page, "http://example.org") == "no https address"


def test_every_picture_says_in_words_what_it_shows(site):
    pages = [soup(path) for path in site.rglob("*.html")]
    pictures = [image for page in pages for image in page.find_all("svg", role="img")]

    assert [image for page in pages for image in page.find_all("img")] == []
    assert len(pictures) >= 3
    for image in pictures:
        assert len(image.get("aria-label", "")) > 20, image


def test_headings_begin_with_one_h1_and_leave_out_no_level(site):
    for path in site.rglob("*.html"):
        levels = [int(tag.name[1]) for tag in soup(path).article.find_all(["h1", "h2", "h3", "h4"])]
        assert levels.count(1) == 1, path.name
        assert all(b - a <= 1 for a, b in pairwise(levels)), path.name
