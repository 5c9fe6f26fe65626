"""A chain's locations, services and prices as tables: what Excel saves, checked like the forms."""
