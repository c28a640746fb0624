"""`nemobot doctor --live`: what is believed of the three services, tried on them by whoever has their tokens."""
