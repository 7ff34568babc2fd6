/** Checks a pack that was read from a file: a mistake is named with its path, so that whoever wrote the pack finds it. */
import { type Pack, relations } from './types.ts';

/** What is wrong with a pack, as a path and a sentence. */
export class PackError extends Error {
  override name = 'PackError';
}

type Check = (value: unknown, path: string) => void;

const fail = (path: string, wanted: string): never => {
  throw new PackError(`${path}: ${wanted}`);
};

const text: Check = (value, path) => {
  if (typeof value !== 'string' || value.trim() === '' || value.length > 4000) fail(path, 'a text is wanted');
};
const unit: Check = (value, path) => {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) fail(path, 'a number from 0 to 1 is wanted');
};
const count: Check = (value, path) => {
  if (typeof value !== 'number' || !(value >= 0)) fail(path, 'a number of 0 or more is wanted');
};
const yes: Check = (value, path) => {
  if (value !== true) fail(path, 'only true may stand here');
};
const pair: Check = (value, path) => {
  if (!Array.isArray(value) || value.length !== 2) fail(path, 'two numbers are wanted');
  for (const [at, one] of (value as unknown[]).entries()) count(one, `${path}[${at}]`);
};
const expression: Check = (value, path) => {
  text(value, path);
  try {
    new RegExp(value as string);
  } catch {
    fail(path, 'a regular expression is wanted');
  }
};
const oneOf =
  (...values: readonly string[]): Check =>
  (value, path) => {
    if (typeof value !== 'string' || !values.includes(value)) fail(path, `one of ${values.join(', ')} is wanted`);
  };
const relation: Check = (value, path) => {
  text(value, path);
  oneOf(...relations)((value as string).replace(/^!/, ''), path);
};
const listOf =
  (check: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value) || value.length > 5000) fail(path, 'a list is wanted');
    for (const [at, one] of (value as unknown[]).entries()) check(one, `${path}[${at}]`);
  };
const entries = (value: unknown, path: string): readonly [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
    : fail(path, 'an object is wanted');
const mapOf =
  (check: Check): Check =>
  (value, path) => {
    for (const [key, one] of entries(value, path)) check(one, `${path}.${key}`);
  };
const record =
  (needed: Readonly<Record<string, Check>>, other: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    const given = new Map(entries(value, path));
    for (const [key, check] of Object.entries(needed)) check(given.get(key), `${path}.${key}`);
    for (const [key, one] of given) {
      const check = needed[key] ?? other[key] ?? fail(`${path}.${key}`, 'no such field');
      if (one !== undefined) check(one, `${path}.${key}`);
    }
  };

const texts = listOf(text);
const weights = mapOf(mapOf(unit));
const pattern = record(
  {},
  {
    modality: texts,
    focus: texts,
    region: texts,
    side: texts,
    trait: texts,
    notTrait: texts,
    specialty: texts,
    under: count,
    over: count,
  },
);
const effect = record(
  {},
  {
    refuse: yes,
    warn: yes,
    answers: unit,
    cap: unit,
    floor: unit,
    scale: count,
    series: yes,
    apart: yes,
  },
);
const rule = record(
  { name: text, reason: text, source: text, effect },
  { now: pattern, prior: pattern, relation: listOf(relation), asks: expression, days: pair },
);
const aim = record({ name: text, otherAim: unit, noAim: unit, source: text, values: mapOf(expression) }, {});
const implied = record({ name: text, words: expression, modality: texts, part: text, means: text, source: text }, {});
const removal = record(
  { name: text, words: expression, focus: texts, effect: oneOf('refuse', 'cap'), source: text },
  { named: expression },
);
const duplicateWindow = record(
  { name: text, days: count, says: oneOf('probably-duplicate', 'show-before-ordering'), source: text },
  { modality: texts },
);
const neverWarn = record(
  { name: text, reason: text, source: text },
  { order: pattern, known: pattern, words: expression },
);

const pack = record(
  { name: text, title: text, source: text },
  {
    adjacency: weights,
    links: mapOf(mapOf(text)),
    modality: weights,
    modalityIn: mapOf(weights),
    raisedBy: mapOf(texts),
    traits: mapOf(expression),
    aims: listOf(aim),
    implied: listOf(implied),
    removals: listOf(removal),
    rules: listOf(rule),
    duplicateWindows: listOf(duplicateWindow),
    neverWarn: listOf(neverWarn),
  },
);

/** The pack, or a `PackError` that says where it is wrong. Takes what `JSON.parse` gives. */
export const readPack = (value: unknown): Pack => {
  pack(value, 'pack');
  return value as Pack;
};
