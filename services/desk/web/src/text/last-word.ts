/** What is typed, cut before the word that is being written: names are suggested for that one. */
export function cutLastWord(text: string): { rest: string; last: string } {
  const at = /[^\s"“”]*$/u.exec(text)?.index ?? text.length;
  const rest = text.slice(0, at);
  // Inside of quotation marks a phrase is written, and a name would break it.
  if (isInQuotes(rest)) return { rest: text.trim(), last: "" };
  return { rest: rest.trim(), last: text.slice(at) };
}

function isInQuotes(text: string): boolean {
  return [...text.matchAll(/["“”]/g)].length % 2 === 1;
}
