"""Every language that can be offered or filtered by has a name in both of the site's languages."""

import pytest
from django.utils import translation

from providers.listings import languages
from providers.models.search_row import LANGUAGES
from providers.shown.access import language_name


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_language_has_a_name_that_leads_back_to_it(language):
    known = {*languages.COMMON, *LANGUAGES}
    with translation.override(language):
        names = {tag: language_name(tag) for tag in known}
        assert [tag for tag, name in names.items() if name == tag] == []
        assert len(set(names.values())) == len(known)
        assert {languages.tag_of(name): name for name in names.values()} == names
