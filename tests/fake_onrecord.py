"""``python -m tests.fake_onrecord``: the real command line, with the fake desk behind it."""

from bot.cli import main
from tests.fake_desk import open_fake_desk

if __name__ == "__main__":
    main(open_fake_desk)
