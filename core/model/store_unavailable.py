"""The error of a store that cannot be used now, whatever it is asked."""

from core.model.host_unavailable import HostUnavailable


class StoreUnavailable(HostUnavailable):
    """The disk is full, the database is locked or damaged: no fault of what was to be stored.

    Every store may raise it. The same call may succeed later.
    """
