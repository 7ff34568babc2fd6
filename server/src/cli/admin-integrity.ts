/** `throughline admin scrub`, `orphans`: are the bytes still what they were, and which belong to nothing? */
import { parseArgs } from 'node:util';
import { type ScrubOptions, scrub } from '../features/integrity/index.ts';
import { listOrphans } from '../features/store/index.ts';
import type { Actions } from './admin-arguments.ts';
import { CommandError, print, progress, UsageError } from './command.ts';
import { withHub } from './context.ts';

export const integrityHelp = `       throughline admin scrub [--study UID] [--mib-per-second N]
       throughline admin orphans

"scrub" reads every copy of every object again and names those that are no longer what was stored; a damaged copy is replaced
when there is another one, and is served to nobody. Ctrl-C stops it. It ends with 1 when something is damaged and could not be
repaired, and when there is no such study. "orphans" lists blobs older than a day that belong to no object; the hub itself moves them to quarantine.`;

/** Ends the work at Ctrl-C instead of the process. */
const untilInterrupted = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', onSignal);
  }
};

const MIB = 2 ** 20;

const rateOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError('--mib-per-second must be a whole number.');
  return Number(text) * MIB;
};

const runScrub = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: { study: { type: 'string' }, 'mib-per-second': { type: 'string' } },
  });
  const rate = rateOf(values['mib-per-second']);
  const options: ScrubOptions = {
    ...(values.study !== undefined && { studyInstanceUid: values.study }),
    ...(rate !== undefined && { bytesPerSecond: rate }),
    onProgress: (copies, bytes) => progress(`${copies} copies, ${Math.round(bytes / MIB)} MiB`),
  };
  const report = await withHub((context, principal) =>
    untilInterrupted((signal) => scrub(context, principal, { ...options, signal })),
  );
  // A study that is not here is not whole.
  if (values.study !== undefined && report.copies === 0 && !report.stopped)
    throw new CommandError(`Nothing is stored of a study ${values.study}.`);
  for (const damage of report.damaged) print(damage);
  print({ ...report, damaged: report.damaged.length });
  return report.damaged.some((damage) => !damage.repaired) ? 1 : 0;
};

const orphans = async (): Promise<number> => {
  const found = await withHub(listOrphans);
  for (const blob of found) print({ blob });
  print({ orphans: found.length });
  return 0;
};

export const integrityActions: Actions = {
  scrub: runScrub,
  orphans,
};
