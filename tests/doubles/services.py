"""The services of the way in, without those that it does not use."""

from types import SimpleNamespace

from core.services import Services


class SharedServices(SimpleNamespace):
    """What the way in uses of the services; who is served is said by the real ones."""

    refusal, places, ban_entries = Services.refusal, Services.places, Services.ban_entries
