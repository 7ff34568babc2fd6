/** Sends a manifest in place of the objects that it lists: a Key Object Selection Document (RAD-68) or a FHIR document (ITI-105). */
import { encodeDataset, tags, uids } from '@throughline/dicom';
import { toPublishedManifest } from '@throughline/fhir';
import type { DeliveryRow, InstanceOutcome, ServedInstance } from '../../db/index.ts';
import { publishDocument, type Sender } from '../../peers/index.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import {
  keyObjectManifest,
  type ManifestInput,
  manifestInputOf,
  manifestModelOf,
  placeOf,
} from '../manifests/index.ts';
import { type DocumentRecipient, findDocumentRecipient } from './document-recipient.ts';
import { findReceiver, type Receiver } from './receiver.ts';
import { mayPass } from './send-lot.ts';

type StoreAnswer = Awaited<ReturnType<Sender['send']>>;

const syntaxes = [uids.ExplicitVRLittleEndian, uids.ImplicitVRLittleEndian];

/** One document of ours on an association of its own. @throws PeerError */
export const sendKeyObjects = async (
  receiver: Receiver,
  document: Parameters<typeof encodeDataset>[0],
  signal: AbortSignal,
): Promise<StoreAnswer> => {
  const kind = uids.KeyObjectSelectionDocumentStorage;
  const contexts = syntaxes.map((form) => ({ abstractSyntax: kind, transferSyntaxes: [form] }));
  const sender = await receiver.open(contexts, signal);
  try {
    const answer = await sender.send({
      sopClassUid: kind,
      sopInstanceUid: document.string(tags.SOPInstanceUID) ?? '',
      transferSyntaxes: syntaxes,
      open: async function* (form) {
        yield encodeDataset(document, form);
      },
    });
    await sender.release();
    return answer;
  } catch (error) {
    sender.abort();
    throw error;
  }
};

export type ManifestDestination = Receiver | DocumentRecipient;

/** Fails with `unknown-destination`. */
export const manifestDestination = (
  context: Context,
  principal: Principal,
  { form, ae_title: title }: DeliveryRow,
): Promise<ManifestDestination> => (form === 'mado' ? findDocumentRecipient : findReceiver)(context, principal, title);

export interface ManifestSending {
  readonly context: Context;
  readonly destination: ManifestDestination;
  /** When it was asked for: sent again after a failure, it is the same document. */
  readonly at: Date;
  /** All that it lists, of the patient as the destination knows them. */
  readonly instances: readonly ServedInstance[];
  /** What an earlier delivery left there of the same study, by the number that the destination gave it. */
  readonly replaces: string | undefined;
  readonly tried: number;
  readonly signal: AbortSignal;
}

export interface ManifestSent extends InstanceOutcome {
  readonly manifestUid: string;
  readonly documentId?: string;
}

const outcomeOf = (answer: StoreAnswer, tried: number): InstanceOutcome => {
  if (answer === 'not-accepted') return { outcome: 'failed', status: 0x0122 };
  const { status, category } = answer;
  if (category === 'success' || category === 'warning') return { outcome: 'sent', status };
  return { outcome: mayPass(status, tried) ? 'waiting' : 'failed', status };
};

/** What the destination does not take it does not take the next time either: it is tried again only where it could not be asked. */
const publish = async (
  { context, signal, replaces }: ManifestSending,
  { settings }: DocumentRecipient,
  input: ManifestInput,
): Promise<Omit<ManifestSent, 'manifestUid'>> => {
  const root = input.place.dicomwebRoot.replace(/\/dicom-web$/, '/fhir');
  const document = toPublishedManifest(manifestModelOf(context, input), { root }, replaces);
  const { httpStatus: status, id } = await publishDocument(settings, document, signal);
  return id === undefined ? { outcome: 'failed', status } : { outcome: 'sent', status, documentId: id };
};

/** @throws PeerError when the destination could not be asked */
export const sendManifest = async (sending: ManifestSending): Promise<ManifestSent> => {
  const { context, destination, instances, at, tried, signal } = sending;
  const input = await manifestInputOf(context, instances, placeOf(context), at);
  const document = keyObjectManifest(input);
  const told =
    'settings' in destination
      ? await publish(sending, destination, input)
      : outcomeOf(await sendKeyObjects(destination, document, signal), tried);
  return { ...told, manifestUid: document.string(tags.SOPInstanceUID) ?? '' };
};
