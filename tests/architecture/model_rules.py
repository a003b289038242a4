"""What the build demands of our models, read from Django's own registry."""

import tomllib
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models

from tests.architecture.code_rules import ROOT

WINGS = ["overview", "programme", "foundations"]


def layers() -> list[str]:
    """Every app from the highest to the lowest, as pyproject.toml orders them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    by_id = {contract["id"]: contract for contract in contracts}
    return [app for wing in WINGS for app in by_id[wing]["layers"]]


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("inroads.")
    ]


def field_names(model: type[models.Model]) -> set[str]:
    """The fields a model declares, but for its key."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {field.name for field in fields if field.name != "id"}


def foreign_keys(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if field.is_relation and field.related_model is not None:
            yield field.name, field.related_model


def pointing_up(keys: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Foreign keys (app, field, app pointed at) that point at a higher app."""
    height = {app: -place for place, app in enumerate(layers())}
    for app, field, target in keys:
        if app in height and target in height and height[target] > height[app]:
            yield f"{app}: {field} points up at {target}"


def not_in_exactly_one_set(model) -> Iterator[str]:
    """Fields that are in neither set or in both, and words in a set that are no field."""
    names = field_names(model)
    personal, other = set(model.personal), set(model.not_personal)
    for name in sorted(
        (names - personal - other) | (personal & other) | ((personal | other) - names)
    ):
        yield f"{model.__name__}.{name}"
