/** Which of several records are one person, from what each pair of them says. */

/** `same`: somebody decided so; `linked`: the linkage found so; `apart`: decided, or a named rule forbids it; `open`: neither. */
export type PairVerdict = 'same' | 'linked' | 'apart' | 'open';
export type VerdictOf = (one: string, other: string) => PairVerdict;

/** Records that decisions join, directly or through others: no finding comes between them. */
const decidedGroups = (records: readonly string[], verdict: VerdictOf): readonly (readonly string[])[] => {
  const groups: string[][] = [];
  for (const record of records) {
    const joined = groups.filter((group) => group.some((member) => verdict(member, record) === 'same'));
    const merged = [...joined.flat(), record];
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups;
};

const saysBetween = (ones: readonly string[], others: readonly string[], verdict: VerdictOf) => {
  const verdicts = ones.flatMap((one) => others.map((other) => verdict(one, other)));
  return { apart: verdicts.includes('apart'), linked: verdicts.includes('linked') || verdicts.includes('same') };
};

/**
 * The records that are one person with `anchor`: joined by links, directly or through others. `apart` between two records breaks a
 * group: then only the anchor's side stays, as far as links lead from it without a record that is kept apart from one already in.
 */
export const clusterOf = (anchor: string, records: readonly string[], verdict: VerdictOf): ReadonlySet<string> => {
  const all = records.includes(anchor) ? records : [anchor, ...records];
  let left = decidedGroups(all, verdict);
  const group = [...(left.find((each) => each.includes(anchor)) ?? [anchor])];
  left = left.filter((each) => !each.includes(anchor));
  for (let grown = true; grown; ) {
    grown = false;
    for (const each of left) {
      const { apart, linked } = saysBetween(group, each, verdict);
      if (apart || !linked) continue;
      group.push(...each);
      left = left.filter((other) => other !== each);
      grown = true;
    }
  }
  return new Set(group);
};

/** True when nothing between any two of these records keeps them apart, but for what decisions join. */
export const canBeOne = (records: readonly string[], verdict: VerdictOf): boolean => {
  const groups = decidedGroups(records, verdict);
  return groups.every((one, at) => groups.slice(at + 1).every((other) => !saysBetween(one, other, verdict).apart));
};
