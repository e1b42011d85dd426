"""A page's form as a browser without JavaScript would send it back."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """The fields of all forms of a page, as (name, value), unchanged."""

    def __init__(self, html):
        super().__init__()
        self.fields = []
        self.inside = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        name = values.get("name")
        if tag == "input" and name:
            kind = values.get("type", "text")
            if kind in {"radio", "checkbox"} and "checked" not in values:
                return
            self.fields.append((name, values.get("value") or ""))
        elif tag in {"textarea", "select"} and name:
            self.inside = [tag, name, ""]
        elif tag == "option" and self.inside and "selected" in values:
            self.inside[2] = values.get("value") or ""

    def handle_data(self, data):
        if self.inside and self.inside[0] == "textarea":
            self.inside[2] += data

    def handle_endtag(self, tag):
        if self.inside and tag == self.inside[0]:
            self.fields.append((self.inside[1], self.inside[2].removeprefix("\n")))
            self.inside = None


def form_of(response):
    """Return {name: values} of every field of the page, for a post back."""
    found = {}
    for name, value in FormReader(response.content.decode()).fields:
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found
