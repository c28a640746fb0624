"""What there is: accounts, sessions, files, turns and renders, and what is kept of them on disk."""
