"""The timeline and every operation on it. Pure but for what it is told of the clips."""
