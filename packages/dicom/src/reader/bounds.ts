import { DicomError, type DicomErrorCode } from '../errors.ts';
import type { Leniency, Limits, ReadOptions } from '../options.ts';
import { defaultLimits } from '../options.ts';
import type { Tag } from '../tag.ts';

/** What one reading may use and pass over, and what it has used and passed over so far. */
export class Bounds {
  readonly limits: Limits;
  readonly keepAll: boolean;
  readonly bulkThreshold: number;
  readonly warnings = new Set<string>();
  readonly #lenient: ReadonlySet<Leniency>;
  elements = 0;
  #memory = 0;

  constructor(options: ReadOptions = {}) {
    this.limits = { ...defaultLimits, ...options.limits };
    this.keepAll = options.keep !== 'header';
    this.bulkThreshold = options.bulkThreshold ?? 65_536;
    this.#lenient = new Set(options.leniency);
  }

  allows(leniency: Leniency): boolean {
    return this.#lenient.has(leniency);
  }

  /** Notes that a fault was passed over, or throws because it may not be. */
  pass(
    leniency: Leniency,
    code: DicomErrorCode,
    message: string,
    where: { offset: number; path: readonly Tag[] },
  ): void {
    if (!this.#lenient.has(leniency)) throw new DicomError(code, message, where);
    this.warnings.add(leniency);
  }

  countElement(offset: number): void {
    this.elements += 1;
    if (this.elements > this.limits.elements) throw new DicomError('limit', 'Too many elements', { offset });
  }

  /** An element costs about this much beside its value. */
  countMemory(bytes: number, offset: number): void {
    this.#memory += bytes + 96;
    if (this.#memory > this.limits.memoryBytes)
      throw new DicomError('limit', 'The header needs too much memory', { offset });
  }
}
