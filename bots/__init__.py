"""The adapters of each platform, and the modules that configure, start and stop them."""
