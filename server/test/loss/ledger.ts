/** The acked ledger: a line for every positive answer, on stable storage before the next thing is sent. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

export interface Acknowledged {
  readonly protocol: 'C-STORE' | 'STOW-RS' | 'feature';
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  /** SHA-256 of the data set in its transfer syntax, in hex: what every way of retrieving gives back */
  readonly digest: string;
  /** milliseconds since 1970 */
  readonly at: number;
}

export const digestOf = (dataset: Uint8Array): string => createHash('sha256').update(dataset).digest('hex');

export class Ledger {
  readonly #path: string;
  readonly #file: number;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'a');
  }

  acknowledge(line: Acknowledged): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
    fsyncSync(this.#file);
  }

  /** As they are on the disk; several answers for one object count once. */
  lines(): readonly Acknowledged[] {
    const text = readFileSync(this.#path, 'utf8').split('\n').slice(0, -1);
    const all = text.map((line) => JSON.parse(line) as Acknowledged);
    return [...new Map(all.map((line) => [line.sopInstanceUid, line])).values()];
  }

  close(): void {
    closeSync(this.#file);
  }
}
