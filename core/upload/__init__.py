"""The rules of the one-time upload page: its links and their states. No web framework here."""
