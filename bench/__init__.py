"""The time of the site's pages, compared with the least that the work could take.

`make bench` runs it; it belongs to the tools, like the tests, and not to the site.
"""
