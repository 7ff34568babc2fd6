/** Packs put together: later ones add to and overrule earlier ones. Made once for a set of packs. */
import type { Aim, DuplicateWindow, Implied, NeverWarn, Pack, Relation, Removal, Rule } from './types.ts';

export interface CompiledAim extends Omit<Aim, 'values'> {
  readonly values: readonly (readonly [string, RegExp])[];
}

export interface CompiledImplied extends Implied {
  readonly find: RegExp;
}

export interface CompiledRemoval extends Removal {
  readonly find: RegExp;
  readonly findNamed?: RegExp;
}

/** A rule with its relations told apart: those that hold, and those that do not. */
export interface CompiledRule extends Rule {
  readonly holds: readonly Relation[];
  readonly holdsNot: readonly Relation[];
  readonly find?: RegExp;
}

type Table<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;
type Weights = Table<number>;

export interface Rulebook {
  readonly adjacency: Weights;
  readonly links: Table<string>;
  readonly modality: Weights;
  readonly modalityIn: Readonly<Record<string, Weights>>;
  readonly raisedBy: Readonly<Record<string, readonly string[]>>;
  readonly traits: readonly (readonly [string, RegExp])[];
  readonly aims: readonly CompiledAim[];
  readonly implied: readonly CompiledImplied[];
  readonly removals: readonly CompiledRemoval[];
  readonly rules: readonly CompiledRule[];
  readonly duplicateWindows: readonly DuplicateWindow[];
  readonly neverWarn: readonly (NeverWarn & { readonly find?: RegExp })[];
}

const mergeTables = <T>(all: readonly (Table<T> | undefined)[]): Table<T> => {
  const merged: Record<string, Record<string, T>> = {};
  for (const table of all)
    for (const [key, row] of Object.entries(table ?? {})) merged[key] = { ...merged[key], ...row };
  return merged;
};

/** A part that stands for its whole region: what is said of the lungs is said of a chest examined as a whole. */
const wholes: Readonly<Record<string, string>> = { lungs: 'chest', 'neck-soft-tissue': 'neck', head: 'brain' };

/** The name under which a focus or a region is looked up. */
export const partName = (name: string): string => wholes[name] ?? name;

const renamed = <T>(row: Readonly<Record<string, T>> = {}): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [partName(key), value]));

const linksOf = (links: Table<string> = {}): Table<string> =>
  renamed(Object.fromEntries(Object.entries(links).map(([part, row]) => [part, renamed(row)])));

/** Of two names of one part the larger weight holds within a pack. */
const adjacencyOf = (weights: Weights = {}): Weights => {
  const merged: Record<string, Record<string, number>> = {};
  for (const [now, row] of Object.entries(weights)) {
    const own = merged[partName(now)] ?? {};
    merged[partName(now)] = own;
    for (const [prior, weight] of Object.entries(row))
      own[partName(prior)] = Math.max(own[partName(prior)] ?? 0, weight);
  }
  return merged;
};

const compiled = (values: Readonly<Record<string, string>>): readonly (readonly [string, RegExp])[] =>
  Object.entries(values).map(([name, words]) => [name, new RegExp(words)] as const);

/** Of entries of one name the last counts. */
const named = <T extends { readonly name: string }>(all: readonly T[]): readonly T[] => [
  ...new Map(all.map((one) => [one.name, one])).values(),
];

const inFocus = (packs: readonly Pack[]): Rulebook['modalityIn'] => {
  const tables = packs.map((pack) => renamed(pack.modalityIn));
  const foci = new Set(tables.flatMap((table) => Object.keys(table)));
  return Object.fromEntries([...foci].map((focus) => [focus, mergeTables(tables.map((table) => table[focus]))]));
};

const compiledRule = (rule: Rule): CompiledRule => {
  const relations = rule.relation ?? [];
  return {
    ...rule,
    holds: relations.filter((one) => !one.startsWith('!')) as Relation[],
    holdsNot: relations.filter((one) => one.startsWith('!')).map((one) => one.slice(1)) as Relation[],
    ...(rule.asks !== undefined && { find: new RegExp(rule.asks) }),
  };
};

const make = (packs: readonly Pack[]): Rulebook => ({
  adjacency: mergeTables(packs.map((pack) => adjacencyOf(pack.adjacency))),
  links: mergeTables(packs.map((pack) => linksOf(pack.links))),
  modality: mergeTables(packs.map((pack) => pack.modality)),
  modalityIn: inFocus(packs),
  raisedBy: Object.assign({}, ...packs.map((pack) => pack.raisedBy ?? {})),
  traits: compiled(Object.assign({}, ...packs.map((pack) => pack.traits ?? {}))),
  aims: named(packs.flatMap((pack) => pack.aims ?? [])).map((aim) => ({ ...aim, values: compiled(aim.values) })),
  implied: named(packs.flatMap((pack) => pack.implied ?? [])).map((one) => ({ ...one, find: new RegExp(one.words) })),
  removals: named(packs.flatMap((pack) => pack.removals ?? [])).map((one) => ({
    ...one,
    find: new RegExp(one.words),
    ...(one.named !== undefined && { findNamed: new RegExp(one.named) }),
  })),
  rules: named(packs.flatMap((pack) => pack.rules ?? [])).map(compiledRule),
  duplicateWindows: named(packs.flatMap((pack) => pack.duplicateWindows ?? [])),
  neverWarn: named(packs.flatMap((pack) => pack.neverWarn ?? [])).map((one) =>
    one.words === undefined ? one : { ...one, find: new RegExp(one.words) },
  ),
});

const kept = new WeakMap<readonly Pack[], Rulebook>();

/** The rulebook of a list of packs; the same list object is put together once. */
export const rulebookOf = (packs: readonly Pack[]): Rulebook => {
  const known = kept.get(packs);
  if (known) return known;
  const book = make(packs);
  kept.set(packs, book);
  return book;
};
