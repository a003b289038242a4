"""Foreign keys point down, and every field is personal or not."""

from types import SimpleNamespace

from tests.architecture import model_rules as rules


def test_foreign_keys_point_down():
    keys = [
        (model._meta.app_label, field, target._meta.app_label)
        for model in rules.our_models()
        for field, target in rules.foreign_keys(model)
    ]

    assert keys
    assert list(rules.pointing_up(keys)) == []


def test_a_foreign_key_that_points_up_is_noticed():
    assert list(rules.pointing_up([("people", "referral", "referrals")]))


def test_every_field_is_in_exactly_one_of_two_sets():
    declared = [model for model in rules.our_models() if not model._meta.auto_created]

    assert [fault for model in declared for fault in rules.not_in_exactly_one_set(model)] == []


def test_a_field_in_neither_set_or_in_both_is_noticed():
    fields = [SimpleNamespace(name=name) for name in ("id", "name", "phone", "town")]
    planted = SimpleNamespace(
        __name__="Planted",
        _meta=SimpleNamespace(concrete_fields=fields, many_to_many=[]),
        personal={"name", "phone"},
        not_personal={"phone", "gone"},
    )

    assert list(rules.not_in_exactly_one_set(planted)) == [
        "Planted.gone",
        "Planted.phone",
        "Planted.town",
    ]
