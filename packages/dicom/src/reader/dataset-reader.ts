import type { Dataset } from '../dataset.ts';
import { DicomError } from '../errors.ts';
import type { ReadOptions } from '../options.ts';
import { transferSyntax } from '../uids.ts';
import { Bounds } from './bounds.ts';
import { ElementParser } from './element-parser.ts';
import { Inflater } from './inflater.ts';

export interface ReadDataset {
  readonly dataset: Dataset;
  /** Bytes read; of a deflated data set, before inflating. */
  readonly length: number;
  /** Names of the leniencies that were needed. */
  readonly warnings: readonly string[];
}

/** Reads a data set without file meta information that is pushed in chunks of any size. */
export class DatasetReader {
  readonly #parser: ElementParser;
  readonly #bounds: Bounds;
  readonly #inflater: Inflater | undefined;
  #length = 0;

  /** @throws DicomError unknown-transfer-syntax */
  constructor(transferSyntaxUid: string, options: ReadOptions = {}) {
    const syntax = transferSyntax(transferSyntaxUid);
    if (!syntax) throw new DicomError('unknown-transfer-syntax', 'The transfer syntax is not known');
    this.#bounds = new Bounds(options);
    this.#parser = new ElementParser(syntax, this.#bounds, 0);
    if (syntax.deflated) this.#inflater = new Inflater(this.#bounds, (chunk) => void this.#parser.write(chunk));
  }

  /** Takes the next bytes; a promise only when it has to be waited for. */
  write(chunk: Uint8Array): void | Promise<void> {
    this.#length += chunk.length;
    if (this.#inflater) return this.#inflater.write(chunk);
    this.#parser.write(chunk);
  }

  /** The data set, when all of it was there. */
  end(): ReadDataset | Promise<ReadDataset> {
    return this.#inflater ? this.#inflater.end().then(() => this.#result()) : this.#result();
  }

  #result(): ReadDataset {
    this.#parser.end();
    return { dataset: this.#parser.dataset, length: this.#length, warnings: [...this.#bounds.warnings] };
  }
}
