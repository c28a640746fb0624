"""Reading what people and the backend write, and the texts the bot writes. Pure: no I/O of any kind."""
