/** What the text of the current study says of the past: when something was done, and what was taken away. Never required. */

import { conceptOf, questionOf } from '@throughline/terminology';
import type { Side } from './meaning.ts';
import { type CompiledRemoval, partName, type Rulebook } from './pack/rulebook.ts';
import { plainText } from './plain-text.ts';
import { isAhead, whereRemoved } from './removed.ts';
import { daysAgoInScript, scriptText, sideInScriptNear, whereRemovedInScript } from './removed-in-script.ts';
import type { Study } from './types.ts';

export interface Event {
  /** Days since 1970. */
  readonly day: number;
  /** How far off it may be, days. */
  readonly slack: number;
  /** Something was done; otherwise something began or was found. */
  readonly treated: boolean;
}

export interface Removed {
  readonly removal: CompiledRemoval;
  readonly side: Side;
  readonly event: Event | undefined;
}

export interface Facts {
  readonly event: Event | undefined;
  /** Where the text states the weeks of a pregnancy: the day on which it began. */
  readonly pregnancyBegan: number | undefined;
  readonly removed: readonly Removed[];
  /** The one side that the text names; `none` where it names none or both. */
  readonly side: Side;
  /** Parts of the body that the reason for exam and the report ask about. */
  readonly asked: readonly string[];
  readonly plain: string;
}

const unitDays: readonly (readonly [RegExp, number])[] = [
  [/^(d|day|days|j|jours?|tage?n?|dias?|giorni|dagen)$/, 1],
  [/^(w|wk|wks|weeks?|wochen?|semaines?|sem|semanas?|settimane|weken)$/, 7],
  [/^(m|mo|mos|mth|months?|monate?n?|mois|meses|mesi|maanden)$/, 30.4],
  [/^(y|yr|yrs|years?|jahre?n?|ans?|anos?|anni|jaar)$/, 365.25],
];

const daysOf = (count: string, unit: string): number | undefined => {
  const days = unitDays.find(([words]) => words.test(unit))?.[1];
  return days === undefined ? undefined : Number(count) * days;
};

const done =
  'post|after|s p|status|nach|apres|tras|dopo|apos|orif|repair|closure|recheck|since|fusion|graft|arthroplasty|th[ar]|tk[ar]|pinn\\w*|fixation|resection|surgery';
/** `2 weeks before surgery`, `surgery in 2 weeks`: nothing has been done. */
const toCome = 'before|until|pre|prior|to|in|planned|scheduled|for|vor|bis|avant|antes|prima|voor';
const before = new RegExp(`\\b(\\d{1,3}) ?([a-z]{1,9}) (?:(?!(?:${toCome}) )\\w+ )?(?:${done})\\b`);
const behind = new RegExp(
  `\\b(?:${done}|pinned|orif|repaired)\\b(?: (?!(?:${toCome}) )[a-z]\\w*){0,3} (\\d{1,3}) ?([a-z]{1,9})\\b`,
);
const implantFirst = /\b(?:th[ar]|tk[ar]|evar|tavi|tavr|r?tsa)\b (\d{1,3}) ?([a-z]{1,9})\b/;
const year = /\b((?:19|20)\d\d)\b/;

const eventOf = (plain: string, today: number, script: string): Event | undefined => {
  const days = daysAgoInScript(script);
  if (days !== undefined && days > 0) return { day: today - days, slack: Math.max(3, days * 0.12), treated: true };
  for (const words of [before, behind, implantFirst]) {
    const [found = '', count, unit] = words.exec(plain) ?? [];
    const ago = count === undefined ? undefined : daysOf(count, unit ?? '');
    if (ago !== undefined && ago > 0 && ago < 40_000)
      return { day: today - ago, slack: Math.max(3, ago * 0.12), treated: !/recheck|since/.test(found) };
  }
  const found = year.exec(plain);
  const [, named] = found ?? [];
  if (found === null || named === undefined || isAhead(plain.slice(0, found.index), '')) return undefined;
  const middle = Date.UTC(Number(named), 6, 1) / 86_400_000;
  return middle < today + 183 ? { day: Math.min(middle, today), slack: 183, treated: true } : undefined;
};

const weeks = /\b(\d{1,2}) ?(?:w|wk|wks|weeks?|sa|ssw|sem|semanas?|settimane|weken)(?: ?\d ?d?)?\b/;
const firstTrimester = /\bdating|<14|\bnt\b|nuchal|first tri|\b1st tri/;

const pregnancyOf = (plain: string, today: number): number | undefined => {
  const [, count] = weeks.exec(plain) ?? [];
  if (count !== undefined && Number(count) >= 4 && Number(count) <= 43) return today - Number(count) * 7;
  return firstTrimester.test(plain) ? today - 98 : undefined;
};

const leftWords = /\b(left|lt|links|li|izq|izquierd[ao]s?|gauche|sinistr[ao]|esquerd[ao]|linker)\b/;
const rightWords = /\b(right|rt|rechts|re|der|derech[ao]s?|droite?|destr[ao]|direit[ao]|rechter)\b/;

const sideIn = (plain: string, raw = ''): Side => {
  const left = leftWords.test(plain) || /\bL\b(?!\W{0,2}(spine|\d))/.test(raw);
  const right = rightWords.test(plain) || /\bR\b/.test(raw);
  if (left === right) return 'none';
  return left ? 'left' : 'right';
};

const sideNear = (near: string): Side =>
  sideIn(
    near,
    near.replace(/\b[lr]\b/g, (letter) => letter.toUpperCase()),
  );

const otherScript = /[^\p{Script=Latin}\p{Script=Common}\p{M}]/u;

/** In running text a short word is mostly another one: Greek δε denies, and αρ is a number. A character or a syllable is a word. */
const isSideWord = (word: string): boolean => word.length >= 3 || /[\p{Script=Han}\p{Script=Hangul}]/u.test(word);

/** The side that a reason in another script names; such letters are not in its plain text. */
const sideInScript = (reason: string): Side => {
  if (!otherScript.test(reason)) return 'none';
  const { laterality, evidence } = conceptOf({ name: reason });
  if (laterality !== 'left' && laterality !== 'right') return 'none';
  return evidence.some(({ from, gave }) => gave === `side:${laterality}` && isSideWord(from)) ? laterality : 'none';
};

const sideOfReason = (reason: string): Side => {
  const side = sideIn(plainText(reason), reason);
  return side === 'none' ? sideInScript(reason) : side;
};

/** The side of an organ that is gone is not the one that is asked about. */
const sideAsked = (side: Side, removed: readonly Removed[]): Side =>
  removed.some((one) => one.removal.effect === 'refuse' && one.side === side) ? 'none' : side;

export const factsOf = (current: Study, today: number, book: Rulebook): Facts => {
  const parts = [current.reasonForExam, current.description, current.reportText];
  const plain = plainText(parts.filter((part) => part !== undefined).join(' . '));
  const script = scriptText(parts.filter((part) => part !== undefined).join(' . '));
  const event = Number.isNaN(today) ? undefined : eventOf(plain, today, script);
  const removed = book.removals.flatMap((removal): readonly Removed[] => {
    const near = whereRemoved(plain, removal);
    if (near !== undefined) return [{ removal, side: sideNear(near), event }];
    const inScript = whereRemovedInScript(script, removal);
    return inScript === undefined ? [] : [{ removal, side: sideInScriptNear(inScript), event }];
  });
  const reason = (current.reasonForExam ?? '').slice(0, 2000);
  return {
    event,
    pregnancyBegan: pregnancyOf(plain, today),
    removed,
    side: sideAsked(sideOfReason(reason), removed),
    asked: questionOf(current.reasonForExam, current.reportText).map(({ focus }) => partName(focus)),
    plain,
  };
};
