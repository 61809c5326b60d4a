"""The collection of articles and its search. Knows nothing of any chat."""
