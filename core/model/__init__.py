"""What there is: one noun a file, with the port of its storage beside it. No flow, no clock, no web."""
