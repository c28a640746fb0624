"""The operations an edit is made of, one file each: its words, what it does, how it is drawn, what it says.

A new one is a file with an `OPERATION`, and a line in `registry`.
"""
