"""The draft in words: read whatever shape it has, print it as the seeds do, tell two apart, draw it.

Pure and total: any JSON gives a timeline. It never changes a draft, which goes to the render untouched.
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
