"""Text becomes text of a page: its links lead into the book, and its code is shown as it is."""

import pytest

from book.text import rewritten
from classroom.display.html import spelled


def test_links_lead_to_pages_of_the_book():
    text = "[a](03_query.ipynb#x) [b](../eventstore/store.py) [c](https://example.org) [d](#here)"

    assert rewritten(text) == (
        "[a](/lessons/03_query.ipynb#x) [b](#file-eventstore-store) [c](https://example.org)"
        " [d](#here)"
    )


def test_a_link_that_leads_out_of_the_book_is_refused():
    with pytest.raises(ValueError, match=r"\.\./LICENSE"):
        rewritten("[licence](../LICENSE)")


def test_a_text_of_code_is_shown_letter_by_letter():
    assert spelled('`a[0]` is *not* __b__ < "c"') == (
        "<code>a[0]</code> is *not* __b__ &lt; &quot;c&quot;"
    )
