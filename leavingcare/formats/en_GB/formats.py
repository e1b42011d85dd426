"""Dates as GOV.UK writes them: 5 June 2020. For times see leavingcare/moments.py."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
