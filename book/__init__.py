"""The book: a site of the lessons, the module's docstrings, and pages for teachers."""
