"""A request to take an unclaimed listing out: who asks, and how the practice itself is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.actions.claim_proofs import Way
from providers.models.claim import ProofMethod as M

from .text_fields import LineField, TextField


class RemovalForm(forms.Form):
    """`website` is a trap for robots: people do not see it."""

    name = LineField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    part = LineField(label=_("What you do at the practice"), max_length=200, required=False)
    how = forms.ChoiceField(label=_("How do we ask the practice?"), widget=forms.RadioSelect)
    address = forms.EmailField(
        label=_("E-mail address at the practice"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.ChoiceField(label=_("Which number do we call?"))
    contact = forms.EmailField(
        label=_("E-mail address to tell you the outcome"),
        max_length=254,
        help_text=_("We erase it once the request is settled."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    reason = TextField(
        label=_("Why?"), max_length=2000, rows=3, required=False, help_text=_("You need not give a reason.")
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )

    def __init__(self, data: Any = None, *, ways: dict[M, Way]) -> None:
        super().__init__(data)
        self.ways = ways
        mail, phone = ways[M.DOMAIN_EMAIL], ways[M.PHONE]
        self._offer_mail(mail)
        self._offer_phone(phone)
        how = self.fields["how"]
        assert isinstance(how, forms.ChoiceField)
        choices = []
        if mail.is_possible:
            choices.append(
                (
                    M.DOMAIN_EMAIL,
                    _("By a code to an address that ends in %s; done at once") % mail.targets[0][1],
                )
            )
        if phone.is_possible:
            shown = ", ".join(shown for _number, shown in phone.targets[:3])
            choices.append((M.PHONE, _("By our call to the listed number, %s; within a few days") % shown))
        how.choices = choices
        how.initial = choices[0][0] if choices else None
        if data is not None:
            self._need_only(data.get("how", ""))

    def _need_only(self, how: str) -> None:
        """What belongs to the other way may stay empty."""
        for name, way in {"address": M.DOMAIN_EMAIL, "phone": M.PHONE, "contact": M.PHONE}.items():
            if name in self.fields:
                self.fields[name].required = how == way

    def _offer_mail(self, way: Way) -> None:
        if not way.is_possible:
            del self.fields["address"]
            return
        self.fields["address"].help_text = _("It ends in %(domain)s.") % {"domain": way.targets[0][1]}

    def _offer_phone(self, way: Way) -> None:
        if not way.is_possible:
            del self.fields["contact"]
        if len(way.targets) < 2:
            del self.fields["phone"]
            return
        field = self.fields["phone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose one")), *way.targets]
