"""What is served: a path, what it wants, what it answers."""
