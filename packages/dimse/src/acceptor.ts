import { randomUUID } from 'node:crypto';
import { implementationClassUid, implementationVersionName } from '@throughline/dicom';
import { type Carrier, Channel, type IncomingRequest } from './channel.ts';
import { AbortReason, DimseError, invalidPdu } from './errors.ts';
import {
  type AssociationAnswer,
  type AssociationInfo,
  type AssociationRequest,
  type DimseEvent,
  type DimseHandlers,
  Reject,
} from './handlers.ts';
import { type DimseLimits, type DimseTimeouts, MIN_PEER_PDU_LENGTH } from './limits.ts';
import { agreedContexts, answerContexts, answerRoles, isAeTitle, operationsWindow } from './negotiate.ts';
import { type AssociateAc, type AssociateRj, type AssociateRq, DICOM_APPLICATION_CONTEXT } from './pdu.ts';
import type { Associate } from './scu-association.ts';
import { serviceFor } from './services.ts';
import { answerOf, isForeseen, responseTo } from './status-response.ts';
import type { PeerCertificate } from './tls.ts';

/** The connection as the acceptor uses it. */
export interface AcceptorConnection extends Carrier {
  answer(answer: AssociateAc | AssociateRj): void;
  confirmRelease(): void;
  watchSilence(ms: number): void;
}

export interface AcceptorOptions<P> {
  readonly remoteAddress: string;
  readonly certificate: PeerCertificate | undefined;
  readonly limits: DimseLimits;
  readonly timeouts: DimseTimeouts;
  readonly handlers: DimseHandlers<P>;
  readonly accept: (request: AssociationRequest) => AssociationAnswer<P> | Promise<AssociationAnswer<P>>;
  /** Takes a place among the associations served at once; false when there is none left. */
  readonly admit: () => boolean;
  readonly emit: (event: DimseEvent<P>) => void;
  readonly associate: Associate;
}

type Rejection = Omit<AssociateRj, 'type'> & { readonly why?: string };

/** One association at the side that was called: negotiates it, then answers its requests, as many at once as was negotiated. */
export class Acceptor<P> {
  readonly #options: AcceptorOptions<P>;
  readonly #connection: AcceptorConnection;
  #association: AssociationInfo<P> | undefined;
  #channel: Channel | undefined;
  /** What fires when an operation is to stop, by the message ID of its request. */
  readonly #operations = new Map<number, AbortController>();
  #window = 1;
  #strayCancels = 0;
  #silentSince: number | undefined;
  #ended = false;

  constructor(connection: AcceptorConnection, options: AcceptorOptions<P>) {
    this.#connection = connection;
    this.#options = options;
  }

  /** A request is being served. */
  get busy(): boolean {
    return this.#operations.size > 0;
  }

  associateRequested(request: AssociateRq): void {
    this.#decide(request).catch((error: unknown) => {
      this.#fault(error);
      this.#reject(request, Reject.TemporaryCongestion);
    });
  }

  async #decide(request: AssociateRq): Promise<void> {
    const refusal = refusalOf(request, this.#options.limits);
    if (refusal) return this.#reject(request, refusal);
    const answer = await this.#options.accept(requestOf(request, this.#options));
    if (this.#ended) return;
    if (!answer.accept) return this.#reject(request, answer);
    if (!this.#options.admit()) return this.#reject(request, Reject.LocalLimitExceeded);
    this.#accept(request, answer);
  }

  #accept(request: AssociateRq, answer: Extract<AssociationAnswer<P>, { accept: true }>): void {
    const { limits, timeouts, remoteAddress } = this.#options;
    const contexts = answerContexts(request.contexts, answer.contexts);
    const roles = answerRoles(request.user.roles, answer.contexts);
    const agreed = agreedContexts(request.contexts, contexts, roles);
    const association: AssociationInfo<P> = {
      id: randomUUID(),
      callingAeTitle: request.callingAeTitle,
      calledAeTitle: request.calledAeTitle,
      remoteAddress,
      contexts: [...agreed.values()],
      extended: answer.extended ?? [],
      implementationClassUid: request.user.implementationClassUid,
      implementationVersionName: request.user.implementationVersionName,
      principal: answer.principal,
    };
    const { asynchronousOperations: asked } = request.user;
    this.#window = operationsWindow(asked?.invoked, association.contexts, limits.operations);
    this.#association = association;
    this.#channel = new Channel(this.#connection, this, agreed, request.user.maxLength, limits);
    this.#connection.answer({
      type: 'associate-ac',
      protocolVersion: 1,
      calledAeTitle: request.calledAeTitle,
      callingAeTitle: request.callingAeTitle,
      applicationContext: DICOM_APPLICATION_CONTEXT,
      contexts,
      user: {
        maxLength: limits.maxPduLength,
        implementationClassUid,
        implementationVersionName,
        roles,
        extended: answer.extended ?? [],
        commonExtended: [],
        ...(asked && { asynchronousOperations: { invoked: this.#window, performed: 1 } }),
        ...(answer.userIdentityResponse && { userIdentityResponse: answer.userIdentityResponse }),
      },
    });
    this.#connection.watchSilence(timeouts.stallMs);
    this.#options.emit({ type: 'associated', association });
  }

  #reject(request: AssociateRq, { result, source, reason, why }: Rejection): void {
    if (this.#ended) return;
    const { callingAeTitle, calledAeTitle } = request;
    this.#options.emit({
      type: 'rejected',
      remoteAddress: this.#options.remoteAddress,
      callingAeTitle: isAeTitle(callingAeTitle) ? callingAeTitle : undefined,
      calledAeTitle: isAeTitle(calledAeTitle) ? calledAeTitle : undefined,
      result,
      source,
      reason,
      why,
    });
    this.#connection.answer({ type: 'associate-rj', result, source, reason });
  }

  associateAccepted(): void {
    throw invalidPdu('An acceptor receives no A-ASSOCIATE-AC', AbortReason.UnexpectedPdu);
  }

  fragment(contextId: number, control: number, bytes: Buffer, endOfValue: boolean): void {
    this.#silentSince = undefined;
    this.#channel?.fragment(contextId, control, bytes, endOfValue);
  }

  releaseRequested(): void {
    if (this.busy || this.#channel?.inMessage) {
      this.#connection.abort(
        invalidPdu('Release is requested while an operation is going on', AbortReason.UnexpectedPdu),
      );
    } else {
      this.#connection.confirmRelease();
    }
  }

  silent(): void {
    const { stallMs, idleMs } = this.#options.timeouts;
    if (this.#channel?.awaitsPeer) {
      this.#connection.abort(new DimseError('timed-out', 'The peer stopped in the middle of an operation'));
      return;
    }
    this.#silentSince ??= performance.now() - stallMs;
    if (!this.busy && performance.now() - this.#silentSince >= idleMs) {
      this.#connection.abort(new DimseError('timed-out', 'The association was idle too long'));
      return;
    }
    this.#connection.watchSilence(stallMs);
  }

  ended(error: DimseError | undefined): void {
    this.#ended = true;
    const cause = error ?? new DimseError('aborted', 'The association is over');
    this.#channel?.fail(cause);
    for (const operation of this.#operations.values()) operation.abort(cause);
    this.#options.emit({
      type: 'ended',
      remoteAddress: this.#options.remoteAddress,
      association: this.#association,
      error,
    });
  }

  cancel(messageId: number): void {
    const operation = this.#operations.get(messageId);
    if (operation) {
      operation.abort(new DimseError('aborted', 'The peer cancelled the operation'));
      return;
    }
    // A cancel may cross the final response, so strays are normal; a flood is not (PS3.7 9.3.2.3).
    this.#strayCancels += 1;
    if (this.#strayCancels > this.#options.limits.strayCancels) throw invalidPdu('Too many C-CANCEL requests');
  }

  request(request: IncomingRequest): void {
    const messageId = request.command.MessageID ?? 0;
    if (this.#operations.size >= this.#window)
      throw invalidPdu('A request comes before an earlier one was answered', AbortReason.UnexpectedPdu);
    if (this.#operations.has(messageId))
      throw invalidPdu('A message ID is that of a request which was not answered yet', AbortReason.UnexpectedPdu);
    const cancel = new AbortController();
    this.#operations.set(messageId, cancel);
    this.#serve(request, messageId, cancel.signal).catch((error: unknown) => {
      if (this.#ended) return;
      this.#fault(error);
      this.#connection.abort(new DimseError('aborted', 'An operation could not be answered', { cause: error }));
    });
  }

  async #serve(request: IncomingRequest, messageId: number, signal: AbortSignal): Promise<void> {
    const response = await this.#respond(request, signal);
    if (this.#ended || !this.#channel) return;
    // The peer may send its next request as soon as it has this.
    this.#operations.delete(messageId);
    await this.#channel.send(request.context.id, response.command, response.identifier);
  }

  async #respond(request: IncomingRequest, signal: AbortSignal) {
    const { command } = request;
    const { handlers, associate, timeouts } = this.#options;
    if (!this.#association || !this.#channel) throw new DimseError('protocol', 'No association');
    const { serve, fault } = serviceFor(command.CommandField ?? 0);
    try {
      return await serve({
        association: this.#association,
        handlers,
        channel: this.#channel,
        request,
        signal,
        fault: (error) => this.#fault(error),
        progressMs: timeouts.progressMs,
        associate,
      });
    } catch (error) {
      if (!this.#ended && !isForeseen(error)) this.#fault(error);
      return { command: responseTo(command, answerOf(error, fault)) };
    }
  }

  #fault(error: unknown): void {
    this.#options.emit({ type: 'fault', association: this.#association, error });
  }
}

function requestOf(
  request: AssociateRq,
  { remoteAddress, certificate }: Pick<AcceptorOptions<unknown>, 'remoteAddress' | 'certificate'>,
): AssociationRequest {
  const { user } = request;
  return {
    callingAeTitle: request.callingAeTitle,
    calledAeTitle: request.calledAeTitle,
    remoteAddress,
    certificate,
    contexts: request.contexts,
    userIdentity: user.userIdentity,
    extended: user.extended,
    commonExtended: user.commonExtended,
    implementationClassUid: user.implementationClassUid,
    implementationVersionName: user.implementationVersionName,
  };
}

/** What is wrong with a request before anyone asks who it comes from. */
function refusalOf(request: AssociateRq, limits: DimseLimits): Omit<AssociateRj, 'type'> | undefined {
  if ((request.protocolVersion & 1) === 0) return Reject.ProtocolVersionNotSupported;
  if (request.applicationContext !== DICOM_APPLICATION_CONTEXT) return Reject.ApplicationContextNotSupported;
  if (!isAeTitle(request.callingAeTitle)) return Reject.CallingAeTitleNotRecognized;
  if (!isAeTitle(request.calledAeTitle)) return Reject.CalledAeTitleNotRecognized;
  const { maxLength, userIdentity } = request.user;
  if (maxLength !== 0 && maxLength < MIN_PEER_PDU_LENGTH) return Reject.NoReason;
  const secrets = Math.max(userIdentity?.primary.length ?? 0, userIdentity?.secondary.length ?? 0);
  return secrets > limits.userIdentityBytes ? Reject.NoReason : undefined;
}
