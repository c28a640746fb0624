"""The database, in plain SQL, and the engine that works on requests.

Imports the core's nouns and no platform. No other package contains SQL.
"""
