"""PDFs, printed from HTML by a child process that fetches nothing."""
