"""Measurements that print tables, against what people would otherwise install; no tests."""
