"""Files from outside, read in isolation and compared with what is here."""
