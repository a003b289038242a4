"""The published data, where they are."""

import pytest


@pytest.fixture
def shared(settings):
    """The folder of published data."""
    folder = settings.SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the published data are not here: set INROADS_SHARED")
    return folder
