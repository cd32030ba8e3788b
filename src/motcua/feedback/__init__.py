"""Feedback, petitions and ratings of service: what people say of the work, and how it is answered."""
