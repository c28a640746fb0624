"""The services of the way in, without those that it does not use."""

from types import SimpleNamespace

from core.engine.clock import SteadyTime
from core.services import Services


class SharedServices(SimpleNamespace):
    """What the way in uses of the services, with a clock; who is served is said by the real ones."""

    def __init__(self, **given):
        super().__init__(**given)
        self.steady = SteadyTime(self.clock)

    refusal, places, ban_entries = Services.refusal, Services.places, Services.ban_entries
