"""The roads a request takes, each read from top to bottom over the verbs of the journal."""
