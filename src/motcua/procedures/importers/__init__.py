"""Readers of the real shapes in which procedures are published."""
