"""What cannot be the name of a file is no address at all."""

import pytest
from django.urls import Resolver404, resolve


@pytest.mark.parametrize("name", ["\x00", "a\nb", "a b", "<b>"])
def test_an_address_that_no_file_can_have_is_not_looked_up(name):
    with pytest.raises(Resolver404):
        resolve(f"/exchange/{name}/")
