"""What people see of a request: the status that is edited in place, its place in the queue, what must arrive."""
