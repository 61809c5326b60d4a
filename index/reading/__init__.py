"""Reading: from files and folders to articles, whatever format they come in.

``read`` is the way in. A file that cannot be read becomes a :class:`Problem`, and everything else
is read nevertheless.
"""

from index.reading.problem import Problem
from index.reading.reader import read

__all__ = ["Problem", "read"]
