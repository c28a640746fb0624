"""The operations an edit is made of: each changes the timeline of its context and says what it did."""
