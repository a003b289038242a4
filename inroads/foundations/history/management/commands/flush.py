"""Django's own command that empties a database, which the seal on the history would stop."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from inroads.foundations.history.sealing import TABLE, unsealed


class Command(flush.Command):
    """Tests with real transactions call it after each test."""

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        if TABLE not in connection.introspection.table_names():
            super().handle(**options)
            return
        with unsealed(connection):
            super().handle(**options)
