"""The timeline as a value, its draft on the wire, and its cuts on the beat. Pure."""
