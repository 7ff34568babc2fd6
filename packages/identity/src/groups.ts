/** Which of several records are one person, from what each pair of them says. */
import type { Match } from './types.ts';

/**
 * `same`: somebody decided so; `linked`: the linkage found so; `apart`: decided, or a named rule forbids it; `doubted`: held, and what holds
 * it speaks for two persons; `open`: none of these.
 */
export type PairVerdict = 'same' | 'linked' | 'apart' | 'doubted' | 'open';
export type VerdictOf = (one: string, other: string) => PairVerdict;

const contacts: readonly string[] = ['address', 'telephone', 'mail address'];

/**
 * Two identifiers where a person has one, and two ways to reach somebody that are both other ones. Either alone may be of one person: who
 * moved has another home and telephone, and an identifier may be wrong.
 */
const speaksForTwo = ({ rules, evidence }: Match): boolean =>
  rules.includes('other-identifier') &&
  rules.includes('namesakes') &&
  evidence.filter(({ field, level }) => contacts.includes(field) && level === 'differs').length >= 2;

/**
 * What the linkage finds of two records. Distinct for want of agreement keeps nobody apart whom something else joins; a named veto does.
 */
export const verdictOfMatch = (match: Match): PairVerdict => {
  const { outcome, rules } = match;
  if (outcome === 'auto-link') return 'linked';
  if (outcome === 'review') return speaksForTwo(match) ? 'doubted' : 'open';
  return rules.length > 0 ? 'apart' : 'open';
};

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

const verdictsBetween = (
  ones: readonly string[],
  others: readonly string[],
  verdict: VerdictOf,
): readonly PairVerdict[] => ones.flatMap((one) => others.map((other) => verdict(one, other)));

const saysBetween = (ones: readonly string[], others: readonly string[], verdict: VerdictOf) => {
  const verdicts = verdictsBetween(ones, others, verdict);
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

const nothingForbids = (records: readonly string[], verdict: VerdictOf): boolean => {
  const groups = decidedGroups(records, verdict);
  return groups.every((one, at) => groups.slice(at + 1).every((other) => !saysBetween(one, other, verdict).apart));
};

/**
 * True when two groups of records may be joined for a link between them: nothing between any two records keeps them apart, but for what
 * decisions join, and nothing between the groups casts doubt on the link, but for a decision between them. Who is together already, as by a
 * decision, is not parted by a doubt.
 */
export const canBeOne = (ones: readonly string[], others: readonly string[], verdict: VerdictOf): boolean => {
  const between = verdictsBetween(ones, others, verdict);
  if (between.includes('doubted') && !between.includes('same')) return false;
  return nothingForbids([...ones, ...others], verdict);
};
