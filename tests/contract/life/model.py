"""What the life of requests has to be, as plainly as it can be said: no database, no task, no time of its own.

It is told what was committed and what was seen to happen, and objects to what must not be.
"""

from dataclasses import dataclass, field

from core.model.presses import AGAIN_SECONDS
from storage.last_tries import LONGEST_SECONDS

DEATHS = 3  # so many in a row, without progress, are enough
JOIN_SECONDS = 2.5
PAUSE_SECONDS = 1.0  # of a lane after an error; doubled with each further one


@dataclass
class Life:
    """One request. `texts` are its messages, by key; times are epoch seconds."""

    number: int
    lane: str
    sender: str
    accepted_at: float
    joins_until: float
    texts: dict[str, str]
    press: object = None
    sealed: bool = False
    cancelled: bool = False
    outcome: str | None = None
    ended_at: float = 0.0
    wakes_at: float = 0.0
    asked_until: float = 0.0  # by its work, when it suspended itself
    deaths: int = 0
    begun: bool = False  # and neither suspended, nor ended, nor killed since
    begun_at: float = 0.0
    got_on: bool = False  # since it was begun
    working: bool = False
    wake_asked: bool = False
    wakes: int = 0
    woken: bool = False  # while it was begun
    given_up: bool = False
    told: int = 0  # that it is given up
    effects: list[str] = field(default_factory=list)
    sleeps: dict[str, float] = field(default_factory=dict)  # until when each has to last

    @property
    def open(self):
        return self.outcome is None

    @property
    def in_last_try(self):
        """Whether it has its last try, or will when it is begun, as long as it does not get on."""
        return self.deaths >= DEATHS - 1

    @property
    def joinable(self):
        return self.open and not self.sealed and not self.cancelled


class Model:
    """All requests there ever were, in order of acceptance."""

    def __init__(self):
        self.lives = {}
        self.receipts = set()
        self.withdrawn = set()
        self.pauses = {}  # lane → errors in a row, and when it goes on
        self.objections = []

    def require(self, true, otherwise):
        """Object to what must not be; also where an engine takes the error for one of the work."""
        if not true:
            self.objections.append(otherwise)
            raise AssertionError(otherwise)

    def open(self):
        return [life for life in self.lives.values() if life.open]

    def heads(self):
        """The first open request of each lane."""
        heads = {}
        for life in self.open():
            heads.setdefault(life.lane, life)
        return heads

    def ready(self, now):
        """Those that have to be worked on at a time, if there is a place for them: one of a lane, if any.

        Whoever is at work stays so when an older one enters the lane.
        """
        paused = {lane for lane, (_, until) in self.pauses.items() if until > now}
        working = {life.lane: life for life in self.open() if life.working}
        heads = {lane: head for lane, head in self.heads().items() if head.wakes_at <= now and lane not in paused}
        return list((heads | working).values())

    def joinable(self, sender):
        return next((one for one in reversed(self.lives.values()) if one.sender == sender and one.joinable), None)

    def refuses(self, press, now):
        """Why a button does nothing; "": it does something."""
        if press.under in self.withdrawn:
            return "ButtonWithdrawn"
        same = self._pressed(press)
        if press.once and any(life.outcome not in {"failed", "cancelled", "parked"} for life in same):
            return "DoneBefore"
        return "PressedBefore" if self.repeats(press, now) else ""

    def repeats(self, press, now):
        """Whether what a button asks for is open, or ended just now."""
        recent = [life for life in self._pressed(press) if life.open or now - life.ended_at <= AGAIN_SECONDS]
        pressed = [life for life in recent if press.under_any or life.press.under == press.under]
        return not all(map(self._chose_another_since, pressed))

    def _pressed(self, press):
        return [life for life in self.lives.values() if life.press and life.press.wire == press.wire]

    def _chose_another_since(self, earlier):
        """Whether another choice of its list was made after a press."""
        later = [life.press for life in self.lives.values() if life.press and life.number > earlier.number]
        choice, under, wire = earlier.press.choice, earlier.press.under, earlier.press.wire
        return bool(choice) and any((one.choice, one.under) == (choice, under) and one.wire != wire for one in later)

    # what is committed

    def accepted(self, life, *, begun):
        key = next(iter(life.texts))
        self.require(key not in self.receipts, f"{key} is accepted twice")
        self.require(life.number not in self.lives, f"R{life.number} is accepted twice")
        self.require(not (life.press and self.refuses(life.press, life.accepted_at)), "a press does something twice")
        self.receipts.add(key)
        self.lives[life.number] = life
        if begun:
            self.began(life.number, life.accepted_at)

    def only_received(self, key):
        self.require(key not in self.receipts, f"{key} is received twice")
        self.receipts.add(key)

    def joined(self, number, key, text, joins_until):
        life = self.lives[number]
        self.require(life.joinable, f"R{number} is joined after it was sealed, cancelled or ended")
        self.require(key not in self.receipts, f"{key} is received twice")
        self.receipts.add(key)
        life.texts[key] = text
        life.joins_until = joins_until

    def corrected(self, key, text):
        life = next(life for life in self.lives.values() if key in life.texts)
        self.require(life.joinable, f"R{life.number} is corrected after it was sealed, cancelled or ended")
        life.texts[key] = text

    def was_sealed(self, number):
        self.lives[number].sealed = True

    def was_cancelled(self, number):
        life = self.lives[number]
        self.require(life.open, f"R{number} is cancelled after its end")
        life.cancelled = True

    def woken(self, number):
        life = self.lives[number]
        self.require(life.wake_asked, f"R{number} is woken, and nobody asked for it")
        life.wakes_at = 0.0
        life.wakes += 1
        life.woken = life.begun

    def began(self, number, now):
        """The engine is about to work on it, and a death counts from now on."""
        life = self.lives[number]
        self.require(life.open, f"R{number} is begun after its end")
        self.require(life.wakes_at <= now, f"R{number} is begun although it sleeps")
        self.require(self.heads()[life.lane] is life, f"R{number} is begun before the one that was accepted before it")
        self.require(not life.begun, f"R{number} is begun while it is worked on")
        tried = [one for one in self.open() if one.in_last_try and one.begun and not one.got_on]
        beside = life.in_last_try and any(now < one.begun_at + LONGEST_SECONDS for one in tried)
        self.require(not beside, f"R{number} has its last try beside another")
        life.begun, life.got_on, life.woken, life.asked_until = True, False, False, 0.0
        life.begun_at = now
        life.sealed = life.sealed or life.joins_until <= now

    def got_on(self, number):
        self.lives[number].got_on = True

    def suspended(self, number, until, lane):
        life = self.lives[number]
        expected = 0.0 if life.woken else life.asked_until
        self.require(until == expected, f"R{number} sleeps until {until}, and not {expected}")
        self.pauses.pop(life.lane, None)
        life.wakes_at, life.lane = until, lane
        life.begun, life.deaths = False, life.deaths if life.deaths >= DEATHS else 0

    def ended(self, number, outcome, now):
        life = self.lives[number]
        self.require(life.open, f"R{number} ends twice")
        if outcome == "parked":
            self.require(life.told, f"R{number} is parked, and nobody is told")
        else:
            self.require((outcome == "cancelled") is life.cancelled, f"R{number} ends as {outcome}")
        self.pauses.pop(life.lane, None)
        life.outcome, life.ended_at, life.begun = outcome, now, False

    # what is seen of the work

    def works(self, number):
        life = self.lives[number]
        self.require(life.begun, f"R{number} is worked on, and its death would not count")
        self.require(life.deaths < DEATHS, f"R{number} is worked on after {life.deaths} deaths")
        life.working = True
        together = sum(one.working for one in self.lives.values() if one.lane == life.lane)
        self.require(together == 1, f"R{number} is worked on beside another of its lane")

    def suspends_itself(self, number, until):
        self.lives[number].asked_until = until

    def rests(self, number):
        self.lives[number].working = False

    def heard(self, number, words):
        life = self.lives[number]
        self.require(life.sealed, f"R{number} works on words that may still change")
        self.require(words == "\n".join(life.texts.values()), f"R{number} works on {words!r}")

    def happened(self, number, name):
        life = self.lives[number]
        self.require(not life.cancelled, f"R{number} does something after it was cancelled")
        self.require(name not in life.effects, f"{name} of R{number} happens twice")
        life.effects.append(name)

    def gives_up(self, number):
        life = self.lives[number]
        self.require(life.deaths >= DEATHS, f"R{number} is given up after {life.deaths} deaths")
        life.given_up = True

    def tells(self, number):
        life = self.lives[number]
        self.require(life.open and life.given_up, f"R{number} is told to be parked, and is not")
        life.told += 1

    def failed(self, number, now):
        """An error stopped the work, though not the process."""
        life = self.lives[number]
        self._count_death(life)
        errors = self.pauses.get(life.lane, (0, 0.0))[0] + 1
        self.pauses[life.lane] = errors, now + PAUSE_SECONDS * 2 ** (errors - 1)

    def died(self):
        for life in self.lives.values():
            if life.begun:
                self._count_death(life)
            life.working = False
        self.pauses.clear()

    def stopped(self):
        for life in self.lives.values():
            self.require(not life.working, f"R{life.number} is worked on after the stop")
            life.begun = False
        self.pauses.clear()

    def starts(self, now):
        """Requests that waited for more parts do so anew: the platform may have sent them meanwhile."""
        for life in self.open():
            life.wake_asked = False
            if not life.sealed and life.joins_until > life.accepted_at:
                life.joins_until = max(life.joins_until, now + JOIN_SECONDS)

    def _count_death(self, life):
        life.deaths = 0 if life.got_on else life.deaths + 1
        life.begun = False
