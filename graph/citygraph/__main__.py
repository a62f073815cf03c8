"""``python -m citygraph``."""

from citygraph.cli import main

if __name__ == "__main__":
    main()
