"""Counts the locations of each cell of the map, after a load and every night."""

from django.db import connection, transaction

from providers.models.search_density import CELLS_PER_DEGREE

FILL = """
    INSERT INTO providers_searchdensity (grid, lat, lng, locations)
    SELECT grid, floor(degrees(asin(z)) * scale), floor(lng * scale), count(*)
    FROM providers_searchrow
    CROSS JOIN unnest(%s::smallint[], %s::float8[]) AS grids (grid, scale)
    WHERE z IS NOT NULL
    GROUP BY 1, 2, 3
"""


@transaction.atomic
def refresh() -> None:
    """Some three seconds for a million locations; a search meanwhile reads the old counts."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM providers_searchdensity")
        cursor.execute(FILL, [list(range(len(CELLS_PER_DEGREE))), list(CELLS_PER_DEGREE)])
