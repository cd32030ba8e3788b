"""The personal store: papers and results of a person or business, kept to be used again."""
