"""Loaded by google-adk's own server, in its own virtual environment."""
