"""Our Jinja makes of a template what Jinja makes of it."""

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from papercatalog.environment import ThemeEnvironment, escape_text
from papercatalog.watched import Notebook

MACROS = """\
{% macro twice(text, end='!') %}{{ text }}{{ text }}{{ end }}{% endmacro %}
{% macro around() %}({{ caller() }}){% endmacro %}
"""
SUPER = """\
{% extends 'base' %}
{% block top %}{{ super() }}, {{ self.main() }}{% endblock %}
{% block main %}M{% endblock %}
"""
TEMPLATES = {
    "base": "<p>{% block top %}Top {{ text }}{% endblock %}</p>{% include 'part' %}{% block main %}{% endblock %}.",
    "part": "{% for name in names %}{{ loop.index }} {{ name }}{% endfor %}",
    "macros": MACROS,
    "super": SUPER,
    "calls": "{% import 'macros' as m %}{{ m.twice(text, end='<') }}{% call m.around() %}{{ text }}{% endcall %}",
    "lists": "{% import 'macros' as m %}{{ m.twice(**{'text': text}) }}{{ m.twice(*names) }}{{ text.upper() }}",
    "plain": "{% autoescape false %}{{ text }}{% endautoescape %}{{ text | safe }}{{ text ~ markup }}{{ 1 }}{{ none }}",
    "json": "{{ {'b': '</script>', 'a': names} | tojson }}{{ names | tojson(indent=2) }}",
}
VALUES = {"text": """<a href="x">&'""", "names": ["A", "<B>"], "markup": Markup("<i>")}


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_comes_out_as_with_jinja(name: str) -> None:
    loader = DictLoader(TEMPLATES)
    ours = ThemeEnvironment(Notebook(), set(), loader=loader, undefined=StrictUndefined)
    plain = Environment(loader=loader, undefined=StrictUndefined, autoescape=True)

    assert ours.get_template(name).render(VALUES) == plain.get_template(name).render(VALUES)


@pytest.mark.parametrize("value", [*VALUES.values(), "", 0, None, True, "it’s"])
def test_text_is_escaped_as_markupsafe_does_it(value: object) -> None:
    assert escape_text(value) == escape(value)
