"""Who: agencies over time, one-stop sections, posts, officers, office hours, and who may see and do what."""
