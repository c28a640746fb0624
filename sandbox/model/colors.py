"""The colours a text may have, by name, as red, green and blue of 255."""

COLORS: dict[str, tuple[int, int, int]] = {
    "white": (255, 255, 255),
    "black": (16, 16, 16),
    "yellow": (255, 221, 64),
    "red": (235, 64, 52),
    "green": (72, 199, 116),
    "blue": (80, 150, 255),
    "pink": (255, 120, 180),
    "orange": (255, 160, 60),
}
