import type { OrthancPeer } from './orthanc.ts';

/** What the same work is given to: another archive, or a program that does no more than write the bytes (ingest). */
export type Peer = OrthancPeer | 'copy';

/** What every benchmark is given and gives (docs/operating/measuring). */
export interface BenchmarkOptions {
  readonly peer: Peer | undefined;
  readonly associations: number;
  /** who sends: our own SCU or DCMTK's `storescu` */
  readonly sender: 'ours' | 'storescu';
  readonly quick: boolean;
  /** no progress on standard error */
  readonly silent: boolean;
}

interface BenchmarkResult {
  readonly what: string;
  readonly ours: Readonly<Record<string, number | null>>;
  readonly peer: Readonly<Record<string, number | null>> | null;
  readonly ratio: number | null;
  readonly unit: string;
  readonly runs: number;
}

export type Benchmark = (options: BenchmarkOptions) => Promise<BenchmarkResult>;

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

/** Of values in any order: the one that this share of them does not exceed. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));
