"""Benchmarks that print ratios, measured side by side in one run; the method of each is in README.md."""
