"""The book: a site made of the lessons, of the module's docstrings, and of pages for teachers."""
