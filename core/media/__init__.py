"""Files as streams: sources of known length, multipart bodies, types by content, downloads of untrusted links.

Knows nothing of NemoVideo or of chats, and never holds a whole file in memory.
"""
