"""NemoVideo, tried: an account, a session, a clip, a turn, a film."""

from bots.ops.live.nemovideo.account import ACCOUNT
from bots.ops.live.nemovideo.api import NemoVideo
from bots.ops.live.nemovideo.film import FILM
from bots.ops.live.nemovideo.material import MATERIAL
from bots.ops.live.nemovideo.turn import TURN

__all__ = ["PROBES", "NemoVideo"]

PROBES = (*ACCOUNT, *MATERIAL, *TURN, *FILM)
