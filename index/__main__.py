"""``python -m index``: the commands about the collection, without the bot."""

from index.cli import main

if __name__ == "__main__":
    main()
