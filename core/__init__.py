"""The conversation with NemoVideo. Knows no platform, no database and no web framework."""
