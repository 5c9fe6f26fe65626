"""One plain sentence for each way that ketamine is given."""

from django.utils.translation import gettext as _

from providers.models.vocabulary import Route


def route_words(route: str) -> str:
    words = {
        Route.IV: _("Given slowly into a vein, in the clinic."),
        Route.IM: _("A shot into a muscle, in the clinic."),
        Route.SC: _("A shot under the skin."),
        Route.SPRAVATO: _(
            "Esketamine nasal spray. Given only at a certified site, never taken home. "
            "The only ketamine medicine that the FDA has approved for depression."
        ),
        Route.NASAL_COMPOUNDED: _(
            "A ketamine nasal spray made by a compounding pharmacy. It is not Spravato, "
            "and the FDA has not reviewed it (FDA alert, 2022)."
        ),
        Route.LOZENGE: _("A tablet that melts in the mouth, often made by a compounding pharmacy."),
        Route.ORAL: _("Swallowed as a tablet or a liquid."),
        Route.RECTAL: _("Given into the rectum."),
        Route.OTHER: _("Ask the clinic how it is given."),
    }
    return words[Route(route)]
