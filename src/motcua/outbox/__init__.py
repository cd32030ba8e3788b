"""What the house tells its officers: the outbox, its words and its way to the mail server."""
