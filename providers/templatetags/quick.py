"""{% quick %}: draws what a page repeats many times some ten times faster, from the same template language.

What stands between {% quick %} and {% endquick %} is turned into one Python function when the template is
loaded. It may hold text, names with dots, |default, if, and for; anything else is refused at that moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from django.template import Context, Library, TemplateSyntaxError
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Parser,
    TextNode,
    Token,
    Variable,
    VariableNode,
    render_value_in_context,
)
from django.template.defaultfilters import default
from django.template.defaulttags import ForNode, IfNode
from django.utils.safestring import SafeString

register = Library()

COMPARISONS = ("and", "or", "==", "!=", "is", "is not", "in", "not in")
SPECIAL = re.compile("[&<>\"']").search  # to look is quicker than to replace five times
INDENTED = re.compile(r"\s*\n\s*")
OF_LOOP = {"counter": "{at} + 1", "counter0": "{at}", "first": "{at} == 0", "last": "{at} + 1 == {size}"}


class QuickNode(Node):
    def __init__(self, draw: Callable[[Context, Callable[[str], None]], None]) -> None:
        self.draw = draw

    def render(self, context: Context) -> SafeString:
        pieces: list[str] = []
        self.draw(context, pieces.append)
        return SafeString("".join(pieces))


@register.tag
def quick(parser: Parser, token: Token) -> QuickNode:
    nodelist = parser.parse(("endquick",))
    parser.delete_first_token()
    source = "\n".join(["def draw(context, out):", *_Writer().block(nodelist, {}, 1), "    return"])
    scope: dict[str, Any] = {"read": read, "name": name, "show": show}
    # The source is made of this project's own templates; texts and names stand in it as literals.
    exec(source, scope)  # noqa: S102
    return QuickNode(scope["draw"])


def name(context: Context, first: str) -> Any:
    """A name of the context; an unknown one is empty."""
    for level in reversed(context.dicts):
        if first in level:
            return level[first]
    return ""


def read(value: Any, part: str) -> Any:
    """What is after a dot: a key or an attribute; an unknown one is empty."""
    if type(value) is dict:
        return value.get(part, "")
    return getattr(value, part, "")


def show(value: Any, context: Context) -> str:
    """As it is printed: escaped, and in the reader's way of writing numbers and dates."""
    if type(value) is str and context.autoescape:
        return escape(value) if SPECIAL(value) else value
    if type(value) is SafeString:
        return value
    if type(value) is int:
        return str(value)
    return render_value_in_context(value, context)


class _Writer:
    """Writes the function's lines. names: a template's loop variables and what they are called there."""

    def __init__(self) -> None:
        self.loops = 0

    def block(self, nodelist: NodeList, names: dict[str, str], depth: int) -> Iterator[str]:
        indent = "    " * depth
        yield f"{indent}pass"
        for node in nodelist:
            match node:
                case TextNode():
                    yield f"{indent}out({INDENTED.sub(chr(10), node.s)!r})"
                case VariableNode():
                    value = self.value(node.filter_expression, names)
                    yield f"{indent}out(show({value}, context))"
                case IfNode():
                    yield from self.choice(node, names, depth)
                case ForNode():
                    yield from self.loop(node, names, depth)
                case _:
                    raise TemplateSyntaxError(f"quick cannot draw {node!r}: lift it out with `as`.")

    def choice(self, node: IfNode, names: dict[str, str], depth: int) -> Iterator[str]:
        word = "if"
        for condition, nodelist in node.conditions_nodelists:
            test = f"{word} {self.condition(condition, names)}" if condition is not None else "else"
            yield f"{'    ' * depth}{test}:"
            yield from self.block(nodelist, names, depth + 1)
            word = "elif"

    def loop(self, node: Any, names: dict[str, str], depth: int) -> Iterator[str]:
        if len(node.loopvars) != 1 or node.is_reversed:
            raise TemplateSyntaxError("quick goes forwards through a list with one name.")
        self.loops += 1
        item, at, size = (f"{word}{self.loops}" for word in ("item", "at", "size"))
        indent = "    " * depth
        yield f"{indent}list{self.loops} = {self.value(node.sequence, names)} or ()"
        yield f"{indent}{size} = len(list{self.loops})"
        yield f"{indent}for {at}, {item} in enumerate(list{self.loops}):"
        counted = {f"forloop.{word}": text.format(at=at, size=size) for word, text in OF_LOOP.items()}
        inner = {**names, **counted, node.loopvars[0]: item}
        yield from self.block(node.nodelist_loop, inner, depth + 1)
        yield f"{indent}if not {size}:"
        yield from self.block(node.nodelist_empty, names, depth + 1)

    def condition(self, condition: Any, names: dict[str, str]) -> str:
        """A condition as Django's parser left it: a value, or an operator with one or two operands."""
        if isinstance(value := getattr(condition, "value", None), FilterExpression):
            return self.value(value, names)
        first = self.condition(condition.first, names)
        if condition.id == "not":
            return f"(not {first})"
        if condition.id not in COMPARISONS:
            raise TemplateSyntaxError(f"quick cannot compare with {condition.id}.")
        return f"({first} {condition.id} {self.condition(condition.second, names)})"

    def value(self, expression: FilterExpression, names: dict[str, str]) -> str:
        text = self.variable(expression.var, names)
        for function, arguments in expression.filters:
            if function is not default:
                raise TemplateSyntaxError(f"quick has no filter {function.__name__}.")
            _is_looked_up, argument = arguments[0]
            shown = self.variable(argument, names) if _is_looked_up else repr(str(argument))
            text = f"({text} or {shown})"
        return f"({text})"

    def variable(self, variable: Any, names: dict[str, str]) -> str:
        if not isinstance(variable, Variable):
            return repr(str(variable))
        if variable.translate:
            raise TemplateSyntaxError("quick does not translate: lift it out with `as`.")
        if variable.lookups is None:
            literal = variable.literal
            return repr(literal if isinstance(literal, int | float) else str(literal))
        first, *rest = variable.lookups
        if (counted := ".".join(variable.lookups)) in names:
            return names[counted]
        text = names.get(first) or {"None": "None", "True": "True", "False": "False"}.get(first)
        text = text or f"name(context, {first!r})"
        for part in rest:
            text = f"read({text}, {part!r})"
        return text
