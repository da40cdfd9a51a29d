"""A tagger that knows a few names by heart, for tests of what the rules make of them."""

from tidings_enrich.tagging.tagger import NameSpan, SentenceReading


class DictionaryTagger:
    """Finds each of its names wherever it stands, the longest first; honours the Tagger port."""

    name = "dictionary 1"

    def __init__(self, **names):
        """Take names by type: ``DictionaryTagger(person=["甲"], place=["乙"])``."""
        self._types = {name: kind for kind, own in names.items() for name in own}
        self.batches = []

    def read(self, sentences):
        self.batches.append(len(sentences))
        return [SentenceReading(self._find(sentence)) for sentence in sentences]

    def _find(self, sentence):
        found, at = [], 0
        while at < len(sentence):
            fitting = [name for name in self._types if sentence.startswith(name, at)]
            name = max(fitting, key=len, default="")
            if name:
                found.append(NameSpan(at, at + len(name), self._types[name]))
            at += len(name) or 1
        return found
