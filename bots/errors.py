"""The error that stops a start. This module imports nothing, so that `nemobot --help` stays quick."""


class CannotStart(Exception):
    """Nemobot cannot start; each of `problems` is one sentence that names its mend and holds no secret."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
