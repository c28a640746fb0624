"""What users see of a request: its status message, its place in the queue, and the answers that must arrive."""
