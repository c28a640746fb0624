"""What stops a start, said to the operator. Imports nothing, so that `nemobot --help` does not pay for it."""


class CannotStart(Exception):
    """Nemobot cannot start; each of `problems` is one sentence that names its mend and holds no secret."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
