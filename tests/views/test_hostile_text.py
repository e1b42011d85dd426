"""People's text is shown exactly as it was written, on every page that shows it."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import AgreedResponse, DraftResponse
from assessments.workflow import drafting, submitting
from tests.support.builders import complete, hand_in, make_group, open_discussions
from tests.support.clients import client_of
from tests.support.markup import markup

PAYLOADS = {
    "script": "<script>canary()</script>",
    "svg": "<svg onload=canary()><x-canary>",
    "attribute": '"><img src=x onerror=canary()>',
    "single quotes": "'><b onmouseover='canary()'>",
    "textarea": "</textarea><script>canary()</script>",
    "title": "</title></style></script><script>canary()</script>",
    "comment": "--><script>canary()</script><!--",
    "link": "javascript:canary() file:///etc/passwd http://127.0.0.1:9/x",
    "template": "{{ 7|add:7 }}{% debug %}{{7*7}}",
    "format": "100% %s {0} %(x)s \\u003cb\\u003e",
    "entity": "&lt;b&gt; &amp;amp; &#39;",
    "right to left": "start \u202eGNIDAER\u202c end \u05d0\u05d1 \u0627\u0644",
    "astral": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1ec\U0001f1e7 e\u0301",
}


class Page(HTMLParser):
    """The text of a page, and the tags and attributes that no page of ours has."""

    HANDLERS = ("on", "style")

    def __init__(self, html):
        super().__init__()
        self.text, self.foreign = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        values = dict(attributes)
        self.foreign += [name for name in names if name.startswith(self.HANDLERS)]
        if tag in {"x-canary", "img", "b"}:
            self.foreign.append(tag)
        if tag == "script" and not (values.get("src") or "").startswith("/static/"):
            self.foreign.append(tag)
        if (values.get("href") or "").startswith(("javascript:", "file:", "http:")):
            self.foreign.append(values["href"])
        self.text += [values[name] or "" for name in ("value",) if name in values]

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(params=PAYLOADS.values(), ids=PAYLOADS)
def payload(request):
    return request.param


def shown(client, name, *arguments):
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == 200
    page = Page(markup(response))
    return page.foreign, "\n".join(page.text)


def test_in_a_draft(assessment, housing, mo, cass, payload):
    draft = housing.drafts.select_related("group__assessment__round").get(
        area__number=7
    )
    drafting.save_draft(
        draft=draft,
        sent=[
            drafting.Sent("h", "0", {"evidence": payload, "ideas": f"Ideas {payload}"})
        ],
        by=cass,
    )
    place = (assessment.pk, housing.pk, 7)
    for name, arguments in [
        ("draft", place),
        ("response_history", (*place, "h")),
    ]:
        foreign, text = shown(client_of(cass), name, *arguments)
        assert foreign == []
        assert payload in text
        assert f"Ideas {payload}" in text
    hand_in(housing, cass)
    foreign, text = shown(client_of(mo), "draft", *place)
    assert foreign == []
    assert payload in text


def test_in_moderation_and_the_submission(assessment, mo, cass, val, payload):
    group = make_group(assessment, mo, cass, areas=[7], name=f"West {payload}"[:60])
    DraftResponse.objects.filter(draft__group=group).update(
        evidence=payload, updated_at=timezone.now()
    )
    hand_in(group, cass)
    open_discussions(assessment, mo)
    foreign, text = shown(client_of(mo), "settle", assessment.pk, 7, "h")
    assert foreign == []
    assert payload in text
    assert shown(client_of(cass), "agenda", assessment.pk)[0] == []
    for name in ("groups", "assessment", "rate"):
        foreign, text = shown(client_of(cass), name, assessment.pk)
        assert foreign == []
        assert f"West {payload}"[:60] in text
    complete(assessment, mo)
    AgreedResponse.objects.filter(assessment=assessment).update(
        evidence=payload, ideas=payload, rationale=f"Because {payload}"
    )
    assessment.how_completed = payload
    assessment.save()
    foreign, text = shown(client_of(mo), "cover", assessment.pk)
    assert foreign == []
    assert payload in text
    assert shown(client_of(mo), "check", assessment.pk)[0] == []
    submission = submitting.submit(assessment=assessment, by=mo)
    foreign, text = shown(client_of(val), "submission", submission.reference)
    assert foreign == []
    assert f"Because {payload}" in text
    assert text.count(payload) >= 3 * 106 + 1


def test_the_check_finds_a_planted_flaw():
    page = Page('<p>x</p><script>canary()</script><a href="javascript:x" onclick="y">')
    assert page.foreign == ["script", "onclick", "javascript:x"]
