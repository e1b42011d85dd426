"""The files of an analysis of a round: CSV of each table, a workbook, a PDF, JSON."""
