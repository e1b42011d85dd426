"""How long the site's pages take, beside the least that the same work could take.

`make bench` runs it; it belongs to the tools, like the tests, and not to the site.
"""
