import { type Dataset, uids } from '@throughline/dicom';
import { CommandField } from './command.ts';
import { DimseError } from './errors.ts';
import type { MoveOriginator } from './handlers.ts';
import type { DimseLimits, DimseTimeouts } from './limits.ts';
import type { AcceptedContext, ContextOffer } from './negotiate.ts';
import type { NormalizedMessage, NormalizedOperation } from './normalized.ts';
import { type NormalizedOutcome, perform } from './normalized-scu.ts';
import type { AssociateAc, ExtendedNegotiation, UserIdentity } from './pdu.ts';
import { type FindOperation, find } from './query-scu.ts';
import type { Requestor } from './requestor.ts';
import { type GetOperation, get, type MoveOperation, move, type SubOperations } from './retrieve-scu.ts';
import { statusCategory } from './status.ts';
import type { TlsMaterial } from './tls.ts';

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  /** Each becomes one presentation context: 1 to 128. */
  readonly contexts: readonly ContextOffer[];
  /** Absent: plain TCP. */
  readonly tls?: TlsMaterial;
  readonly userIdentity?: UserIdentity;
  readonly extended?: readonly ExtendedNegotiation[];
  /** C-STORE and C-ECHO requests that may wait for their response at once, if the peer agrees (PS3.7 D.3.3.3); 1 unless told. */
  readonly operations?: number;
  readonly timeouts?: Partial<DimseTimeouts>;
  readonly limits?: Partial<DimseLimits>;
  /** Ends the association, at any time, with A-ABORT. */
  readonly signal?: AbortSignal;
}

export type Associate = (options: ConnectOptions) => Promise<Association>;

export interface StoreOperation {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** The data set, without file meta information. */
  readonly data: Uint8Array | AsyncIterable<Uint8Array>;
  readonly moveOriginator?: MoveOriginator;
}

export interface StoreOutcome {
  /** Any status that the peer gave; failures do not throw. */
  readonly status: number;
  readonly comment?: string;
}

/**
 * An association that this side asked for. Operations run one at a time, in the order asked; C-STORE and C-ECHO overlap as far as
 * was negotiated (PS3.7 D.3.3.3). Every
 * failure is a DimseError; after any but `refused` the association is over.
 */
export class Association {
  readonly #requestor: Requestor;
  /** What the peer said about itself and the SOP classes. */
  readonly peer: AssociateAc['user'];

  /** Use `connect`. */
  constructor(requestor: Requestor, peer: AssociateAc['user']) {
    this.#requestor = requestor;
    this.peer = peer;
  }

  /** Presentation contexts agreed for a SOP class, in the order proposed. */
  accepted(abstractSyntax: string): AcceptedContext[] {
    return this.#requestor.contexts.filter((context) => context.abstractSyntax === abstractSyntax);
  }

  /** C-ECHO (PS3.7 9.1.5). @throws DimseError, `refused` when the status is not success */
  async echo(): Promise<void> {
    const { id } = this.#requestor.context(uids.Verification);
    const command = { AffectedSOPClassUID: uids.Verification, CommandField: CommandField.CEchoRq };
    const { status } = await this.#requestor.pipeline(id, command);
    if (statusCategory(status) !== 'success') throw new DimseError('refused', 'C-ECHO was refused', { status });
  }

  /**
   * C-STORE (PS3.7 9.1.1). Resolves with the peer's status, success or not. The bytes are written as they are: they
   * must be in `transferSyntaxUid`, and must not change until this settles.
   * @throws DimseError; `refused` when no context was agreed for the SOP class and transfer syntax; the source's own
   * error when that fails (the association is aborted if part of it had been sent)
   */
  async store(operation: StoreOperation): Promise<StoreOutcome> {
    const { sopClassUid, sopInstanceUid, transferSyntaxUid, data, moveOriginator } = operation;
    const { id } = this.#requestor.context(sopClassUid, transferSyntaxUid);
    const command = {
      AffectedSOPClassUID: sopClassUid,
      CommandField: CommandField.CStoreRq,
      Priority: 0,
      AffectedSOPInstanceUID: sopInstanceUid,
      ...(moveOriginator && {
        MoveOriginatorApplicationEntityTitle: moveOriginator.aeTitle,
        MoveOriginatorMessageID: moveOriginator.messageId,
      }),
    };
    const response = await this.#requestor.pipeline(id, command, data);
    const comment = response.command.ErrorComment;
    return comment ? { status: response.status, comment } : { status: response.status };
  }

  /**
   * C-FIND (PS3.7 9.1.2): the matches as they come. Ending the iteration early cancels the query at the peer.
   * @throws DimseError, `refused` when the peer ends with a failure
   */
  find(operation: FindOperation): AsyncIterable<Dataset> {
    return find(this.#requestor, operation);
  }

  /**
   * C-GET (PS3.7 9.1.3): objects come over this association, on contexts proposed with `scpRole`. What the peer says
   * about an object is not checked against its data set, nor that it was asked for. An error thrown by `onStore` cancels
   * the retrieval and is thrown from here.
   * @throws DimseError, `refused` when the peer ends with a failure
   */
  get(operation: GetOperation): Promise<SubOperations> {
    return get(this.#requestor, operation);
  }

  /**
   * C-MOVE (PS3.7 9.1.4): the peer sends objects to a third party. Gives its progress, last the outcome. Ending the
   * iteration early cancels the retrieval.
   * @throws DimseError, `refused` when the peer ends with a failure
   */
  move(operation: MoveOperation): AsyncIterable<SubOperations> {
    return move(this.#requestor, operation);
  }

  /**
   * One of the DIMSE-N services (PS3.7 10.1). Resolves with the peer's status, success or not. For an N-EVENT-REPORT the
   * context is one that was proposed with `scpRole`.
   * @throws DimseError, `refused` when no context was agreed for the SOP class
   */
  perform(operation: NormalizedOperation, message: NormalizedMessage): Promise<NormalizedOutcome> {
    return perform(this.#requestor, operation, message);
  }

  /** Releases the association once the running operation is done; resolves when it is over, however it ends. */
  async release(): Promise<void> {
    await this.#requestor.inTurn(async () => {
      this.#requestor.release();
      await this.#requestor.over;
    });
  }

  /** Ends the association at once with A-ABORT. */
  abort(): void {
    this.#requestor.abort(new DimseError('aborted', 'The association was aborted here'));
  }
}
