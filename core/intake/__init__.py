"""What happens to an incoming message: admission, assembly, routing, acceptance."""
