// What may stand on the page. Markup is harmless, for nothing here is ever read as HTML; what is left
// are characters that turn the direction of their surroundings, or that a terminal would obey.

const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Each character that acts instead of being read becomes U+FFFD, so that no offset moves. */
export function shown(text: string): string {
  return text.replace(UNSEEN, "\ufffd");
}

/** JSON with every string made fit to be shown. */
export function parseShown(json: string): unknown {
  return JSON.parse(json, (_, value: unknown) =>
    typeof value === "string" ? shown(value) : value,
  );
}

/** The address where it is one of the web, else null: an article's link is what a feed said. */
export function webAddress(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    const { protocol } = new URL(url);
    return protocol === "http:" || protocol === "https:" ? url : null;
  } catch {
    return null;
  }
}
