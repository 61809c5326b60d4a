"""The conversation: questions, answers, and the ways in."""
