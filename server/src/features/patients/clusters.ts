/** Which of several records are one person, from what each pair of them says. Pure. */

export type PairVerdict = 'linked' | 'apart' | 'open';

/**
 * Groups of records that are joined by links, directly or through others. `apart` between two records of one group breaks it:
 * then only `anchor`'s side stays, as far as links lead from it without a record that is kept apart from one already in.
 */
export const clusterOf = (
  anchor: string,
  records: readonly string[],
  verdict: (one: string, other: string) => PairVerdict,
): ReadonlySet<string> => {
  const group = new Set([anchor]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const record of records) {
      if (group.has(record)) continue;
      const verdicts = [...group].map((member) => verdict(member, record));
      if (!verdicts.includes('linked') || verdicts.includes('apart')) continue;
      group.add(record);
      grown = true;
    }
  }
  return group;
};
