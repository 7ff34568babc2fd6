/** Copies of one examination at several sites, found although an import changed UID, accession or name. */
import { anatomyMatch } from './anatomy.ts';
import type { Rulebook } from './pack/rulebook.ts';
import type { Judged } from './pair.ts';
import type { Study } from './types.ts';

export interface Folded<S extends Study> {
  readonly fullest: Judged<S>;
  readonly copies: readonly Judged<S>[];
}

/** An import may lose or add a few objects: scout pictures, reports, presentation states. */
const alike = (a: number | undefined, b: number | undefined, share: number): boolean =>
  a === undefined || b === undefined || Math.abs(a - b) <= Math.max(2, share * Math.max(a, b));

const isVague = (one: Judged): boolean => one.meaning.parts.length === 0 || one.meaning.traits.has('outside');

const times = (a: Study, b: Study): 'same' | 'other' | 'unknown' => {
  if (!a.time || !b.time) return 'unknown';
  return a.time.slice(0, 5) === b.time.slice(0, 5) ? 'same' : 'other';
};

const isCopy = (a: Judged, b: Judged, book: Rulebook): boolean => {
  const [x, y] = [a.said, b.said];
  if (x.studyUid !== undefined && x.studyUid !== '' && x.studyUid === y.studyUid) return true;
  if (!x.siteName || !y.siteName || x.siteName === y.siteName || x.date !== y.date || !x.date) return false;
  const [m, n] = [a.meaning, b.meaning];
  if (m.empty !== 'no' || n.empty !== 'no' || m.modality !== n.modality || m.modality === 'NONE') return false;
  if (times(x, y) === 'other') return false;
  if (m.side !== n.side && m.side !== 'none' && n.side !== 'none') return false;
  const same = anatomyMatch(m, n, book) >= 0.95 && anatomyMatch(n, m, book) >= 0.95;
  if (same) return alike(x.instances, y.instances, 0.3);
  const vague = isVague(a) || isVague(b);
  return vague && x.instances !== undefined && y.instances !== undefined && alike(x.instances, y.instances, 0.05);
};

const bucketed = <S extends Study>(judged: readonly Judged<S>[], keyOf: (study: Study) => string | undefined) => {
  const buckets = new Map<string, number[]>();
  for (const [at, one] of judged.entries()) {
    const key = keyOf(one.said);
    if (!key) continue;
    const bucket = buckets.get(key);
    if (bucket) bucket.push(at);
    else buckets.set(key, [at]);
  }
  return [...buckets.values()].filter((bucket) => bucket.length > 1);
};

const none: readonly never[] = [];

/** Groups copies; of each the fullest speaks. Does not depend on the order. */
export const foldCopies = <S extends Study>(judged: readonly Judged<S>[], book: Rulebook): readonly Folded<S>[] => {
  const root = judged.map((_, at) => at);
  const find = (at: number): number => {
    let up = at;
    while (root[up] !== up) up = root[up] as number;
    return up;
  };
  const candidates = [...bucketed(judged, (study) => study.date), ...bucketed(judged, (study) => study.studyUid)];
  for (const bucket of candidates)
    for (const [i, a] of bucket.entries())
      for (const b of bucket.slice(i + 1)) {
        const [one, other] = [judged[a], judged[b]];
        if (one && other && find(a) !== find(b) && isCopy(one, other, book)) root[find(b)] = find(a);
      }
  const groups = Map.groupBy(judged.keys(), find);
  return Array.from(groups.values(), (members) => {
    const [only] = members;
    if (members.length === 1 && only !== undefined) return { fullest: judged[only] as Judged<S>, copies: none };
    const [fullest, ...copies] = members
      .map((at) => judged[at] as Judged<S>)
      .toSorted(
        (a, b) =>
          (b.said.instances ?? 0) - (a.said.instances ?? 0) ||
          Number(isVague(a)) - Number(isVague(b)) ||
          a.place - b.place,
      );
    return { fullest: fullest as Judged<S>, copies };
  });
};
