/** Which earlier exams a report says that it was compared with: modality and date, in the languages that reports come in. */

export interface MentionedExam {
  /** DICOM modality; null when none is named. */
  readonly modality: string | null;
  /** ISO dates: two where day and month cannot be told apart. */
  readonly dates: readonly string[];
}

/** A sentence that speaks of another exam. */
const comparing =
  /compar|prior|previous|earlier|vergleich|vorunter|voraufn|confront|precedent|précédent|anterior|vergelij|eerder/i;

const modalities: readonly (readonly [modality: string, names: RegExp])[] = [
  ['PT', /\bPET\b/i],
  ['CT', /\b(CT|CTA|TC|TDM|scanner|computed tomograph\w*|computertomograph\w*)\b/i],
  ['MR', /\b(MRI?|MRT|IRM|RM|RMN|magnet\w* resonan\w*)\b/i],
  ['US', /\b(US|ultrasound|sonogra\w*|ultraschall\w*|[ée]chogra\w*|ecograf\w*|echo)\b/i],
  ['MG', /\b(mammo\w*|mamo\w*)\b/i],
  ['DX', /\b(x-?rays?|radiogra\w*|films?|r[öo]ntgen\w*|CR|DX)\b/i],
];

const months: Readonly<Record<string, number>> = Object.fromEntries(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, at) => [
    name,
    at + 1,
  ]),
);

const pad = (value: number): string => String(value).padStart(2, '0');

/** Undefined for a day that there is not, or that no picture was made on. */
const isoOf = (year: number, month: number, day: number): string | undefined => {
  const text = `${year}-${pad(month)}-${pad(day)}`;
  const parsed = new Date(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(parsed.getTime()) && parsed.getUTCDate() === day && parsed.getUTCMonth() + 1 === month;
  return exists && year >= 1895 && year <= 2200 ? text : undefined;
};

const dayOrMonthFirst = (year: number, one: number, two: number): string[] =>
  [...new Set([isoOf(year, two, one), isoOf(year, one, two)])].filter((date) => date !== undefined);

const one = (date: string | undefined): string[] => (date === undefined ? [] : [date]);

/** Each form of a date with how it is read; longer forms first, so that none is taken for a part of another. */
const forms: readonly (readonly [form: RegExp, read: (parts: readonly string[]) => string[]])[] = [
  [/\b(\d{4})[-/](\d{1,2})[-/](\d{1,2})\b/g, ([y, m, d]) => one(isoOf(Number(y), Number(m), Number(d)))],
  [/\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b/g, ([d, m, y]) => one(isoOf(Number(y), Number(m), Number(d)))],
  [/\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b/g, ([a, b, y]) => dayOrMonthFirst(Number(y), Number(a), Number(b))],
  [/\b(\d{1,2}) ([A-Za-z]{3,9})\.? (\d{4})\b/g, ([d, m, y]) => named(y, m, d)],
  [/\b([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})\b/g, ([m, d, y]) => named(y, m, d)],
];

const named = (year: string | undefined, month: string | undefined, day: string | undefined): string[] => {
  const number = months[(month ?? '').slice(0, 3).toLowerCase()];
  return number === undefined ? [] : one(isoOf(Number(year), number, Number(day)));
};

interface Found {
  readonly at: number;
  readonly length: number;
  readonly dates: readonly string[];
}

const datesIn = (sentence: string): Found[] => {
  const found = forms.flatMap(([form, read]) =>
    [...sentence.matchAll(form)].map((hit) => ({ at: hit.index, length: hit[0].length, dates: read(hit.slice(1)) })),
  );
  return found.filter(({ dates }) => dates.length > 0).toSorted((a, b) => a.at - b.at);
};

/** The last one named before the date, or the first after it: "CT of 2 May 2024", "2 May 2024 (CT)". */
const modalityNear = (before: string, after: string): string | null => {
  const hits = modalities.flatMap(([modality, names]) =>
    [...before.matchAll(new RegExp(names, 'gi'))].map((hit) => ({ modality, at: hit.index })),
  );
  const last = hits.toSorted((a, b) => b.at - a.at)[0];
  return last?.modality ?? modalities.find(([, names]) => names.test(after))?.[0] ?? null;
};

/** Sentences end with a stop and a space, or with the line: dates have stops in them. */
const sentencesOf = (text: string): readonly string[] => text.split(/(?<=[.;!?])\s+(?=\D)|\n+/);

const MOST_TEXT = 100_000;
const MOST_MENTIONS = 20;

/** Nothing is guessed: a comparison without a whole date says that there is something, not what. */
export const mentionsIn = (heading: string, text: string): readonly MentionedExam[] => {
  const isComparison = comparing.test(heading);
  const mentions = sentencesOf(text.slice(0, MOST_TEXT)).flatMap((sentence) => {
    if (!isComparison && !comparing.test(sentence)) return [];
    const dates = datesIn(sentence);
    return dates.map((found, place) => {
      const last = dates[place - 1];
      const before = sentence.slice(last === undefined ? 0 : last.at + last.length, found.at);
      const after = sentence.slice(found.at + found.length, dates[place + 1]?.at);
      return { modality: modalityNear(before, after), dates: found.dates };
    });
  });
  return [...new Map(mentions.map((mention) => [JSON.stringify(mention), mention])).values()].slice(0, MOST_MENTIONS);
};
