/** C-STORE (PS3.4 B) to another system: one association, one object after the other. */
import {
  type Association,
  type ContextOffer,
  DimseError,
  type StatusCategory,
  statusCategory,
} from '@throughline/dimse';
import { connectTo, type DimseSettings, findInstances, translateDimse } from './dimse-find.ts';
import { PeerError } from './peer.ts';

export interface ObjectToSend {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** Best first. */
  readonly transferSyntaxes: readonly string[];
  open(transferSyntaxUid: string): AsyncIterable<Uint8Array>;
}

/** What the destination said, or that it takes such objects in none of their forms. */
export type StoreAnswer = { readonly status: number; readonly category: StatusCategory } | 'not-accepted';

export interface Sender {
  /** @throws PeerError when the association is over; the source's own error when that failed */
  send(object: ObjectToSend): Promise<StoreAnswer>;
  release(): Promise<void>;
  abort(): void;
}

const store = async (association: Association, object: ObjectToSend): Promise<StoreAnswer> => {
  const { sopClassUid, sopInstanceUid } = object;
  const accepted = new Set(association.accepted(sopClassUid).map((context) => context.transferSyntax));
  const transferSyntaxUid = object.transferSyntaxes.find((uid) => accepted.has(uid));
  if (transferSyntaxUid === undefined) return 'not-accepted';
  const data = object.open(transferSyntaxUid);
  try {
    const { status } = await association.store({ sopClassUid, sopInstanceUid, transferSyntaxUid, data });
    return { status, category: statusCategory(status) };
  } catch (error) {
    throw error instanceof DimseError ? translateDimse(error) : error;
  }
};

/** @throws PeerError */
export const openSender = async (
  settings: DimseSettings,
  contexts: readonly ContextOffer[],
  signal: AbortSignal,
): Promise<Sender> => {
  try {
    const association = await connectTo(settings, contexts, signal);
    return {
      send: (object) => store(association, object),
      release: () => association.release(),
      abort: () => association.abort(),
    };
  } catch (error) {
    throw translateDimse(error);
  }
};

/** The objects of a study that the destination says it has; none when it answers no queries. */
export const listHeld = async (
  settings: DimseSettings,
  studyInstanceUid: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> => {
  try {
    const bySeries = await findInstances(settings, studyInstanceUid, signal);
    return new Set([...bySeries.values()].flat().map((instance) => instance.sopInstanceUid));
  } catch (error) {
    if (error instanceof PeerError && error.kind !== 'cancelled') return new Set();
    throw error;
  }
};
