"""The one-time upload page: its routes on the bot's HTTP listener, its spool, and who may open it."""
