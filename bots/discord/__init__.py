"""Discord: slash commands, "Edit this clip", mentions and threads, on discord.py. Importing this loads no library."""
