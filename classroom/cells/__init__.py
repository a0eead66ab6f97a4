"""Cells that test what they define: red, green, checked answers, and what pytest said."""
