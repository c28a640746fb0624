"""What the sandbox takes for granted of NemoVideo: each of its switches and limits, and the beliefs that try it.

The sandbox is a program of its own and knows nothing of the bot, so its facts are written down here. A fault plays what
is *not* believed; what it plays otherwise is the belief.
"""

from collections.abc import Mapping

NO_FACT = "not tried live: "

FAULTS: Mapping[str, tuple[str, ...]] = {
    "heartbeat": ("nemovideo.turn.heartbeat",),
    "heartbeat_seconds": ("nemovideo.turn.silence",),
    "dialect": ("nemovideo.turn.form", "nemovideo.turn.known"),
    "partials": ("nemovideo.turn.known",),
    "thought": ("nemovideo.turn.known",),
    "silent": ("nemovideo.turn.silent",),
    "applies": ("nemovideo.draft",),
    "stale_reads": ("nemovideo.turn.silent",),
    "say": (f"{NO_FACT}what the agent says is its own affair",),
    "tail": (f"{NO_FACT}it is said of some turns, and one cannot show it",),
    "screen_talk": (f"{NO_FACT}it is said of some turns, and one cannot show it",),
    "stream_error": (f"{NO_FACT}nobody can make it fail",),
    "cut": ("nemovideo.turn.close",),
    "turn_seconds": ("nemovideo.turn.silence",),
    "lingers": ("nemovideo.turn.close",),
    "goes_on": (f"{NO_FACT}nobody knows how to bring it about",),
    "goes_on_after": (f"{NO_FACT}nobody knows how to bring it about",),
    "cancel_on_disconnect": ("nemovideo.turn.left",),
    "stock_errors": ("nemovideo.refused.turn",),
    "http_codes": ("nemovideo.refused.status", "nemovideo.refused.token", "nemovideo.refused.session"),
    "draft_form": ("nemovideo.state.empty", "nemovideo.draft", "nemovideo.draft.ms", "nemovideo.draft.segments"),
    "drift": ("nemovideo.state", "nemovideo.upload.state"),
    "credits_form": ("nemovideo.credits",),
    "upload_form": ("nemovideo.upload", "nemovideo.upload.seconds", "nemovideo.upload.url"),
    "bare_token": ("nemovideo.token.user", "nemovideo.token.life"),
    "no_claim": ("nemovideo.claim",),
    "export_blocked": ("nemovideo.render.plan", "nemovideo.render.headers"),
    "render_form": ("nemovideo.render.poll", "nemovideo.render"),
    "render_seconds": ("nemovideo.render.time", "nemovideo.render.called"),
    "render_fails": ("nemovideo.render.status",),
    "render_url": ("nemovideo.render.poll", "nemovideo.film.link", "nemovideo.film", "nemovideo.film.download"),
    "odd_polls": ("nemovideo.render.status", "nemovideo.render.cancel", "nemovideo.render.cancelled"),
    "duplicates": ("nemovideo.render.twice",),
}

LIMITS: Mapping[str, tuple[str, ...]] = {
    "upload_bytes": ("nemovideo.refused.size", "nemovideo.refused.type", "nemovideo.upload.reach"),
    "credits": ("nemovideo.token.credits", "nemovideo.refused.credits"),
    "edit_cost": ("nemovideo.turn.cost", "nemovideo.render.free"),
    "one_token_a_client": ("nemovideo.token.once", "nemovideo.token.client", "nemovideo.token"),
    "tokens_per_ip": ("nemovideo.token.address", "nemovideo.parallel"),
    "token_seconds": ("nemovideo.token.life", "nemovideo.token.renewed"),
    "kept_seconds": ("nemovideo.session", "nemovideo.session.idle", "nemovideo.film.life", "nemovideo.turn"),
    "kept_bytes": (f"{NO_FACT}it is the sandbox's own",),
}
