"""The pages on which an administrator keeps agencies, posts and officers."""
