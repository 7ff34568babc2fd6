/** Which studies nobody answers for: days and modalities that no source in scope says it has. */
import type { LedgerSource } from './ledger.ts';

const DAY_MS = 86_400_000;

/** Days from the first to the last, both included; null: open on that side. `modalities` are those that are answered for. */
interface Gap {
  readonly from: string | null;
  readonly to: string | null;
  readonly modalities: readonly string[];
}

const shifted = (day: string, by: number): string => new Date(Date.parse(day) + by * DAY_MS).toISOString().slice(0, 10);

/** The first days of the stretches within which no source begins or ends. */
const stretchesOf = (sources: readonly LedgerSource[]): readonly (string | null)[] => {
  const begins = sources.flatMap(({ from, to }) => [from, to === null ? null : shifted(to, 1)]);
  return [null, ...new Set(begins.filter((day) => day !== null).toSorted())];
};

const answersFor = (source: LedgerSource, from: string | null, to: string | null): boolean =>
  (source.from === null || (from !== null && source.from <= from)) &&
  (source.to === null || (to !== null && source.to >= to));

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.join() === other.join();

/** In order of time; what is answered for whole is left out, and neighbours that are alike are one. */
export const gapsOf = (sources: readonly LedgerSource[]): readonly Gap[] => {
  const begins = stretchesOf(sources);
  const gaps: Gap[] = [];
  for (const [at, from] of begins.entries()) {
    const next = begins[at + 1];
    const to = next ? shifted(next, -1) : null;
    const there = sources.filter((source) => answersFor(source, from, to));
    if (there.some((source) => source.modalities === null)) continue;
    const modalities = [...new Set(there.flatMap((source) => source.modalities ?? []))].toSorted();
    const last = gaps.at(-1);
    const touches = last !== undefined && last.to !== null && from !== null && shifted(last.to, 1) === from;
    if (last && touches && isSame(last.modalities, modalities)) gaps.splice(-1, 1, { ...last, to });
    else gaps.push({ from, to, modalities });
  }
  return gaps;
};

const periodOf = ({ from, to }: Gap): string => {
  if (from === null) return to === null ? '' : ` before ${shifted(to, 1)}`;
  return to === null ? ` from ${from} on` : ` from ${from} to ${to}`;
};

/** "no hospital answers for studies before 2012-01-01", or for other modalities than some. */
export const gapText = (gap: Gap): string => {
  const which = gap.modalities.length === 0 ? 'studies' : `studies other than ${gap.modalities.join(', ')}`;
  return `no hospital answers for ${which}${periodOf(gap)}`;
};
