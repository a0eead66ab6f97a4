import pytest

from book.mend import REPAIRS, mend


def test_a_page_is_mended_and_the_rest_of_it_stays(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("".join(REPAIRS) + "<p>the rest</p>", encoding="utf-8")

    mend(tmp_path)

    assert page.read_text(encoding="utf-8") == "".join(REPAIRS.values()) + "<p>the rest</p>"


def test_a_repair_that_nothing_needs_any_more_is_told(tmp_path):
    (tmp_path / "page.html").write_text("<p></p>")

    with pytest.raises(ValueError, match="nothing to mend"):
        mend(tmp_path)
