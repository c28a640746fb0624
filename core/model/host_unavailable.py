"""The errors of the machine that the bot runs on: no fault of what was asked, which may succeed later.

HostUnavailable         the host fails
├── OutOfFiles          this process may open no more files or connections
└── StoreUnavailable    the store cannot be used; see core.model.store_unavailable
"""

from typing import Final

MORE_FILES: Final = "raise the limit of open files (`ulimit -n`, LimitNOFILE= of systemd, --ulimit nofile= of docker)"


class HostUnavailable(Exception):
    """The host fails, whatever was asked of it. The same may succeed later."""


class OutOfFiles(HostUnavailable):
    """This process may open no more files or connections."""

    def __init__(self) -> None:
        super().__init__(f"this process may open no more files; {MORE_FILES}")
