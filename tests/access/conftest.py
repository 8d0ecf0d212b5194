"""The access table asks every address as every role: minutes. Somebody who names files on the command line gets the
four roles that differ most; the whole suite, or -k with a role's name, asks them all."""

OFTEN = {"anonymous", "reporter2", "officer", "window"}


def pytest_collection_modifyitems(config, items):
    whole = all(
        not argument.rpartition("/")[2].startswith("test_") and "tests/" not in argument for argument in config.args
    )
    if whole or config.option.keyword:
        return
    rest = [
        item
        for item in items
        if getattr(item, "callspec", None) and item.callspec.params.get("role", "officer") not in OFTEN
    ]
    config.hook.pytest_deselected(items=rest)
    items[:] = [item for item in items if item not in rest]
