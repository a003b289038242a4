"""What each role of a champion asks, what it gives, and where it ends; and what each tier adds to it."""

from dataclasses import dataclass

from inroads.programme.champions.models import Champion

Network = Champion.Network


@dataclass(frozen=True)
class Profile:
    """A role as it is told to somebody who thinks of taking it on."""

    what: str
    asks: tuple[str, ...]
    gives: tuple[str, ...]
    ends: tuple[str, ...]


SHARED_ENDS = (
    "The person holds the device. You never type or keep a password or PIN of theirs.",
    "You give no advice on money, benefits, health or the law: you help them reach who does.",
    "What worries you about somebody’s safety goes to the safeguarding lead, the same day, and to nobody else.",
)
PROFILES = {
    Network.COMMUNITY: Profile(
        "Helps neighbours with phones, tablets and online services, at a session nearby.",
        (
            "About two hours a week or a fortnight, at a venue you choose",
            "Patience; you need not know everything",
            "Each help recorded in ten seconds",
        ),
        (
            "Half a day of training, and somebody to ask",
            "Your expenses",
            "Thanks, and word of what your help changed",
        ),
        (*SHARED_ENDS, "You do not visit homes unless it is agreed and you check in."),
    ),
    Network.WORKPLACE: Profile(
        "Helps colleagues with the tools of their work, beside their own job.",
        (
            "An hour a week, agreed with your manager",
            "Your name on the list of those whom colleagues may ask",
        ),
        (
            "Early sight of what changes in the tools",
            "Training that counts towards your own skills",
            "A line in your appraisal",
        ),
        (*SHARED_ENDS, "You do not mend equipment or change permissions: the service desk does."),
    ),
    Network.COUNCILLOR: Profile(
        "Shows what is on offer in the ward, and tells us who is left out.",
        ("An hour a month", "The ward’s page, looked at before you quote it"),
        ("Your ward on one page, with figures that are safe to quote", "Somebody to ring"),
        (*SHARED_ENDS, "You hear no names of the people who are helped."),
    ),
    Network.EMBEDDED: Profile(
        "Helps the people you meet in your own work: in a library, a surgery, at the door.",
        (
            "One question answered once a week, in fifteen seconds",
            "People who need more are referred on",
        ),
        (
            "No new password",
            "A page of short guides to hand over",
            "What became of those you referred",
        ),
        (*SHARED_ENDS, "Your employer’s rules come first."),
    ),
    Network.DESIGN: Profile(
        "Turns what people needed help with into a better online service.",
        ("A day a month with a cohort", "One improvement carried through"),
        ("Evidence from real helps", "Training in service design", "A measured before and after"),
        (*SHARED_ENDS, "You see counts, never who was helped."),
    ),
}

# What a champion takes on for other champions; nobody is ranked by it.
TIERS = {
    Champion.Tier.CHAMPION: "Helps people.",
    Champion.Tier.LEAD: (
        "Looks after a venue or a team: welcomes new champions there, and is asked first when"
        " somebody is missing."
    ),
    Champion.Tier.TRAINER: "Trains new champions, and sits beside them the first time.",
}
