"""{% steady %}: what is the same on every page in one language is drawn once for each process."""

from __future__ import annotations

from django.template import Context, Library
from django.template.base import Node, NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = Library()


class SteadyNode(Node):
    """Holds texts, addresses and static files only: nothing of the request, the visitor or the day."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self.drawn:
            self.drawn[language] = self.nodelist.render(context)
        return self.drawn[language]


@register.tag
def steady(parser: Parser, token: Token) -> SteadyNode:
    """{% steady %}...{% endsteady %}"""
    nodelist = parser.parse(("endsteady",))
    parser.delete_first_token()
    return SteadyNode(nodelist)
