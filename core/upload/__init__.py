"""The rules of the one-time upload page: its links, what a link is good for. No web here."""
