"""The report for elected members and the board, as PDF and as Word file."""
