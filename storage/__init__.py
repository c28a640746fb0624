"""What must survive the process: rows in plain SQL, and the engine that hands requests to workers.

Knows the core's nouns and no platform. Nothing outside this package speaks SQL.
"""
