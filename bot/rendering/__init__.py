"""Answers as text: pure functions, one module for each way in."""
