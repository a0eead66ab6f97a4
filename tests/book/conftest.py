"""The site takes a build and a browser, so only `make test-book`, which names it, collects it."""


def pytest_ignore_collect(collection_path, config):
    if collection_path.name == "site":
        return not any("tests/book" in argument for argument in config.args) or None
    return None
