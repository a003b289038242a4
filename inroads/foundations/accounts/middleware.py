"""Staff prove who they are in two ways, except in the sample place."""


def second_factor(get_response):
    """Passes everyone on for now."""
    return get_response
