"""The systems that are measured, each a program with the same commands and the same lines.

They run in an environment of their own (``benchmarks/requirements.txt``), On Record's in the
project's. What they share, ``commands`` and ``protocol``, needs the standard library only.
"""
