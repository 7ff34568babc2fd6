import { Dataset, encodeDataset, tags } from '@throughline/dicom';
import type { Command } from './command.ts';
import { Status, type StatusCategory } from './status.ts';

const MOST_COUNTED = 0xffff;

/** The counts of a C-GET or C-MOVE as it goes (PS3.7 9.1.3.1.6 to 9.1.3.1.9). */
export class SubOperationTally {
  readonly #failedUids: string[] = [];
  #remaining: number;
  #completed = 0;
  #failed = 0;
  #warning = 0;

  constructor(count: number) {
    this.#remaining = count;
  }

  add(sopInstanceUid: string, category: StatusCategory): void {
    this.#remaining = Math.max(0, this.#remaining - 1);
    if (category === 'success') this.#completed += 1;
    else if (category === 'warning') this.#warning += 1;
    else this.#fail(sopInstanceUid);
  }

  #fail(sopInstanceUid: string): void {
    this.#failed += 1;
    this.#failedUids.push(sopInstanceUid);
  }

  /** Everything that was announced and never came is a failure too. */
  failRemaining(): void {
    this.#failed += this.#remaining;
    this.#remaining = 0;
  }

  /** The outcome (PS3.4 C.4.3.1.4, C.4.2.1.5). */
  finalStatus(cancelled: boolean): number {
    if (cancelled) return Status.Cancel;
    if (this.#failed === 0) return this.#warning === 0 ? Status.Success : Status.SuboperationsFailed;
    return this.#completed + this.#warning === 0 ? Status.UnableToPerformSuboperations : Status.SuboperationsFailed;
  }

  /** The count elements; remaining sub-operations are told only while there may be more, or after a cancel. */
  counts(withRemaining: boolean): Command {
    return {
      ...(withRemaining && { NumberOfRemainingSuboperations: Math.min(this.#remaining, MOST_COUNTED) }),
      NumberOfCompletedSuboperations: Math.min(this.#completed, MOST_COUNTED),
      NumberOfFailedSuboperations: Math.min(this.#failed, MOST_COUNTED),
      NumberOfWarningSuboperations: Math.min(this.#warning, MOST_COUNTED),
    };
  }

  /** Failed SOP Instance UID List, whole, when there is one to give: of more than about a thousand the writer makes UN (PS3.5 6.2.2). */
  identifier(transferSyntax: string): Uint8Array | undefined {
    if (this.#failedUids.length === 0) return undefined;
    return encodeDataset(new Dataset().set(tags.FailedSOPInstanceUIDList, this.#failedUids), transferSyntax);
  }
}
