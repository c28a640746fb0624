"""Who is welcome."""

import pytest

from core.intake.admission import admitted
from core.model.chat import Address, Sender

HERE, ANNA = Address("telegram", "-100", "7"), Sender("42")


@pytest.mark.parametrize("allow", [(), ("telegram",), ("telegram:-100",), ("discord", "telegram:@42")])
def test_an_entry_of_the_list_admits_whom_it_names(allow):
    assert admitted(allow, HERE, ANNA)


@pytest.mark.parametrize(
    "allow", [("discord",), ("telegram:-1",), ("telegram:42",), ("telegram:@4",), ("discord:@42",)]
)
def test_others_are_not(allow):
    assert not admitted(allow, HERE, ANNA)
