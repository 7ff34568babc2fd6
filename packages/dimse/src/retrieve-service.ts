import { CommandField } from './command.ts';
import { DimseError, failure } from './errors.ts';
import type { MoveOriginator, MoveRequest, OutgoingInstance, Retrieval } from './handlers.ts';
import { type AcceptedContext, isAeTitle } from './negotiate.ts';
import { Progress } from './progress.ts';
import { queryRequest } from './query-request.ts';
import type { Association } from './scu-association.ts';
import type { FinalResponse, Service, ServiceCall } from './service-call.ts';
import { Status, statusCategory } from './status.ts';
import { responseTo } from './status-response.ts';
import { SubOperationTally } from './sub-operations.ts';

/** Sends one object and gives the status that came back. */
type Send = (instance: OutgoingInstance, progress: Progress) => Promise<number>;

/** C-GET as SCP (PS3.7 9.1.3.2): sub-operations run on the requestor's own association. */
export const get: Service = async (call) => {
  if (!call.handlers.get) throw failure(Status.UnrecognizedOperation);
  const query = await queryRequest(call.request);
  const retrieval = await call.handlers.get(call.association, query, call.signal);
  const contexts = call.association.contexts.filter((context) => context.scpRole);
  return perform(call, retrieval, async (instance, progress) => {
    const context = contextFor(contexts, instance);
    const command = {
      AffectedSOPClassUID: instance.sopClassUid,
      CommandField: CommandField.CStoreRq,
      Priority: query.priority,
      AffectedSOPInstanceUID: instance.sopInstanceUid,
    };
    const data = await progress.during(begun(instance.open(context.transferSyntax, call.signal)));
    const response = await call.channel.ask(context.id, command, data);
    return response.status;
  });
};

/** C-MOVE as SCP (PS3.7 9.1.4.2): sub-operations run on an association that this side opens to the destination. */
export const move: Service = async (call) => {
  if (!call.handlers.move) throw failure(Status.UnrecognizedOperation);
  const { association, request, signal } = call;
  const destination = request.command.MoveDestination ?? '';
  if (!isAeTitle(destination)) throw failure(Status.MoveDestinationUnknown, 'Move destination unknown');
  const query: MoveRequest = { ...(await queryRequest(request)), destination };
  const retrieval = await call.handlers.move(association, query, signal);
  if (retrieval.count === 0) return perform(call, retrieval, () => Promise.resolve(Status.Success));
  const { aeTitle, ...reached } = retrieval.target;
  const addressed = { ...reached, callingAeTitle: association.calledAeTitle, calledAeTitle: aeTitle };
  const target = await reach(() => call.associate(addressed));
  if (!target) return unreached(call, retrieval);
  try {
    const moveOriginator = { aeTitle: association.callingAeTitle, messageId: query.messageId };
    return await perform(call, retrieval, (instance, progress) =>
      progress.during(moveOne(target, instance, moveOriginator, signal)),
    );
  } finally {
    await target.release();
  }
};

async function reach(associate: () => Promise<Association>): Promise<Association | undefined> {
  try {
    return await associate();
  } catch (error) {
    if (!(error instanceof DimseError)) throw error;
    return undefined;
  }
}

/** Every sub-operation has failed, and the requestor hears which (PS3.4 C.4.2.1.4.2). */
async function unreached<P>({ request }: ServiceCall<P>, retrieval: Retrieval): Promise<FinalResponse> {
  const tally = new SubOperationTally(retrieval.count);
  for await (const { sopInstanceUid } of retrieval.instances) tally.add(sopInstanceUid, 'failure');
  tally.failRemaining();
  const status = Status.UnableToPerformSuboperations;
  const answer = responseTo(request.command, { status, comment: 'The move destination takes no association' });
  const identifier = tally.identifier(request.context.transferSyntax);
  const command = { ...answer, ...tally.counts(false) };
  return identifier ? { command, identifier } : { command };
}

async function moveOne(
  target: Association,
  instance: OutgoingInstance,
  moveOriginator: MoveOriginator,
  signal: AbortSignal,
): Promise<number> {
  const { sopClassUid, sopInstanceUid } = instance;
  const { transferSyntax } = contextFor(target.accepted(sopClassUid), instance);
  const data = instance.open(transferSyntax, signal);
  const outcome = await target.store({
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: transferSyntax,
    data,
    moveOriginator,
  });
  return outcome.status;
}

async function perform<P>(call: ServiceCall<P>, retrieval: Retrieval, send: Send): Promise<FinalResponse> {
  const { request, signal } = call;
  const { context, command } = request;
  const tally = new SubOperationTally(retrieval.count);
  const progress = new Progress(call, tally);
  for await (const instance of retrieval.instances) {
    if (signal.aborted) break;
    const status = await attempt(call, () => send(instance, progress));
    if (status === undefined) break;
    tally.add(instance.sopInstanceUid, statusCategory(status));
    const slow = progress.tell();
    if (slow) await slow;
  }
  if (!signal.aborted) tally.failRemaining();
  const final = responseTo(command, { status: tally.finalStatus(signal.aborted) });
  const identifier = tally.identifier(context.transferSyntax);
  const response = { ...final, ...tally.counts(signal.aborted) };
  return identifier ? { command: response, identifier } : { command: response };
}

/** A sub-operation that cannot be done counts as failed; the others still go. One that was cancelled in time was never begun. */
async function attempt<P>({ fault, signal }: ServiceCall<P>, send: () => Promise<number>): Promise<number | undefined> {
  try {
    return await send();
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined;
    if (!(error instanceof DimseError)) fault(error);
    return Status.ProcessingFailure;
  }
}

/** Waits for the first bytes: what stands against sending an object is known before anything of it leaves. */
async function begun(source: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const bytes = source[Symbol.asyncIterator]();
  const first = await bytes.next();
  return (async function* () {
    try {
      for (let next = first; !next.done; next = await bytes.next()) yield next.value;
    } finally {
      await bytes.return?.();
    }
  })();
}

function contextFor(
  contexts: readonly AcceptedContext[],
  { sopClassUid, transferSyntaxUid, alternatives = [] }: OutgoingInstance,
): AcceptedContext {
  for (const uid of [transferSyntaxUid, ...alternatives]) {
    const context = contexts.find((one) => one.abstractSyntax === sopClassUid && one.transferSyntax === uid);
    if (context) return context;
  }
  throw new DimseError('refused', 'No presentation context for this SOP class and transfer syntax');
}
