"""What the tests themselves forbid: unknown template variables, warnings, the network."""

import socket
import warnings

import pytest
from django.template import engines


def test_a_template_with_an_unknown_variable_fails():
    template = engines["django"].from_string("{{ nobody_set_this }}")

    with pytest.raises(pytest.fail.Exception, match="nobody_set_this"):
        template.render({})


def test_a_warning_is_an_error():
    with pytest.raises(UserWarning):
        warnings.warn("old", UserWarning, stacklevel=1)


@pytest.mark.parametrize("way", ["connect", "connect_ex"])
def test_another_machine_cannot_be_reached(way):
    with socket.socket() as caller, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        getattr(caller, way)(("192.0.2.1", 80))


def test_nothing_is_sent_to_another_machine_without_a_connection():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as caller,
        pytest.raises(RuntimeError, match=r"192\.0\.2\.1"),
    ):
        caller.sendto(b"?", ("192.0.2.1", 53))
