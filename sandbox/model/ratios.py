"""The shapes of a picture by the names that people say."""


def ratio_name(width: int, height: int) -> str:
    """The size as a ratio people say ("16:9"), else "width:height" as it is."""
    for across, down in ((16, 9), (9, 16), (1, 1), (4, 5), (4, 3), (3, 4), (21, 9)):
        if abs(width * down - height * across) <= 0.02 * height * across:
            return f"{across}:{down}"
    return f"{width}:{height}"
