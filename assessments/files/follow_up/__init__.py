"""The files of a returned follow-up, and of an action plan."""
