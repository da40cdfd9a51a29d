// Questions to the service, and what can go wrong with one.

import { parseShown } from "../text/shown.ts";

/** `waits` is for what passes by itself: the page asks again. Status 0 is no answer at all. */
export class Problem extends Error {
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly waits: boolean;

  constructor(title: string, detail: string, status: number) {
    super(detail || title);
    this.title = title;
    this.detail = detail;
    this.status = status;
    this.waits = status === 0 || status === 429 || status >= 502;
  }
}

// The service itself gives Elasticsearch 10 s at most; what takes longer is not coming.
const PATIENCE_MS = 20_000;

/** Raises Problem; an abort of `signal` raises as fetch does. */
export async function ask<T>(path: string, signal: AbortSignal): Promise<T> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const [response, text] = await fetchText(path, signal, patience);
  const type = response.headers.get("content-type") ?? "";
  if (!response.ok) throw readProblem(response.status, type, text);
  try {
    return parseShown(text) as T;
  } catch {
    throw new Problem("", `${path} answered with something else than JSON`, 502);
  }
}

async function fetchText(
  path: string,
  signal: AbortSignal,
  patience: AbortSignal,
): Promise<[Response, string]> {
  try {
    const response = await fetch(path, {
      signal: AbortSignal.any([signal, patience]),
      headers: { accept: "application/json" },
    });
    return [response, await response.text()];
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Problem("", patience.aborted ? "timeout" : String(error), 0);
  }
}

export function readProblem(status: number, type: string, text: string): Problem {
  if (type.includes("json")) {
    try {
      const told = parseShown(text) as { title?: unknown; detail?: unknown };
      return new Problem(words(told?.title), words(told?.detail), status);
    } catch {
      // What claims to be JSON and is not tells no more than its status.
    }
  }
  return new Problem("", "", status);
}

function words(value: unknown): string {
  return typeof value === "string" ? value : "";
}
