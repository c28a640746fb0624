"""Why a file is not taken, or not taken further.

The tree:

    Refused          the file is not taken; `status` and `code` are the HTTP answer
    ├── Empty        0 bytes
    ├── TooLarge     over the limit for one file
    ├── Unsupported  its content is none of the formats that are wanted
    ├── Malformed    the request is not what the protocol asks for, or more came than was announced
    ├── Incomplete   the connection broke, or nothing came for too long
    ├── Slow         slower than a file may be
    ├── Full         the budget or the disk is full
    ├── Busy         as many files as allowed are on their way
    ├── Stopping     the process is stopping; the next one takes the file
    ├── WrongOffset  more or less of it is here than the sender thinks
    ├── Locked       another connection brings it and does not end, or a request needs it
    ├── Gone         it is not here, or no longer, or another's
    └── Replaced     its owner has begun another one in its place
"""


class Refused(Exception):
    """The file is not taken."""

    status: int
    code: str


class Empty(Refused):
    """The file has 0 bytes."""

    status, code = 400, "empty"


class TooLarge(Refused):
    """The file is over the limit for one file."""

    status, code = 413, "too_large"


class Unsupported(Refused):
    """The content is none of the formats that are wanted."""

    status, code = 415, "alien"


class Malformed(Refused):
    """The request is not what the protocol asks for, or more came than was announced."""

    status, code = 400, "unreadable"


class Incomplete(Refused):
    """The connection broke, or nothing came for too long: it can be gone on with."""

    status, code = 400, "cut"


class Slow(Refused):
    """The file came more slowly than `core.media.transfer` allows."""

    status, code = 400, "slow"


class Full(Refused):
    """The budget or the disk is full."""

    status, code = 507, "full"


class Busy(Refused):
    """As many files as allowed are on their way already."""

    status, code = 429, "busy"


class Stopping(Refused):
    """The process is stopping; the next one takes the file."""

    status, code = 503, "later"


class WrongOffset(Refused):
    """More or less of the file is here than the sender thinks."""

    status, code = 409, "offset"


class Locked(Refused):
    """Another connection brings the file and does not end, or a request needs it."""

    status, code = 423, "locked"


class Gone(Refused):
    """The file is not here, or no longer, or it is another's: which of them is nobody's business."""

    status, code = 404, "gone"


class Replaced(Refused):
    """Its owner has begun another file in its place."""

    status, code = 404, "replaced"
