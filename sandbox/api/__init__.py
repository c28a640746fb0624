"""The NemoVideo API over HTTP: accounts, sessions, uploads, turns and renders, kept on disk."""
