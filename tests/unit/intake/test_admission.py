"""Who is meant by an entry, and what holds in a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.access import AccessLists, Place, entries_about, policy_of, refusal_of, told_entries
from core.model.access_entries import Policy, entry_of, place_policy, policies_in
from core.model.access_rules import RuleKind
from core.model.chat import Address, Sender
from core.model.requests import InternalReply

PLATFORMS = ("telegram", "discord", "web")
TOPIC, ANNA = Place(Address("telegram", "-100", "7"), private=False), Sender("42")
DIRECT = Place(Address("telegram", "42"), private=True)
THREAD = Place(Address("discord", "456", "789"), private=False, channel="700")
EDITOR = Sender("42", roles=("5", "6"))


@pytest.mark.parametrize(
    ("place", "sender", "entry"),
    [
        (TOPIC, ANNA, "telegram"),
        (TOPIC, ANNA, "telegram:-100"),
        (TOPIC, ANNA, "telegram:-100:7"),
        (TOPIC, ANNA, "telegram:@42"),
        (TOPIC, ANNA, "telegram:groups"),
        (DIRECT, ANNA, "telegram:direct"),
        (DIRECT, ANNA, "telegram:42"),
        (THREAD, EDITOR, "discord:guild:456"),
        (THREAD, EDITOR, "discord:456:700"),
        (THREAD, EDITOR, "discord:guild:456:789"),
        (THREAD, EDITOR, "discord:role:6"),
    ],
)
def test_an_entry_names_whoever_it_is_about(place, sender, entry):
    assert entry_of(entry, PLATFORMS) in entries_about(place, sender)


@pytest.mark.parametrize(
    ("place", "sender", "entry"),
    [
        (TOPIC, ANNA, "discord"),
        (TOPIC, ANNA, "telegram:-1"),
        (TOPIC, ANNA, "telegram:42"),
        (TOPIC, ANNA, "telegram:@4"),
        (TOPIC, ANNA, "telegram:-100:8"),
        (TOPIC, ANNA, "telegram:direct"),
        (TOPIC, ANNA, "discord:@42"),
        (DIRECT, ANNA, "telegram:groups"),
        (THREAD, EDITOR, "discord:role:42"),
        (THREAD, EDITOR, "discord:@5"),
        (THREAD, EDITOR, "discord:456:701"),
        (THREAD, ANNA, "discord:role:5"),
    ],
)
def test_and_nobody_else(place, sender, entry):
    assert entry_of(entry, PLATFORMS) not in entries_about(place, sender)


@pytest.mark.parametrize(
    "text",
    [
        *("telegrm", "telegram:", "telegram:@joe", "telegram:@", "telegram:-100:", "telegram:-100:x", "telegram:group"),
        *("telegram:role:5", "telegram:guild:5", "discord:-5", "discord:guild:", "discord:role:", "discord:role:mods"),
        *("discord:456:789:1", "discord:server:5", "telegram:①", "", ":", "telegram:5\n6"),
    ],
)
def test_what_can_be_nobodys_is_no_entry(text):
    with pytest.raises(ValueError, match="nobody"):
        entry_of(text, PLATFORMS)


@given(st.sampled_from(PLATFORMS), st.text(max_size=12))
def test_an_entry_has_one_spelling(platform, rest):
    try:
        entry = entry_of(f"{platform}:{rest}", PLATFORMS)
    except ValueError:
        return
    assert entry_of(entry, PLATFORMS) == entry


@pytest.mark.parametrize("text", ["telegram:@42=open", "discord:role:5=closed", "telegram=close", "telegram", "=open"])
def test_a_policy_is_of_a_place_and_is_one_of_three(text):
    with pytest.raises(ValueError, match=r".+"):
        place_policy(text, PLATFORMS)


@pytest.mark.parametrize(
    ("written", "place", "policy"),
    [
        ((), TOPIC, "open"),
        (("telegram=closed",), TOPIC, "closed"),
        (("telegram=closed", "telegram:groups=admins"), TOPIC, "admins"),
        (("telegram=closed", "telegram:groups=admins"), DIRECT, "closed"),
        (("telegram:groups=closed", "telegram:-100=open"), TOPIC, "open"),
        (("telegram:-100 = OPEN", "telegram:-100:7=closed"), TOPIC, "closed"),
        (("discord:guild:456=closed", "discord:456:700=admins"), THREAD, "admins"),
        (("discord:456:700=closed", "discord:guild:456:789=open"), THREAD, "open"),
        (("discord:groups=closed",), TOPIC, "open"),
    ],
)
def test_the_most_specific_entry_about_a_place_wins(written, place, policy):
    policies = policies_in([place_policy(one, PLATFORMS) for one in written])
    assert policy_of(policies, [place]) is Policy(policy)


def test_the_entry_of_a_group_wins_over_that_of_all_groups_also_when_it_names_its_former_address():
    policies = {"telegram:groups": Policy.CLOSED, "telegram:-4001": Policy.OPEN}
    places = [TOPIC, TOPIC.at(Address("telegram", "-4001"))]
    assert policy_of(policies, places) is Policy.OPEN


def test_a_person_is_told_entries_that_can_be_written_and_would_admit_them():
    assert told_entries(DIRECT, ANNA) == ("telegram:@42",)
    assert told_entries(Place(Address("discord", "u42"), private=True), ANNA) == ("discord:@42",)
    for place, sender in ((TOPIC, ANNA), (THREAD, EDITOR)):
        told = told_entries(place, sender)
        assert len(told) == 3
        assert {entry_of(entry, PLATFORMS) for entry in told} <= {*entries_about(place, sender)}


def test_admins_are_named_as_people_by_a_role_or_as_all_of_this_machine():
    lists = AccessLists(admins=("telegram:@42", "discord:role:6", "web"))
    assert lists.is_admin("telegram", ANNA)
    assert lists.is_admin("discord", EDITOR)
    assert lists.is_admin("web", Sender("anybody"))
    assert not lists.is_admin("discord", ANNA)
    assert not lists.is_admin("telegram", Sender("4"))


@pytest.mark.parametrize("now", ["-1001234567890", "-200"])
def test_of_the_entries_of_both_addresses_of_a_group_that_of_the_present_one_counts(now):
    place = Place(Address("telegram", now), private=False)
    policies = policies_in([f"telegram:{now}=open", "telegram:-1002=closed"])
    assert policy_of(policies, [place, place.at(Address("telegram", "-1002"))]) is Policy.OPEN


@pytest.mark.parametrize(
    "text", ["telegram:-100:1", "telegram:@042", "telegram:@\uff14\uff12", "telegram:-100:0", "discord:role:\u0665"]
)
def test_what_no_message_comes_from_is_no_entry(text):
    with pytest.raises(ValueError, match="nobody"):
        entry_of(text, PLATFORMS)


@pytest.mark.parametrize(
    ("lists", "rules", "refusal"),
    [
        (AccessLists(), (), None),
        (AccessLists(), [RuleKind.BAN, RuleKind.ALLOW], InternalReply.BANNED),
        (AccessLists(allow=["telegram:-100"]), [RuleKind.BAN], InternalReply.BANNED),
        (AccessLists(allow=["telegram:-100"]), (), None),
        (AccessLists(allow=["telegram:-4001"]), (), None),
        (AccessLists(allow=["telegram:@43"]), [RuleKind.QUOTA], InternalReply.REFUSED),
        (AccessLists(allow=["telegram:@43"]), [RuleKind.ALLOW], None),
        (AccessLists(["telegram:@43"], admins=["telegram:@42"]), [RuleKind.BAN], None),
        (AccessLists(policies={"telegram": Policy.ADMINS}), (), InternalReply.PLACE_FOR_ADMINS),
        (AccessLists(admins=["telegram:@42"], policies={"telegram": Policy.ADMINS}), (), None),
        (AccessLists(admins=["telegram:@42"], policies={"telegram": Policy.CLOSED}), (), InternalReply.PLACE_CLOSED),
    ],
)
def test_who_is_served_follows_from_the_lists_and_from_what_admins_decided(lists, rules, refusal):
    places = [TOPIC, TOPIC.at(Address("telegram", "-4001"))]
    assert refusal_of(lists, places, ANNA, rules) is refusal
