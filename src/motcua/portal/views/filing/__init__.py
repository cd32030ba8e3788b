"""Filing online: from "what you need" to the submission reference, one question at a time."""
