"""The transitions by the names that FFmpeg's xfade knows them under."""

TRANSITIONS = frozenset(
    {
        "fade",
        "fadeblack",
        "fadewhite",
        "wipeleft",
        "slideleft",
        "slideup",
        "circleopen",
        "zoomin",
        "dissolve",
        "pixelize",
    }
)
