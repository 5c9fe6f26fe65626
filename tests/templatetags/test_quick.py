"""quick prints what Django prints, or refuses when the template is loaded; steady draws once per language."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import SafeString
from django.utils.translation import override

BODY = """
<ul>{% for row in rows %}
  <li class="{{ kind|default:'plain' }} n{{ forloop.counter }}"
    {% if row.at %} data-at="{{ row.at }}"{% endif %}>
    {{ row.name }}: {{ row.price }} {{ row.day }} {{ row.marked }} {{ row.nothing }} {{ nowhere.at.all }}
    {% if row.price == 450 and not row.at %}bargain
    {% elif row.at or row.kind == "x" %}placed{% else %}-{% endif %}
    {% for word in row.words %}{{ word }}{% if not forloop.last %}, {% endif %}{% empty %}wordless{% endfor %}
  </li>
{% empty %}none{% endfor %}</ul>{% if rows is not None %}{{ tail|default:"" }}{% endif %}"""

ROWS = [
    SimpleNamespace(
        name="<b>Aspen & Co</b>",
        price=450,
        at="",
        words=["a", "'b'", 3],
        day=datetime.date(2026, 3, 12),
        marked=SafeString("<i>safe</i>"),
    ),
    {"name": "Río", "price": 1234567, "at": "40.0,-105.2", "words": [], "kind": "x"},
]


def printed(source, **context):
    return re.sub(r"\s+", " ", Template(source).render(Context(context)))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("rows", [ROWS, [], None])
def test_quick_prints_what_django_prints(rows, language):
    with override(language):
        quick = printed("{% load quick %}{% quick %}" + BODY + "{% endquick %}", rows=rows, tail="end")
        assert quick == printed(BODY, rows=rows, tail="end")


@pytest.mark.parametrize(
    "body",
    [
        "{% load i18n %}{% translate 'Search' %}",
        "{{ row.name|upper }}",
        "{% for a, b in rows %}{% endfor %}",
        "{% for a in rows reversed %}{% endfor %}",
        "{% include 'base.html' %}",
        "{% if a > b %}{% endif %}",
    ],
)
def test_quick_refuses_what_it_cannot_draw_when_the_template_is_loaded(body):
    with pytest.raises(TemplateSyntaxError, match="quick"):
        Template("{% load quick %}{% quick %}" + body + "{% endquick %}")


def test_steady_is_drawn_once_for_each_language():
    template = Template("{% load steady %}{% steady %}{{ word }}{% endsteady %}")
    with override("en"):
        assert template.render(Context({"word": "one"})) == "one"
        assert template.render(Context({"word": "two"})) == "one"
    with override("es"):
        assert template.render(Context({"word": "dos"})) == "dos"
