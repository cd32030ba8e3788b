"""Who: agencies over time, one-stop sections, posts, officers, office hours, and what each person may see and do."""
