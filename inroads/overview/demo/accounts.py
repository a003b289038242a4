"""Who can sign in to the sample place."""

from typing import NamedTuple

from inroads.foundations.organisations.models import Role

# It is printed and shown on purpose: it opens nothing but invented people.
DEMO_PASSWORD = "wessex in the rain"  # noqa: S105


class DemoUser(NamedTuple):
    """One sign-in: what they are, who they are, and where they work."""

    email: str
    sentence: str
    name: str
    organisation: str
    role: Role


COUNCIL = "Wessex Council"
SURGERY = "Sherton Surgery"
HOMES = "Melchester Homes"

DEMO_USERS = [
    DemoUser("manager@wessex.example", "Programme manager", "Bathsheba Everdene", COUNCIL, Role.MANAGER),
    DemoUser("coordinator@wessex.example", "Coordinator", "Gabriel Oak", COUNCIL, Role.COORDINATOR),
    DemoUser("champion@wessex.example", "Community champion", "Diggory Venn", COUNCIL, Role.CHAMPION),
    DemoUser("referrer@wessex.example", "Referrer at Sherton Surgery", "Marty South", SURGERY, Role.REFERRER),
    DemoUser("homes@wessex.example", "Referrer at Melchester Homes", "Jude Fawley", HOMES, Role.REFERRER),
    DemoUser("admin@wessex.example", "Administrator of Sherton Surgery", "Grace Melbury", SURGERY, Role.PARTNER_ADMIN),
    DemoUser("auditor@wessex.example", "Auditor", "Donald Farfrae", COUNCIL, Role.AUDITOR),
    DemoUser("safeguarding@wessex.example", "Safeguarding lead", "Elizabeth-Jane Newson", COUNCIL, Role.SAFEGUARDING),
]  # fmt: skip
