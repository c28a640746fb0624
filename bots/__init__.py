"""The rim: each platform a bot speaks on, and what starts, watches and stops them."""
