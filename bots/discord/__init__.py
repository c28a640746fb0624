"""Discord: slash commands, "Edit this clip", mentions and threads, on discord.py. Nothing is imported by naming it."""
