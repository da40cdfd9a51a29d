"""Names in English text: a model's, and rules over the whole article."""
