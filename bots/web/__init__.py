"""The web chat: a page on loopback that is a chat platform like the others, and the first a newcomer sees."""
