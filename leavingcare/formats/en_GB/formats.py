"""Dates and times as GOV.UK writes them: 5 June 2020, 14:02."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
