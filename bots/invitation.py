"""The link by which somebody adds the bot to a Discord server. Pure (Discord developer documentation, "OAuth2")."""

# What docs/discord.md explains and no more; a test compares it with what the adapter needs.
_PERMISSIONS = 274_878_024_768


def invite_link(application_id: str | int) -> str:
    """Return the link for an application, with the permissions that the bot uses."""
    scopes = "bot%20applications.commands"
    query = f"client_id={application_id}&scope={scopes}&permissions={_PERMISSIONS}"
    return f"https://discord.com/oauth2/authorize?{query}"
