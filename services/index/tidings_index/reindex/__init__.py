"""A new index in the place of the present one, while articles go on arriving."""
