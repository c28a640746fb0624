"""Files that browsers upload, to the web chat and to the upload page: how they come (tus), where they lie, how long."""
