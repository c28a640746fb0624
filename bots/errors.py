"""The error that stops a start. This module imports nothing, so that `nemobot --help` stays quick."""


class CannotStart(Exception):
    """Nemobot cannot start. Each of `problems` is a sentence that says how to fix it and holds no secret."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
