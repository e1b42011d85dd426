"""Commands for those who run the site, and the demonstration."""
