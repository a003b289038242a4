"""What can be stamped is the place's own list, in its own words and order."""

import pytest
from django.urls import reverse

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.programme.directory.tests.factories import queries_of
from inroads.programme.passports.actions import (
    add_skill,
    begin_with_our_list,
    change_skill,
    restore_skill,
    retire_skill,
)
from inroads.programme.passports.models import Skill
from inroads.programme.passports.tests.factories import a_skill

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")
SKILLS = "/passports/skills/"


def names() -> list[str]:
    return [skill.name for skill in Skill.objects.all()]


def test_a_place_without_skills_starts_with_our_list(manager, signed_in):
    client = signed_in(manager)
    assert "Start with our list" in client.get(SKILLS).text

    page = client.post(f"{SKILLS}begin/", follow=True).text

    assert len(names()) == 6
    assert all(name in page for name in names())
    assert "Start with our list" not in page
    again = client.post(f"{SKILLS}begin/")
    assert again.status_code == 409
    assert len(names()) == 6


def test_a_skill_is_added_changed_retired_and_restored_and_each_is_recorded():
    skill = add_skill(name="Keeping in touch", by=SAMPLE)
    skill = change_skill(skill, name="Writing to people", meaning="I write", position=1, by=SAMPLE)
    skill = retire_skill(retire_skill(skill, by=SAMPLE), by=SAMPLE)
    skill = restore_skill(skill, by=SAMPLE)

    assert (skill.name, skill.meaning, skill.retired) == ("Writing to people", "I write", False)
    verbs = Event.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["skill.added", "skill.changed", "skill.retired", "skill.restored"]
    assert Event.objects.get(verb="skill.changed").changes["name"] == [
        "Keeping in touch",
        "Writing to people",
    ]


def test_two_skills_never_share_a_name_in_any_case():
    begin_with_our_list(by=SAMPLE)
    other = Skill.objects.last()

    with pytest.raises(Refused, match="already a skill"):
        add_skill(name="STAYING safe".swapcase(), by=SAMPLE)
    with pytest.raises(Refused, match="already a skill"):
        change_skill(other, name="using a device", meaning="", position=6, by=SAMPLE)


def test_a_name_taken_meanwhile_is_refused_and_no_fault(monkeypatch):
    a_skill(name="Staying safe")
    monkeypatch.setattr(
        "inroads.programme.passports.actions.skills._refuse_taken_name", lambda *_, **__: None
    )

    with pytest.raises(Refused, match="already a skill"):
        add_skill(name="Staying safe", by=SAMPLE)
    assert Skill.objects.count() == 1


@pytest.mark.parametrize(
    ("position", "order"), [(1, "CABD"), (2, "ACBD"), (3, "ABCD"), (4, "ABDC"), (100, "ABDC")]
)
def test_a_skill_is_put_elsewhere_and_the_others_close_up(manager, signed_in, position, order):
    skills = {name: a_skill(name=name) for name in "ABCD"}

    signed_in(manager).post(
        reverse("passports_skills_change", args=[skills["C"].pk]),
        {"name": "C", "meaning": "", "position": position},
    )

    assert "".join(names()) == order
    assert [skill.position for skill in Skill.objects.all()] == [1, 2, 3, 4]


def test_what_is_wrong_is_said_and_changes_nothing(manager, signed_in, skill):
    client, address = signed_in(manager), reverse("passports_skills_change", args=[skill.pk])

    for wrong in ({"name": ""}, {"name": "x" * 61}, {"position": "0"}, {"position": "9" * 30}):
        sent = {"name": "New", "meaning": "", "position": "1"} | wrong
        assert client.post(address, sent).status_code == 422

    assert client.post(f"{SKILLS}add/", {"name": skill.name}).status_code == 422
    assert names() == [skill.name]


def test_markup_in_a_skill_stays_text_wherever_it_is_read(manager, signed_in, passport):
    client, hostile = signed_in(manager), '<img src=x onerror="x">{{ x }}'
    client.post(f"{SKILLS}add/", {"name": hostile, "meaning": "</li><script>x</script>"})

    assert names() == [hostile]
    for address in (
        SKILLS,
        "/passports/",
        passport.get_absolute_url(),
        reverse("passports_print", args=[passport.batch]),
        reverse("passports_skills_change", args=[Skill.objects.get().pk]),
    ):
        page = client.get(address).text
        assert "<img src=x" not in page
        assert "<script>x" not in page
        assert "&lt;img src=x" in page


def test_who_may_stamp_but_not_run_the_programme_changes_no_skill(
    champion, helper, signed_in, skill
):
    client = signed_in(helper)

    assert client.get(SKILLS).status_code == 403
    assert client.post(f"{SKILLS}begin/").status_code == 403
    assert client.post(f"{SKILLS}add/", {"name": "x"}).status_code == 403
    for verb in ("change", "retire", "restore"):
        address = reverse(f"passports_skills_{verb}", args=[skill.pk])
        assert client.post(address, {"name": "x", "position": 1}).status_code == 404
    assert names() == [skill.name]


def test_the_list_costs_the_same_however_many_skills_there_are(manager, signed_in):
    client, costs = signed_in(manager), []
    for _ in range(2):
        for _ in range(5):
            a_skill()
        costs.append(queries_of(client, SKILLS))

    assert costs[0] == costs[1]
