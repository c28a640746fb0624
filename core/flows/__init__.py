"""What is done for a request, step by step. Each flow is an async function over the verbs of the journal."""
