"""What an operator needs at night: backup, restore, doctor, erasure, figures."""
