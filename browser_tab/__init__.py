"""Build the lab that needs no installation: JupyterLab, Python and all, in a browser tab."""
