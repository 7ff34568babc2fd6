/** How far the demo is: today's studies here, and their priors gathered. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Worklist, worklist } from '@throughline/contract';
import type { Truth } from '@throughline/tools/network';

export const readTruth = async (network: string): Promise<Truth> =>
  JSON.parse(await readFile(join(network, 'truth.json'), 'utf8')) as Truth;

const askWorklist = async (url: string): Promise<Worklist | undefined> => {
  const answer = await fetch(`${url}/api/worklist`).catch(() => undefined);
  return answer?.ok ? worklist.parse(await answer.json()) : undefined;
};

const everyMs = 500;
const patienceMs = 180_000;

/** Waits until every patient of today is listed and has been gathered, or patience ends. */
export const untilGathered = async (
  url: string,
  patients: number,
  onProgress: (arrived: number, gathered: number) => void,
): Promise<void> => {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const list = await askWorklist(url);
    const items = list?.items ?? [];
    const gathered = items.filter((item) => item.priors !== null && item.priors.ready === item.priors.relevant).length;
    onProgress(items.length, gathered);
    // One prior in the network lacks slices for good: its patient stays not ready.
    if (items.length >= patients && gathered >= patients - 1) return;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
};
