"""What people and the backend say, and what we say back. Pure: values in, values out, no I/O of any kind."""
