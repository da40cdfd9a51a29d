"""Known names are found wherever they stand, and nowhere else."""

from tidings_enrich.tagging.names.occurrences import find_occurrences


def test_a_name_at_the_end_of_the_text_is_found_beside_a_longer_one_that_starts_alike():
    body = "临江市医院"
    found = list(find_occurrences(body, ["临江市医院", "临江市第一中学校"]))
    assert found == [(0, 5, "临江市医院")]


def test_the_longest_of_the_names_that_start_at_one_place_is_found():
    assert list(find_occurrences("到 临江 市", ["临江", "临江市"])) == [(2, 6, "临江市")]
