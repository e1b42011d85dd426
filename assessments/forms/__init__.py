"""What people fill in, by the page it is on."""
