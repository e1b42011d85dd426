"""Work in child processes, with limits on time, memory and number."""
