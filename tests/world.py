"""A small world around the cast, in which every page has something to show."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import today
from inroads.foundations.exchange.models import Upload
from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.models import Agreement, Membership, Organisation, Team
from inroads.foundations.places.models import Area, Boundary, StatisticValue
from inroads.overview.planning.actions import put_in
from inroads.overview.planning.models import Change
from inroads.overview.planning.tests.factories import a_pair, a_run, a_scenario, a_statistic
from inroads.programme.champions.models import CalendarLink, RoleCheck, Shift, Thanks, Tip
from inroads.programme.directory.models import Schedule
from inroads.programme.help.models import Concern, RecordingLink, Sheet, VenueLink, Visit
from inroads.programme.help.queries import digest_of
from inroads.programme.passports.tests.factories import a_passport, a_skill, a_stamp
from inroads.programme.referrals.tests import factories as make
from inroads.programme.timetable.models import Closure, Session
from tests.architecture.model_rules import our_models

SECRET = "a-secret-that-nobody-guesses"
VENUE_SECRET = "a-secret-on-the-wall"
CALENDAR_SECRET = "a-secret-in-a-telephone"
JOURNEY = UUID(int=7)
CROWD = 9
# Markup, a way out of an attribute, and a formula.
SCRIPT = "=<script>x</script>'\""
# Text that our own program writes: keys, codes, addresses of a fixed form.
WRITTEN_BY_US = {
    "area.code", "statistic.key", "statistic.out_of", "upload.importer", "upload.file", "upload.digest",
    "upload.public_id", "agreement.public_id", "topic.public_id", "message.once",
    "message.about", "message.provider_id",
    "calendarlink.digest", "recordinglink.digest", "venuelink.digest", "venue.source_key", "user.password",
}  # fmt: skip
SQUARE = {"type": "Polygon", "coordinates": [[[-2.5, 50.9], [-2.5, 51], [-2.4, 51], [-2.5, 50.9]]]}


@pytest.fixture
def world(council, surgery, housing, agreement, manager, helper) -> SimpleNamespace:
    """One of each thing: a referral of the surgery, accepted, with a step; places, people, messages."""
    now = timezone.now()
    council_area = Area.objects.create(kind="lad", vintage=2024, code="E06000059", name="Wessex")
    ward = Area.objects.create(
        kind="ward", vintage=2025, code="E05000001", name="Sherton", council=council_area
    )
    areas = [
        Area.objects.create(
            kind="lsoa", vintage=2021, code=f"E0100000{number}", name=f"Wessex 00{number}A",
            parent=ward, council=council_area, lat=50.95, lon=-2.5,
        )
        for number in (1, 2, 3)
    ]  # fmt: skip
    area = areas[0]
    Boundary.objects.bulk_create(Boundary(area=each, geometry=SQUARE) for each in areas)
    statistics(areas)
    topic = make.a_topic(guide="Open the app.\nAsk for help if you are not sure.")
    venue = make.a_venue(ward=ward)
    champion = make.a_champion(
        council, venue=venue, topics=[topic], phone="+447700900123", capacity=40
    )
    champion.person.user = helper
    champion.person.save()
    session = make.a_session(council, venue)
    other_session = make.a_session(council, venue, days=5)
    shift = make.a_shift(champion, other_session)
    other_champion = make.a_champion(council, venue=venue, network="workplace")
    offered = make.a_shift(other_champion, make.a_session(council, venue, days=6))
    Shift.objects.filter(pk=offered.pk).update(offered_at=now)
    Thanks.objects.create(champion=champion, words="He was so patient", given_on=today())
    tip = Tip.objects.create(words="Let them hold the device", starts_on=today())
    role_check = RoleCheck.objects.create(network="design", kind="references", why="They see it")
    service = session.service
    schedule = Schedule.objects.create(
        service=service, venue=venue, weekday=3, starts="10:00", ends="12:00", capacity=8,
        valid_from=today(),
    )  # fmt: skip
    person = make.a_person(postcode="DT9 4AA", ward=ward, small_area=area)
    make.reached_by(person, "text", "+447700900456")
    referral = make.a_referral(surgery, council, person, topics=[topic])
    step = make.agreed(make.accepted(referral), champion, session)
    waiting = make.a_referral(surgery, council, make.a_person("Marty South"), topics=[topic])
    help_record = make.a_help(person, champion=champion, topic=topic, venue=venue)
    link = RecordingLink.objects.create(
        champion=champion,
        digest=digest_of(SECRET),
        made_at=now,
        expires_at=now + timedelta(days=90),
    )
    concern = Concern.objects.create(raised_by=f"champions.champion/{champion.pk}", raised_at=now)
    visit = Visit.objects.create(
        champion=other_champion, where="3 Sheep Street", began_at=now, due_at=now
    )
    closure = Closure.objects.create(venue=venue, first=today(), last=today(), why="New boiler")
    calendar = CalendarLink.objects.create(
        venue=venue, digest=digest_of(CALENDAR_SECRET), made_at=now
    )
    venue_link = VenueLink.objects.create(venue=venue, digest=digest_of(VENUE_SECRET), made_at=now)
    skill = a_skill(meaning="I send a message")
    passport = a_stamp(a_passport(venue=venue), skill, venue=venue).passport
    a_skill()
    sheet = Sheet.objects.create(session=session, topics=[topic.pk], made_at=now)
    upload = Upload.objects.create(
        importer="areas", file="exchange/none.csv", name="areas.csv", digest="0" * 64,
        user=manager, added_at=now, status=Upload.Status.KEPT,
    )  # fmt: skip
    team = Team.objects.create(organisation=surgery, name="Reception")
    message = Message.objects.filter(person=person).first()
    run = a_run(council_area, manager, council)
    scenario = a_scenario(council_area, manager, council)
    change = put_in(scenario, Change.Kind.CLOSE, session=session, by=manager)
    unmatched = make.accepted(make.a_referral(surgery, council, make.a_person("Liddy Smallbury")))
    pair = a_pair(unmatched, champion, session, manager)
    proposal = pair.proposal
    draft = make.a_session(council, venue, days=9)
    Session.objects.filter(pk=draft.pk).update(status=Session.Status.DRAFT)
    return SimpleNamespace(**{key: value for key, value in locals().items() if key != "now"})


def statistics(areas: list[Area]) -> None:
    """A few published figures, enough for an index; the last area lacks one."""
    for key in ("pop2021", "aged75plus", "income_score", "adult_low_skills_share"):
        statistic = a_statistic(key)
        known = areas[:-1] if key == "adult_low_skills_share" else areas
        for place, area in enumerate(known, 1):
            StatisticValue.objects.create(statistic=statistic, area=area, value=place / 10)


def address(world: SimpleNamespace, name: str) -> str:
    """Where a page is in this world."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=arguments(world, name))


def arguments(world: SimpleNamespace, name: str) -> list[Any]:
    """What the address of a page needs, by the page's name."""
    membership = world.surgery.memberships.filter(role="referrer").first() or SimpleNamespace(pk=0)
    consent, holding = world.person.consents.first(), world.council.holdings.first()
    chosen = {
        "accounts_invitation": ["nobody-was-invited"],
        "design_failure": ["409"],
        "organisations_team_change": [world.surgery.pk, world.team.pk],
        "organisations_team_remove": [world.surgery.pk, world.team.pk],
        "organisations_member_change": [world.surgery.pk, membership.pk],
        "organisations_member_remove": [world.surgery.pk, membership.pk],
        "organisations_member_invite_again": [world.surgery.pk, membership.pk],
        "organisations_agreement_end": [world.agreement.public_id],
        "exchange_new": ["areas"],
        "places_council": [world.council_area.code],
        "places_area": [world.area.pk],
        "people_withdraw": [world.person.pk, consent.pk],
        "people_let_go": [holding.person_id, holding.pk],
        "directory_guide": [world.topic.public_id],
        "directory_times_change": [world.schedule.pk],
        "directory_times_end": [world.schedule.pk],
        "timetable_times_add": [world.service.pk],
        "timetable_bookings_cancel": [world.step.booking.pk],
        "champions_add_known": [world.person.pk],
        "champions_for_session": [world.other_session.pk],
        "champions_promise": [world.champion.pk, world.session.pk],
        "champions_withdraw": [world.shift.pk],
        "champions_calendar": [CALENDAR_SECRET],
        "champions_calendars": [],
        "champions_calendars_make": [world.venue.pk],
        "champions_calendars_revoke": [world.calendar.pk],
        "champions_offer": [world.shift.pk],
        "champions_keep": [world.shift.pk],
        "champions_take": [world.champion.pk, world.offered.pk],
        "champions_apply": [],
        "champions_tip_remove": [world.tip.pk],
        "champions_roles_no_longer": [world.role_check.pk],
        "passports_print": [world.passport.batch],
        "passports_stamp": [world.passport.code],
        "passports_take_back": [world.passport.code, world.skill.pk],
        "help_record": [SECRET],
        "help_concern": [SECRET],
        "help_concern_show": [world.concern.sender_id],
        "help_concern_acknowledge": [world.concern.sender_id],
        "help_mine_concern": [],
        "help_concerns": [],
        "help_attendance": [SECRET],
        "help_mine_attendance": [],
        "help_visit": [SECRET],
        "help_mine_visit": [],
        "help_visits": [],
        "help_visits_end": [world.visit.pk],
        "help_tally": [SECRET],
        "help_mine_tally": [],
        "help_tallies": [],
        "help_kiosk": [VENUE_SECRET],
        "help_kiosk_codes": [],
        "help_kiosk_make": [world.venue.pk],
        "help_kiosk_revoke": [world.venue_link.pk],
        "help_remind": [world.session.pk],
        "help_sheets_make": [world.session.pk],
        "help_sheets": [],
        "help_kept": [SECRET],
        "help_manifest": [SECRET],
        "help_thanks": [SECRET, world.help_record.sender_id],
        "help_take_back": [SECRET, world.help_record.sender_id],
        "help_mine_take_back": [world.help_record.sender_id],
        "help_correct": [world.help_record.sender_id],
        "help_mine_thanks": [world.help_record.sender_id],
        "help_links_send": [world.link.pk],
        "help_links_revoke": [world.link.pk],
        "referrals_refer": [world.surgery.pk, JOURNEY, "need"],
        "referrals_accept": [world.waiting.pk],
        "referrals_decline": [world.waiting.pk],
        "referrals_withdraw": [world.waiting.pk],
        "referrals_choose": [world.referral.pk, world.champion.pk, world.other_session.pk],
        "referrals_cancel_step": [world.step.pk],
        "referrals_card": [world.step.pk],
        "home_person": [world.person.pk],
        "planning_matching": [],
        "planning_matching_propose": [],
        "planning_proposal_pair": [world.proposal.public_id, world.pair.pk],
        "planning_scenario_take_out": [world.scenario.public_id, world.change.pk],
        "timetable_posters": [],
        "timetable_poster": [world.venue.pk],
        "timetable_close": [],
        "timetable_closures": [],
        "timetable_open": [world.closure.pk],
        "timetable_confirm": [world.draft.pk],
        "timetable_discard": [world.draft.pk],
        "planning_run": [world.run.public_id],
        "planning_need_area": [world.council_area.code, world.area.code],
    }
    by_place = [
        ("organisations_", [world.surgery.pk]),
        ("exchange_", [world.upload.public_id]),
        ("places_venue", [world.venue.pk]),
        ("people_", [world.person.pk]),
        ("notifications_", [world.message.reference]),
        ("directory_topics_", [world.topic.pk]),
        ("directory_", [world.service.pk]),
        ("timetable_", [world.session.pk]),
        ("champions_", [world.champion.pk]),
        ("help_links", [world.champion.pk]),
        ("help_sheets_", [world.sheet.code]),
        ("passports_skills_", [world.skill.pk]),
        ("referrals_", [world.referral.pk]),
        ("planning_run_", [world.run.public_id]),
        ("planning_proposal", [world.proposal.public_id]),
        ("planning_scenarios", [world.council_area.code]),
        ("planning_scenario", [world.scenario.public_id]),
        ("planning_", [world.council_area.code]),
    ]
    if name in chosen:
        return chosen[name]
    return next((given for start, given in by_place if name.startswith(start)), [])


@pytest.fixture
def crowded_world(world) -> SimpleNamespace:
    """The same world with many more of everything that pages list."""
    for number in range(CROWD):
        topic = make.a_topic(f"Topic {number}")
        venue = make.a_venue(f"Venue {number}", ward=world.ward)
        champion = make.a_champion(
            world.council, f"Champion {number}", venue=venue, topics=[topic], languages=["en", "pl"]
        )
        session = make.a_session(world.council, venue, days=number + 10)
        make.a_shift(champion, session)
        make.a_shift(world.champion, session)
        person = make.a_person(f"Person {number}", postcode="DT9 4AA", ward=world.ward)
        make.reached_by(person, "text", f"+4477009008{number:02}")
        make.a_help(person, champion=champion, topic=topic, venue=venue)
        a_stamp(world.passport, a_skill(), venue=venue)
        a_stamp(a_passport(batch=world.passport.batch, venue=venue), world.skill, venue=venue)
        referral = make.a_referral(world.surgery, world.council, person, topics=[topic])
        make.a_referral(world.surgery, world.council, world.person, topics=[topic])
        if number % 2:
            make.agreed(make.accepted(referral), champion, session)
        make.agreed(world.referral.route, world.champion, session)
        Team.objects.create(organisation=world.surgery, name=f"Team {number}")
        partner = Organisation.objects.create(name=f"Partner {number}", kind="charity")
        Agreement.objects.create(
            giver=world.surgery, receiver=partner, purpose="referring", starts_on=today()
        )
        user = User.objects.create(email=f"user{number}@sherton.example")
        Membership.objects.create(user=user, organisation=world.surgery, role="referrer")
    return world


@pytest.fixture
def hostile_world(world) -> SimpleNamespace:
    """The world, with a script and a formula in every text that a person can type."""
    changed = 0
    for model in our_models():
        for field in model._meta.concrete_fields:
            if can_be_typed(field):
                for key in model.objects.values_list("pk", flat=True):
                    text = f"{SCRIPT}{key}" if field.unique else SCRIPT
                    changed += model.objects.filter(pk=key).update(**{field.name: text})
    assert changed > 20
    return world


def can_be_typed(field: models.Field) -> bool:
    """A text field long enough for the script, without choices or a form of its own."""
    name = f"{field.model._meta.model_name}.{field.name}"
    plain = type(field) in (models.CharField, models.TextField)
    long_enough = (field.max_length or 1000) > len(SCRIPT) + 10
    sealed = field.model._meta.app_label == "history"
    return plain and long_enough and not field.choices and not sealed and name not in WRITTEN_BY_US
