"""What an operator runs beside the bot: the doctor and its checks, care of the database, the backend of the demo."""
