"""Submissions as tables for spreadsheets and statistics.

`columns` says what a column is and `fields` which there are, each described once;
`answers` reads documents, `tables` and `sheets` put them in rows, and `csvs`,
`xlsx` and `sav` write rows, knowing nothing of assessments.
"""
