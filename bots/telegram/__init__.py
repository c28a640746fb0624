"""Telegram: updates come in by polling or webhook, answers go out through the Bot API."""
