"""What goes over the wire: envelopes, events, refusals, the names and types of files. Pure, or nearly."""
