"""The moods of music by name, with the tempo each has unless another is asked for, in beats a minute."""

TEMPOS: dict[str, float] = {"lofi": 80, "upbeat": 120, "cinematic": 70, "ambient": 60, "energetic": 128}
SLOWEST, FASTEST = 40.0, 200.0
