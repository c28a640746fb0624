"""The nouns of the core, one in each file, with the port of its storage. No flow, no clock, no web."""
