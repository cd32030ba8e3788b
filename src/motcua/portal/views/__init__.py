"""Pages for everybody. No page here needs a script."""
