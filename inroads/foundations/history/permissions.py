"""Who may read the history."""


def can_read_history(user) -> bool:
    """The auditor and the programme manager of the organisation that leads read the whole history.

    Roles are kept in `organisations`, which stands above this app; so they are reached from the user.
    """
    if not user.is_authenticated:
        return False
    return user.memberships.filter(
        organisation__leads=True, role__in=["manager", "auditor"]
    ).exists()
