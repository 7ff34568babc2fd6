import type { Judged } from './likeness.ts';
import type { Study } from './types.ts';

const alike = (a: number | undefined, b: number | undefined): boolean =>
  a === undefined || b === undefined || Math.abs(a - b) <= Math.max(2, 0.3 * Math.max(a, b));

/** The same examination kept at two sites: by its UID, or by its day, meaning and size where an import changed the UID. */
const isCopy = (a: Judged, b: Judged): boolean => {
  if (a.study.studyUid !== undefined && a.study.studyUid !== '' && a.study.studyUid === b.study.studyUid) return true;
  if (a.study.siteName === undefined || a.study.siteName === b.study.siteName || a.study.date !== b.study.date)
    return false;
  const [x, y] = [a.concept, b.concept];
  const same =
    x.modality === y.modality && x.focus === y.focus && x.laterality === y.laterality && x.modality !== 'NONE';
  return same && x.regions.join() === y.regions.join() && alike(a.study.instances, b.study.instances);
};

export interface Folded<S extends Study> {
  readonly fullest: Judged<S>;
  readonly copies: readonly Judged<S>[];
}

/** Groups copies; of each the fullest speaks. */
export const foldCopies = <S extends Study>(judged: readonly Judged<S>[]): readonly Folded<S>[] => {
  const groups: Judged<S>[][] = [];
  for (const one of judged) {
    const group = groups.find((members) => members.some((member) => isCopy(member, one)));
    if (group) group.push(one);
    else groups.push([one]);
  }
  return groups.map((group) => {
    const [fullest, ...copies] = group.toSorted(
      (a, b) => (b.study.instances ?? 0) - (a.study.instances ?? 0) || a.place - b.place,
    );
    return { fullest: fullest as Judged<S>, copies };
  });
};
