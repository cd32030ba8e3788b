"""Looking into a file that somebody sent, in a process of its own with bounded memory and time.

Imports no Django, so that the process starts quickly.
"""
