"""`python -m sandbox`: the sandbox as a process of its own."""

import sys

from sandbox.command import main

if __name__ == "__main__":
    sys.exit(main())
