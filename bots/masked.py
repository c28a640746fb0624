"""Secrets between the settings, which mask them in their way, and the core, which masks them in its own."""

from pydantic import SecretStr

from core.model.secret import Secret


def revealed(value: SecretStr | None) -> str | None:
    """Return the text itself, for the one who needs it."""
    return value.get_secret_value() if value else None


def masked(value: SecretStr | None) -> Secret | None:
    """Return the secret as the core holds it."""
    text = revealed(value)
    return Secret(text) if text else None
