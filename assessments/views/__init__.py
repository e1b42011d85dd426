"""One function per page: fetch, ask, change, render."""
