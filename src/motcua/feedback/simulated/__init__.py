"""What the applicants of a simulated year said: ratings and petitions, invented and marked so."""
