"""Background music of our own: composed for a film's length, played by numpy, at a tempo that is known exactly."""
