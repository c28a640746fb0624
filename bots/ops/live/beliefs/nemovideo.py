"""What is believed of NemoVideo's API: the skill texts, their older versions, and what nobody documents."""

from typing import Final

from bots.ops.live.beliefs.belief import Belief, Evidence

_DOCUMENTED, _REPORTED, _GUESSED = Evidence
_TEXT = "skill text"
_API = "nemovideo_skills, references/api-reference.md (March 2026, withdrawn)"
_FIRST = "nemovideo_skills, first SKILL.md (March 2026)"
_VENDOR = "nemovideo_skills, SKILL.md 1.9"
_NOBODY = "nobody says"

_SPENDS = "it would use up the account"

NEMOVIDEO: Final = (
    # the account
    Belief("nemovideo.token", "a starter token begins with `nmv_usr_`", _DOCUMENTED, _FIRST, "takes any token"),
    Belief(
        "nemovideo.token.user",
        "with a starter token comes a `user_id`, which begins with `anon_`",
        _DOCUMENTED,
        _FIRST,
        "registers without `?bind=` where no id is told",
    ),
    Belief(
        "nemovideo.token.life",
        "with a starter token comes `expires_at`, in ISO 8601 and seven days ahead",
        _DOCUMENTED,
        f"{_TEXT}; {_FIRST}",
        "takes seven days where no end is told",
    ),
    Belief("nemovideo.token.credits", "a starter token has 100 credits", _DOCUMENTED, _TEXT, "asks for the balance"),
    Belief("nemovideo.token.client", "a token call without `X-Client-Id` gets HTTP 400", _DOCUMENTED, _TEXT),
    Belief(
        "nemovideo.token.once",
        "a client id gets one token in seven days, then HTTP 429",
        _DOCUMENTED,
        _VENDOR,
        "keeps what it was given; `NEMOBOT_RETRY_429_SECONDS`",
    ),
    Belief(
        "nemovideo.token.address",
        "an address gets ten starter tokens in seven days",
        _DOCUMENTED,
        _VENDOR,
        "names `NEMO_TOKEN`",
        "it would use up the tokens of this address",
    ),
    Belief(
        "nemovideo.token.renewed",
        "an expired starter token is followed by another for the same client id",
        _DOCUMENTED,
        _TEXT,
        "says that the account cannot be renewed",
        "it takes seven days",
    ),
    Belief(
        "nemovideo.claim",
        "a browser link's token comes as `claim_token`, good for 604800 seconds",
        _DOCUMENTED,
        _VENDOR,
        "gives no browser link",
    ),
    Belief(
        "nemovideo.credits",
        "the balance is `available`, `frozen` and `total`, which is their sum",
        _DOCUMENTED,
        _API,
        "counts what is missing as none",
    ),
    # refusals
    Belief("nemovideo.refused.token", "a wrong token gets code 1001", _DOCUMENTED, _TEXT, "takes HTTP 401 for it too"),
    Belief(
        "nemovideo.refused.status",
        "a code in the body comes with HTTP 200",
        _GUESSED,
        _NOBODY,
        "looks at both; the code decides",
    ),
    Belief("nemovideo.refused.session", "an unknown session gets code 1002", _DOCUMENTED, _TEXT, "takes HTTP 404 too"),
    Belief(
        "nemovideo.refused.turn",
        "a turn of an unknown session gets code 1002 in place of the stream",
        _GUESSED,
        _NOBODY,
        "takes HTTP 404 too, and looks before a turn is told as lost",
    ),
    Belief("nemovideo.refused.type", "a file that is no media gets code 4001", _DOCUMENTED, _TEXT),
    Belief(
        "nemovideo.refused.size",
        "a file above 500 MB gets code 4002",
        _DOCUMENTED,
        _TEXT,
        "`NEMOBOT_MAX_FILE_MB`",
        "it would send 500 MB",
    ),
    Belief("nemovideo.refused.credits", "an empty account gets code 2001", _DOCUMENTED, _TEXT, not_tried=_SPENDS),
    Belief(
        "nemovideo.parallel",
        "a token may make many calls at once",
        _GUESSED,
        _NOBODY,
        "`NEMOBOT_CONCURRENCY`",
        "it would disturb others",
    ),
    # the session
    Belief(
        "nemovideo.session",
        "a session comes as `task_id` and `session_id`, the latter a text of 19 digits",
        _DOCUMENTED,
        _FIRST,
        "keeps any id as text",
    ),
    Belief(
        "nemovideo.session.idle",
        "a session that nobody uses ends after some time",
        _REPORTED,
        "catalogue skills on ClawHub",
        "opens a new one and says what was lost",
        "nobody says how long it takes",
    ),
    Belief(
        "nemovideo.state",
        "the state comes as `state`, with `draft` and `video_infos`",
        _DOCUMENTED,
        _TEXT,
        "reads them beside it too",
    ),
    Belief("nemovideo.state.empty", "before the first edit there is no draft, or an empty one", _GUESSED, _NOBODY),
    # uploads
    Belief(
        "nemovideo.upload",
        "an upload is answered by `files`, each with `filename` and `cdn_url`",
        _DOCUMENTED,
        f"{_FIRST}; {_API}",
        "reads `uploaded_files` and `url` too",
    ),
    Belief("nemovideo.upload.seconds", "an upload's `duration` is in seconds", _DOCUMENTED, _FIRST),
    Belief(
        "nemovideo.upload.state",
        "an uploaded file stands in `video_infos` at once, under the keys of the upload's answer",
        _GUESSED,
        f"{_API} for the former",
        "reads every shape it can",
    ),
    Belief("nemovideo.upload.url", "a file handed over by its URL is answered in the same form", _DOCUMENTED, _TEXT),
    Belief(
        "nemovideo.upload.reach",
        "NemoVideo fetches any public http or https address",
        _GUESSED,
        _NOBODY,
        "streams the bytes itself when refused",
        "one address cannot show it",
    ),
    # turns
    Belief("nemovideo.turn", "a turn is answered by HTTP 200 and an event stream", _DOCUMENTED, _TEXT),
    Belief(
        "nemovideo.turn.form",
        "events have Google ADK's form, `content.parts[]`",
        _GUESSED,
        "the request is ADK's own",
        "reads `{type, content}` too",
    ),
    Belief("nemovideo.turn.known", "every event is of a kind that the bot reads", _GUESSED, _NOBODY, "skips it"),
    Belief("nemovideo.turn.close", "a stream ends by its close, without a last word of its own", _DOCUMENTED, _API),
    Belief(
        "nemovideo.turn.heartbeat",
        "a heartbeat is the word `heartbeat` or an empty `data:`",
        _DOCUMENTED,
        _TEXT,
        "takes comments, named events and JSON too",
    ),
    Belief(
        "nemovideo.turn.silence",
        "a stream is never silent for more than 60 seconds",
        _GUESSED,
        _NOBODY,
        "`NEMOBOT_SILENCE_TIMEOUT_SECONDS`, `NEMOBOT_TURN_TIMEOUT_SECONDS`",
    ),
    Belief("nemovideo.turn.cost", "a turn that edits costs credits", _DOCUMENTED, _VENDOR),
    Belief(
        "nemovideo.turn.silent",
        "about 30 of 100 edits come without a word",
        _DOCUMENTED,
        _TEXT,
        "looks at the state after every turn",
        "one turn cannot show it",
    ),
    Belief(
        "nemovideo.turn.left",
        "a turn goes on when its reader leaves, and is charged once",
        _DOCUMENTED,
        _VENDOR,
        "reads to the end, never posts a turn twice, looks afterwards: `NEMOBOT_RECOVERY_SECONDS`",
        "it would cost a second turn",
    ),
    # the draft
    Belief(
        "nemovideo.draft",
        "a draft has tracks `t`, each with its type `tt` and its segments `sg`",
        _DOCUMENTED,
        _TEXT,
        "looks for other names, and renders the draft untouched",
    ),
    Belief("nemovideo.draft.ms", "`d` counts milliseconds", _DOCUMENTED, _TEXT),
    Belief(
        "nemovideo.draft.segments",
        "a segment's name stands under a key that the bot reads",
        _GUESSED,
        _NOBODY,
        "shows what it understands",
    ),
    # films
    Belief("nemovideo.render.headers", "an export without the attribution headers gets HTTP 402", _DOCUMENTED, _TEXT),
    Belief(
        "nemovideo.render.plan",
        "a starter account may export",
        _DOCUMENTED,
        f"{_TEXT}; SKILL.md 1.9 says otherwise",
        "says what the plan does not include, and stops to export by itself",
    ),
    Belief(
        "nemovideo.render",
        "an accepted export is answered by `success` and `data`, with the `id` that was sent",
        _DOCUMENTED,
        _API,
        "polls the id it sent",
    ),
    Belief(
        "nemovideo.render.twice",
        "a render id that is sent twice is refused",
        _DOCUMENTED,
        f"{_API}; a catalogue skill says otherwise",
        "polls that id",
    ),
    Belief(
        "nemovideo.render.poll",
        "a poll tells `status` and `output.url` beside each other, in no envelope",
        _DOCUMENTED,
        f"{_TEXT}; {_API} says otherwise",
        "reads `data.status` and `outputUrl` too",
    ),
    Belief(
        "nemovideo.render.status",
        "a render is `pending`, `processing`, `completed` or `failed`, and nothing else",
        _DOCUMENTED,
        _API,
        "goes on polling",
    ),
    Belief(
        "nemovideo.render.time",
        "a short film is made within five minutes",
        _DOCUMENTED,
        _TEXT,
        "offers to look again; `NEMOBOT_RENDER_POLL_SECONDS`",
    ),
    Belief("nemovideo.render.free", "an export costs no credits", _DOCUMENTED, _TEXT),
    Belief("nemovideo.render.cancel", "a render that waits can be cancelled", _DOCUMENTED, _API, "stops to poll"),
    Belief("nemovideo.render.cancelled", "a cancelled render says `cancelled`", _GUESSED, _NOBODY, "stops to poll"),
    Belief(
        "nemovideo.render.called",
        "nothing calls back when a film is ready",
        _GUESSED,
        _NOBODY,
        "polls: `NEMOBOT_RENDER_POLL_SECONDS`",
        "there is nothing to be called",
    ),
    Belief(
        "nemovideo.film.link",
        "a film's address is open to whoever has it",
        _REPORTED,
        "npm nemovideo-tools 0.1.8 reads it without a token",
        "uses the download route",
    ),
    Belief("nemovideo.film", "a film is an MP4", _DOCUMENTED, _TEXT),
    Belief("nemovideo.film.download", "the download route gives the same film", _DOCUMENTED, _VENDOR),
    Belief(
        "nemovideo.film.life",
        "a film's address lives for a day at least",
        _GUESSED,
        _NOBODY,
        "asks for a fresh one when a film is wanted again",
        "it takes a day",
    ),
)
