"""A draft as a timeline: read, printed as one line, compared with another, laid out for drawing.

Pure. Any JSON gives a timeline; the draft itself is never changed.
"""

from core.words.timeline.notation import difference, line
from core.words.timeline.picture import Bar, Picture, Row, picture
from core.words.timeline.reading import exportable, read
from core.words.timeline.values import Kind, Segment, Timeline, Track

__all__ = [
    "Bar",
    "Kind",
    "Picture",
    "Row",
    "Segment",
    "Timeline",
    "Track",
    "difference",
    "exportable",
    "line",
    "picture",
    "read",
]
