"""Bytes on their way: measured sources, multipart framing, types by content, fetching under rules of trust.

Knows nothing of NemoVideo or of chats, and never holds a whole file in memory.
"""
