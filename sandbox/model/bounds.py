"""How much one film may hold: shots, inputs of a render, milliseconds."""

MOST_SHOTS = 200
MOST_INPUTS = 12
LONGEST_MS = 30 * 60 * 1000
LEAST_MS = 100
