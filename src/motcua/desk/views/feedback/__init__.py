"""Phản ánh, kiến nghị at the desk: the list, one petition, the book, the numbers, the time limits."""
