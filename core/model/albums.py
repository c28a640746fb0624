"""What a request holds of the albums that its files belong to."""

from enum import StrEnum


class AlbumState(StrEnum):
    """What a request holds of the albums that its files belong to."""

    WHOLE = ""  # or they belong to none
    ALONE = "alone"  # one file, where others must be: the platform does not show them
    LATE = "late"  # what came after its album had been asked for
