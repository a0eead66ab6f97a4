"""Where a lesson's table is, and whether all is well there."""
