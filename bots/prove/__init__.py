"""`nemobot prove`: wishes and kill -9 against the sandbox, judged from outside.

`tests/chaos` lets the process die at every point where it may, and uses the same person at the web chat and the same
judge. Knows the bot only as a program and by what it serves.
"""
