"""The conversation with NemoVideo. Imports no platform, no database and no web framework."""
