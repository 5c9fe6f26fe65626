"""Fields for coded values. The codes' wording never reaches a migration; the database refuses other codes."""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q


class CodeField(models.CharField):
    """One code of a TextChoices. Migrations see a plain CharField, so rewording a label changes no schema."""

    def __init__(self, codes: type[models.TextChoices] | None = None, **kwargs: Any) -> None:
        if codes is not None:
            kwargs["choices"] = codes.choices
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs


class CodeListField(ArrayField):
    """A set of codes of a TextChoices. Null means not stated; an empty list means "none of them"."""

    def __init__(self, codes: type[models.TextChoices] | None = None, **kwargs: Any) -> None:
        base = kwargs.pop("base_field", None) or CodeField(codes)
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(base, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs


def one_of(table: str, field: str, codes: type[models.TextChoices]) -> CheckConstraint:
    """The database refuses any other code in this field; null passes."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": codes.values}),
        name=f"{table}_{field}_known",
        violation_error_message=f"This is not a known value for {field.replace('_', ' ')}.",
    )


def some_of(table: str, field: str, codes: type[models.TextChoices]) -> CheckConstraint:
    """The database refuses a list that holds any other code; null passes."""
    return CheckConstraint(
        condition=Q(**{f"{field}__contained_by": codes.values}),
        name=f"{table}_{field}_known",
        violation_error_message=f"The list of {field.replace('_', ' ')} holds an unknown value.",
    )


def rule(name: str, condition: Q, message: str) -> CheckConstraint:
    """A named condition with a sentence that a person can act on."""
    return CheckConstraint(condition=condition, name=name, violation_error_message=message)


def append_only(name: str) -> pgtrigger.Protect:
    """The trigger of a table whose rows are never changed and never removed."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


def never_emptied(name: str) -> pgtrigger.Trigger:
    """The trigger beside it: all rows at once are not removed either."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
    )


def refusal(name: str, sentence: str) -> str:
    """For the function of a trigger: refuses as a constraint of this name would."""
    return f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"
