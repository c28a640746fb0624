"""What a film is made of, as values: files, a draft, its names and bounds. Pure; imports nothing of ours above it."""
