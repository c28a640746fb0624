"""What the operator's admins ask in the chat: how it is, whose requests are open, who may ask, and how much."""
