"""The words that are read out to a person before they say yes."""

from inroads.foundations.organisations.models import Organisation, Purpose

WORDS = {
    Purpose.REFERRING: (
        "{organisation} would like to write down your name and how to reach you, so that we can ask"
        " others to help you. You can change your mind at any time. Is that all right with you?"
    ),
    Purpose.ARRANGING: (
        "{organisation} would like to keep your name, how to reach you and what you need help with,"
        " so that we can arrange help for you. You can change your mind at any time."
        " Is that all right with you?"
    ),
    Purpose.HELPING: (
        "{organisation} would like to keep your name and how to reach you while we help you, so that"
        " the next helper knows where we stopped. You can change your mind at any time."
        " Is that all right with you?"
    ),
}


def words_for(organisation: Organisation, purpose: str) -> str:
    """What is read out when this organisation asks to keep a person's record for this purpose."""
    return WORDS[Purpose(purpose)].format(organisation=organisation)
