"""A NemoVideo-compatible server on loopback that really edits. It imports nothing of ours, nor do we import it."""
