"""Pages as a browser prints them: their text, and where there is ink on the paper."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pypdfium2

A4 = {"format": "A4", "print_background": True}
MARGIN = 40  # points; the footer with the page's number is in it
SCALE = 0.5  # pixels per point: enough to see where there is ink
PAPER = 250  # the pixels of empty paper are 255, or nearly


@dataclass(frozen=True)
class Printed:
    """A page of the book on paper."""

    pdf: bytes

    @cached_property
    def sheets(self):
        return list(pypdfium2.PdfDocument(self.pdf))

    @cached_property
    def texts(self):
        """The text of each sheet, without the margins."""
        return [
            sheet.get_textpage().get_text_bounded(bottom=MARGIN, top=sheet.get_height() - MARGIN)
            for sheet in self.sheets
        ]

    @cached_property
    def text(self):
        """All of the text, without spaces: a PDF has its own."""
        return squeezed("".join(self.texts))

    @cached_property
    def ink(self):
        """For each sheet, an array that is true where it isn't empty, without the margins."""
        edge = int(MARGIN * SCALE)
        pictures = [sheet.render(scale=SCALE, grayscale=True) for sheet in self.sheets]
        return [(picture.to_numpy() < PAPER)[edge:-edge] for picture in pictures]

    def gaps(self):
        """Return the highest empty part of each sheet, as a part of its height."""
        found = []
        for sheet in self.ink:
            rows = [-1, *sheet.any(axis=1).nonzero()[0], len(sheet)]
            found.append(max(b - a - 1 for a, b in pairwise(rows)) / len(sheet))
        return found


def squeezed(text):
    """Return the text without spaces, hyphens and what PDF readers put at a line's end.

    They leave out a hyphen at a line's end, as if it were there only to divide the word.
    """
    return re.sub(r"[\s\-\u00ad\u200b\ufffe\x02]", "", text)
