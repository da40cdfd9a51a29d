// Two versions of one story, sentence by sentence. Pure.

export interface Sentence {
  /** As it stands, with what follows it up to the next one. */
  readonly text: string;
  /** Whether the other version has it, too. */
  readonly shared: boolean;
}

// Up to a full stop in any width, the quotation marks that close with it and spaces; or a line's end.
const SENTENCE = /[^]+?(?:[。！？!?…]+[”’」』"')）]*[^\S\n]*|\.["”’]?[^\S\n]+|\n|$)/gu;
// What printers do differently is no other sentence.
const SILENT = /[\s\p{P}]/gu;

export function splitSentences(text: string): string[] {
  return text.match(SENTENCE) ?? [];
}

/** The sentences of `text`, each with whether `other` has it. */
export function compareSentences(text: string, other: string): Sentence[] {
  const theirs = new Set(splitSentences(other).map(strip));
  return splitSentences(text).map((each) => ({ text: each, shared: theirs.has(strip(each)) }));
}

function strip(sentence: string): string {
  return sentence.normalize("NFKC").replace(SILENT, "").toLowerCase();
}
