"""Chinese names in Latin letters, as English text writes them: Chaoyang for 朝阳."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tidings_enrich.places.forms import make_key

_LONGEST_PHRASE = 4
# What English text calls the kinds of units.
_KINDS = {"市": "City", "区": "District", "县": "County", "州": "Prefecture", "盟": "League"}


@dataclass(frozen=True, slots=True)
class Speller:
    """Reads names by the lists of pypinyin: words first, since 长 is chang or zhang."""

    phrases: dict[str, str]
    characters: dict[str, str]

    def spell(self, name: str) -> str:
        """Return ``name`` in lower-case letters without marks of tone."""
        spelt, at = "", 0
        while at < len(name):
            for length in range(min(_LONGEST_PHRASE, len(name) - at), 0, -1):
                piece = name[at : at + length]
                sound = self.phrases.get(piece) if length > 1 else self.characters.get(piece, "")
                if sound is not None:
                    spelt += sound
                    at += length
                    break
        return spelt

    def list_names(self, name: str, stem: str) -> list[str]:
        """Return what English text may call a unit: chaoyang, chaoyang district."""
        spelt = self.spell(stem)
        kind = _KINDS.get(name[-1])
        bare = [spelt] if len(stem) > 1 else []
        return [*bare, f"{spelt} {kind}"] if spelt and kind else bare


def read_speller(sources: Path, sounds: dict[str, str]) -> Speller:
    """Return the speller of the package pypinyin, put right by the project's own ``sounds``."""
    folder = sources / "pypinyin"
    phrases: dict[str, list[list[str]]] = json.loads((folder / "phrases_dict.json").read_bytes())
    characters: dict[str, str] = json.loads((folder / "pinyin_dict.json").read_bytes())
    return Speller(
        {
            phrase: make_key("".join(sounds[0] for sounds in each))
            for phrase, each in phrases.items()
            if len(phrase) <= _LONGEST_PHRASE and not any(each in phrase for each in sounds)
        }
        | {name: sound for name, sound in sounds.items() if len(name) > 1},
        {chr(int(code)): make_key(each.split(",")[0]) for code, each in characters.items()}
        | {name: sound for name, sound in sounds.items() if len(name) == 1},
    )
