"""E-mails that Django and allauth send go through the outbox too."""

from django.core.mail.backends.locmem import EmailBackend as OutboxBackend  # noqa: F401
