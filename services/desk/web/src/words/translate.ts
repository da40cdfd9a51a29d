// Messages filled in, and numbers and moments as a language writes them.

import { MESSAGES, type Language, type Message, type MessageKey } from "./messages.ts";

export type Values = Readonly<Record<string, string | number>>;

const LOCALES: Readonly<Record<Language, string>> = { en: "en-GB", zh: "zh-CN" };

export function translate(language: Language, key: MessageKey, values: Values = {}): string {
  const message: Message = MESSAGES[key];
  const text = message[language];
  const form = typeof text === "string" ? text : text[values["n"] === 1 ? 0 : 1];
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? value.toLocaleString(LOCALES[language]) : value;
  });
}

/** A moment in the reader's own time zone; what is no moment stays as it is. */
export function formatMoment(language: Language, moment: string): string {
  return format(language, moment, { dateStyle: "medium", timeStyle: "short" });
}

/** A day of the calendar in UTC, as bars and filters have them. */
export function formatDay(language: Language, moment: string): string {
  const days = /^\d{4}-\d{2}-\d{2}$/.test(moment) || moment.includes("T00:00:00");
  return format(
    language,
    moment,
    days
      ? { dateStyle: "medium", timeZone: "UTC" }
      : { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" },
  );
}

export function formatNumber(language: Language, value: number): string {
  return value.toLocaleString(LOCALES[language]);
}

/** The name of a language by its code, in the language of the page. */
export function nameLanguage(language: Language, code: string): string {
  if (code === "und") return language === "zh" ? "未知" : "unknown";
  try {
    return new Intl.DisplayNames(LOCALES[language], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function chooseLanguage(remembered: string | null, preferred: readonly string[]): Language {
  if (remembered === "en" || remembered === "zh") return remembered;
  return preferred[0]?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

function format(language: Language, moment: string, style: Intl.DateTimeFormatOptions): string {
  const at = new Date(moment);
  if (!/^\d{4}-\d{2}/.test(moment) || Number.isNaN(at.getTime())) return moment;
  return new Intl.DateTimeFormat(LOCALES[language], style).format(at);
}
