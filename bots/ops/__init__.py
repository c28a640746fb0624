"""What an operator runs: the doctor and its checks, maintenance of the database, the demo's backend."""
