"""The NemoVideo API alone: pure reading of its answers, and a client with one method an endpoint.

Knows nothing of chats, projects or storage, and retries nothing.
"""
