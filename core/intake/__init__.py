"""The way in: admission, assembly, routing, acceptance."""
