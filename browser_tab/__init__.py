"""Build a site that runs the lessons in a browser tab, so that nothing needs to be installed."""
