"""The navigation at the top of each page, by role."""

from django.http import HttpRequest
from django.urls import reverse

from inroads.overview.home.permissions import (
    administers_partner,
    audits,
    is_champion,
    refers_for_partner,
    sees_programme,
)
from inroads.programme.help.permissions import can_see_concerns

Link = tuple[str, str]  # URL name, words

FOR_STRANGERS: list[Link] = [("home", "Help near you"), ("progress_index", "Figures")]
# Who has them, and which; a user with several roles has the links of each, every one once.
BY_ROLE = [
    (
        sees_programme,
        [
            ("home", "Today"),
            ("referrals_list", "Referrals"),
            ("timetable_list", "Sessions"),
            ("champions_list", "Champions"),
            ("people_list", "People"),
            ("planning_need_councils", "Need"),
        ],
    ),
    (is_champion, [("home", "Today"), ("timetable_list", "Sessions")]),
    (
        refers_for_partner,
        [
            ("home", "Today"),
            ("referrals_begin", "Refer someone"),
            ("referrals_list_sent", "Our referrals"),
            ("timetable_list", "Sessions"),
        ],
    ),
    (
        administers_partner,
        [
            ("home", "Today"),
            ("organisations_list", "Our organisation"),
            ("referrals_list_sent", "Our referrals"),
        ],
    ),
    (audits, [("home", "Today"), ("history_list", "History")]),
    (can_see_concerns, [("home", "Today"), ("help_concerns", "Concerns")]),
]
FOR_EVERYBODY: list[Link] = [("progress_index", "Figures"), ("home_more", "More")]


def navigation(request: HttpRequest) -> dict:
    """`navigation`: the address and words of each link that this user has."""
    user = getattr(request, "user", None)
    links = FOR_STRANGERS if user is None or not user.is_authenticated else links_of(user)
    return {"navigation": [(reverse(name), words) for name, words in links]}


def links_of(user) -> list[Link]:
    """The links of each of the user's roles, every one once."""
    chosen = [link for has_role, links in BY_ROLE if has_role(user) for link in links]
    return list(dict.fromkeys([*(chosen or [("home", "Today")]), *FOR_EVERYBODY]))
