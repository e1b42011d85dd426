"""The fields that a browser would send of a page's form."""

from html.parser import HTMLParser


class Fields(HTMLParser):
    """Gathers the fields a page holds, by name, as a browser sends them."""

    def __init__(self, page):
        super().__init__()
        self.values = {}
        self.text = self.select = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "textarea":
            self.text = attrs["name"]
            self.values[self.text] = ""
        elif tag == "select":
            self.select = attrs["name"]
        elif tag == "option" and (
            "selected" in attrs or self.select not in self.values
        ):
            self.values[self.select] = attrs.get("value", "")
        elif tag == "input":
            is_choice = attrs.get("type") in {"radio", "checkbox"}
            if "name" in attrs and (not is_choice or "checked" in attrs):
                self.values[attrs["name"]] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values[self.text] = self.values[self.text].removeprefix("\n")
            self.text = None

    def handle_data(self, data):
        if self.text:
            self.values[self.text] += data


def fields_of(response):
    """Return {name: value} of everything the forms of a page would send."""
    return Fields(response.content.decode()).values
