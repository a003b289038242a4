"""Everyone who waits is matched at once, by hard rules and a policy that is chosen; a person decides on each pair."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.foundations.people.actions import erase_person
from inroads.foundations.places.models import Area, AreaKind
from inroads.overview.planning.models import ProposedPair
from inroads.overview.planning.proposing import AGREED, Way, matching_of
from inroads.overview.planning.tests.factories import a_pair, proposed, wessex
from inroads.overview.planning.waiting import in_the_matching, offers_for
from inroads.programme.champions.models import Champion
from inroads.programme.referrals.models import Step
from inroads.programme.referrals.permissions import received_referrals
from inroads.programme.referrals.tests import factories as make

Status = ProposedPair.Status
MATCHING = "/planning/matching/"
# On foot one gets about 3.7 km in an hour; a degree of latitude is 111 km.
KM = 1 / 111.2


def why_not(reader, **chosen) -> str:
    pair = proposed(reader, **chosen).pairs.get()
    assert pair.status == Status.NOBODY
    return pair.reasons[0]


def test_who_waits_is_proposed_who_fits_with_the_reasons(reader, waits, session, giles):
    route = waits()

    proposal = proposed(reader)

    pair = proposal.pairs.get()
    assert (pair.route, pair.champion, pair.session) == (route, giles, session)
    page = reader.get(proposal.get_absolute_url())
    assert "Helps with online banking" in page.text
    assert "Less than half a mile away" in page.text
    assert proposal.proved


def test_nothing_happens_by_proposing(reader, waits, session):
    waits()

    proposed(reader)

    session.refresh_from_db()
    assert session.taken == 0
    assert not Step.objects.exists()


def test_the_one_in_more_need_comes_first(reader, waits, session, giles):
    wessex()
    poor, rich = (
        Area.objects.filter(kind=AreaKind.LSOA).order_by(order).first()
        for order in ("-code", "code")
    )
    waits("Rich", days=30, small_area=rich)
    waits("Poor", days=1, small_area=poor)

    proposal = proposed(reader)

    assert str(proposal.pairs.get(status=Status.PROPOSED).route.referral.person) == "Poor"
    left = proposal.pairs.get(status=Status.NOBODY)
    assert left.reasons == [
        "All who fit, or the last places with them, go to people who come first"
    ]


def test_each_policy_says_what_it_would_do(reader, waits, session):
    waits()

    page = reader.get(MATCHING)

    assert len(page.context["policies"]) == 3
    assert {row.total for row in page.context["policies"]} == {"1 of 1"}


def test_nobody_is_matched_who_shares_no_language(reader, waits, session):
    waits(languages=["pl"])

    assert why_not(reader) == "No active champion speaks Polish"


def test_nobody_is_matched_who_does_not_know_every_topic(reader, waits, session, banking):
    waits(topics=[banking, make.a_topic("Photographs")])

    assert "helps with all of: Online banking and Photographs" in why_not(reader)


def test_nobody_is_matched_too_far_away(reader, waits, session):
    waits(postcode="DT9 9ZZ")

    assert "minutes away; you chose 60 at most" in why_not(reader)


def test_nobody_is_matched_with_a_full_session(reader, waits, session):
    session.capacity = session.taken = 1
    session.save()
    waits()

    assert "no session with a place left" in why_not(reader)


def test_nobody_is_matched_with_a_draft(reader, waits, session):
    session.status = "draft"
    session.save()
    waits()

    assert "no session with a place left" in why_not(reader)


def test_nobody_is_matched_while_they_are_elsewhere(reader, waits, session, council, hall):
    route = waits()
    make.agreed(
        make.accepted(
            make.a_referral(council, council, route.referral.person),
        ),
        make.a_champion(council, "Marty South", venue=hall),
        session,
    )

    pair = proposed(reader).pairs.get(route=route)

    assert pair.status == Status.NOBODY
    assert "has a place elsewhere" in pair.reasons[0]


def test_nobody_helps_themselves(reader, surgery, council, banking, hall, session, giles):
    make.accepted(make.a_referral(surgery, council, giles.person, topics=[banking]))

    assert proposed(reader).pairs.get().status == Status.NOBODY


def test_who_lives_nobody_knows_where_is_matched_all_the_same(reader, waits, session):
    waits(postcode="")

    pair = proposed(reader).pairs.get()

    assert pair.minutes == 60
    assert pair.reasons[0] == "It is not known how far it is"


def test_whoever_changed_their_mind_is_not_in_it(reader, waits, session):
    route = waits()
    consent = route.referral.consent
    consent.withdrawn_at = timezone.now()
    consent.save()

    answer = reader.post(f"{MATCHING}propose/", {})

    assert answer.status_code == 409
    assert "Nobody waits" in answer.text


def test_seats_at_one_session_are_given_once(reader, waits, council, hall, banking, giles):
    make.a_session(council, hall, capacity=1)
    make.a_champion(council, "Marty South", venue=hall, topics=[banking], capacity=1)
    waits("One")
    waits("Two")

    pairs = proposed(reader).pairs

    assert pairs.filter(status=Status.PROPOSED).count() == 1
    assert "last places" in pairs.get(status=Status.NOBODY).reasons[0]


def test_whom_a_full_session_turns_away_comes_to_the_next_one_of_the_same_champion(
    reader, waits, council, hall, giles
):
    giles.capacity = 3
    giles.save()
    make.a_session(council, hall, capacity=1)
    later = make.a_session(council, hall, days=6)
    waits("One", days=3), waits("Two", days=2), waits("Three", days=1)

    proposal = proposed(reader)

    held = list(proposal.pairs.values_list("session", flat=True))
    assert held.count(later.pk) == 2
    assert not proposal.proved
    assert "not ruled out" in reader.get(proposal.get_absolute_url()).text


def test_the_table_of_policies_counts_only_those_who_get_a_place(
    reader, waits, council, hall, banking, giles
):
    make.a_session(council, hall, capacity=1)
    make.a_champion(council, "Marty South", venue=hall, topics=[banking], capacity=1)
    waits("One"), waits("Two")

    page = reader.get(MATCHING)

    assert {row.total for row in page.context["policies"]} == {"1 of 2"}


def test_the_way_to_an_agreed_session_is_known_though_it_is_full(
    reader, waits, session, giles, council, hall, manager
):
    session.capacity = 1
    session.save()
    make.agreed(waits("Agreed"), giles, session)
    at = timezone.now()
    waiting = in_the_matching(received_referrals(manager), at, today())

    asked = matching_of(
        waiting, offers_for(waiting, Champion.objects.all(), at, today()), travel="bus", limit=60
    )

    assert asked.ways == [{0: [Way(AGREED, 0)]}]


def test_an_agreed_pair_is_kept(reader, waits, session, giles, council, hall, banking):
    giles.capacity = 2
    giles.save()
    make.agreed(waits("Agreed"), giles, session)
    waits("Waiting")

    proposal = proposed(reader)

    assert [str(pair.route.referral.person) for pair in proposal.pairs.all()] == ["Waiting"]


def test_an_agreed_pair_is_parted_only_so_that_nobody_is_left_without(
    reader, only_by_moving, giles, council, hall
):
    agreed, marty, waiting = only_by_moving
    later = make.a_session(council, hall, days=5)

    pairs = {pair.route: pair for pair in proposed(reader).pairs.all()}

    moved = pairs[agreed.route]
    assert (moved.was, moved.champion, moved.session) == (giles, marty, later)
    assert pairs[waiting].champion == giles


def test_if_that_is_chosen_an_agreed_pair_is_never_parted(reader, only_by_moving, council, hall):
    make.a_session(council, hall, days=5)

    proposal = proposed(reader, keep="never")

    assert proposal.pairs.get().status == Status.NOBODY


def test_where_one_more_place_would_help_is_read_off_the_prices(reader, waits, session, giles):
    waits("One")
    waits("Two")

    proposal = proposed(reader)

    wanted = proposal.wanted.get()
    assert (wanted.champion, wanted.serves) == (giles, 1)
    assert "1 person more is helped" in reader.get(proposal.get_absolute_url()).text


def test_opened_later_it_shows_the_same(reader, waits, session, giles):
    waits()
    proposal = proposed(reader)
    before = reader.get(proposal.get_absolute_url()).context["rows"]

    giles.status, giles.capacity = "resting", 0
    giles.save()

    assert reader.get(proposal.get_absolute_url()).context["rows"] == before


def test_whoever_is_forgotten_is_in_no_proposal_any_more(reader, waits, session, giles, manager):
    route = waits()
    proposal = proposed(reader)

    erase_person(route.referral.person, at=timezone.now(), by=manager)

    assert not proposal.pairs.exists()
    assert "Grace" not in reader.get(proposal.get_absolute_url()).text


def test_only_who_arranges_help_sees_a_proposal(
    signed_in, waits, session, giles, manager, referrer, helper, partner_admin, stranger
):
    pair = a_pair(waits(), giles, session, manager)

    for other in (referrer, helper, partner_admin, stranger):
        assert signed_in(other).get(MATCHING).status_code == 403
        assert signed_in(other).get(pair.proposal.get_absolute_url()).status_code == 404


def test_what_is_chosen_wrongly_is_said_beside_it(reader, waits, session):
    page = reader.get(MATCHING, {"policy": "mine", "minutes": "9999"})

    assert page.status_code == 422
    assert "Choose who is helped first" in page.text
    assert "Choose the longest journey" in page.text
    assert reader.post(f"{MATCHING}propose/", {"policy": "mine"}).status_code == 409


def test_more_who_wait_ask_the_database_no_more(
    reader, waits, session, giles, council, hall, banking
):
    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(address).status_code == 200
        return len(asked)

    waits("One")
    proposal = proposed(reader)
    queries(MATCHING)
    few = queries(MATCHING), queries(proposal.get_absolute_url())
    giles.capacity = 9
    giles.save()
    for number in range(4):
        waits(f"Another {number}")
        make.a_champion(council, f"Champion {number}", venue=hall, topics=[banking])

    assert (queries(MATCHING), queries(proposed(reader).get_absolute_url())) == few
