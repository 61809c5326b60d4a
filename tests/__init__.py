"""The tests; one file for each module, each reading as its contract."""
