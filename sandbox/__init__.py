"""A NemoVideo-compatible server for loopback that really edits. Imports nothing of ours, and nothing of ours imports it."""
