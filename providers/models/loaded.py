"""Words that ship with the project as files and may be edited by staff once they are rows."""

from django.db import models


class Loaded(models.Model):
    """loaded_digest: SHA-256 of what the file said when this row was last written from it.

    A row that no longer says that was edited by staff, and a later load leaves it alone.
    """

    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
