"""Pure functions are judged by what they return: a busy machine makes no example too slow."""

from hypothesis import settings

settings.register_profile("words", deadline=None)
settings.load_profile("words")
