"""One function per page: fetch, ask `access`, call `workflow`, render."""
