"""Words in, wishes out: what a message asks for, by rules, in two languages. Pure."""
