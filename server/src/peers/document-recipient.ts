/**
 * A Document Recipient of IHE MHD: documents are given to it by Simplified Publish (ITI-105), and what becomes of them later is told by
 * the status of their DocumentReference there. Identifiers stand in headers and bodies, never in a URL that we make.
 */
import type { DocumentReference } from '@medplum/fhirtypes';
import { z } from 'zod';
import { boundedFetch } from './bounded-fetch.ts';
import { authorisation } from './dicomweb-peer.ts';
import { type FhirSettings, idShape } from './fhir-search.ts';
import { PeerError } from './peer.ts';

/** What it holds is as large as what we gave. */
const MOST_BYTES = 2 ** 26;

export type DocumentStatus = DocumentReference['status'];

/** What the recipient answered: `id` is its own of the DocumentReference; undefined: it did not take it. */
export interface Published {
  readonly httpStatus: number;
  readonly id: string | undefined;
}

/** Everything that it holds is given back as it is, but for the status. */
const heldShape = z.looseObject({ resourceType: z.literal('DocumentReference'), id: idShape, status: z.string() });
type Held = z.infer<typeof heldShape>;

const ask = (settings: FhirSettings, path: string, init: RequestInit, signal: AbortSignal): Promise<Response> =>
  boundedFetch(
    `${settings.baseUrl}/DocumentReference${path}`,
    {
      ...init,
      headers: { accept: 'application/fhir+json', ...authorisation(settings.credentials), ...init.headers },
    },
    {
      mostBytes: MOST_BYTES,
      signal,
      ...(settings.timeoutMs !== undefined && { timeoutMs: settings.timeoutMs }),
    },
  );

const send = (settings: FhirSettings, path: string, method: string, body: object, more: Record<string, string>) => {
  const headers = { 'content-type': 'application/fhir+json', ...more };
  return (signal: AbortSignal) => ask(settings, path, { method, headers, body: JSON.stringify(body) }, signal);
};

/** What passes is tried again: the recipient is busy, is away, or does not let us in for now. */
const mustPass = ({ status }: Response): void => {
  if (status === 401 || status === 403 || status === 404)
    throw new PeerError('refused', `The recipient answered with status ${status}`);
  if (status === 408 || status === 429 || status >= 500)
    throw new PeerError('misbehaved', `The recipient answered with status ${status}`);
};

const heldIn = async (answer: Response): Promise<Held | undefined> => {
  const parsed = heldShape.safeParse(await answer.json().catch(() => undefined));
  return parsed.success ? parsed.data : undefined;
};

/** Of a Location header: `[base]/DocumentReference/[id]/_history/[version]` (FHIR R4 3.1.0.8). */
const idIn = (location: string | null): string | undefined =>
  /\/DocumentReference\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]*)?$/.exec(location ?? '')?.[1];

const entityTag = (answer: Response): Record<string, string> => {
  const tag = answer.headers.get('etag');
  return tag === null ? {} : { 'if-match': tag };
};

/**
 * Says there what is true of a document now; the HTTP status of the answer. Nothing is written when it says so already.
 * @throws PeerError
 */
export const setDocumentStatus = async (
  settings: FhirSettings,
  { id, status }: { readonly id: string; readonly status: DocumentStatus },
  signal: AbortSignal,
): Promise<number> => {
  const answer = await ask(settings, `/${id}`, {}, signal);
  if (answer.status === 404 || answer.status === 410) return answer.status;
  mustPass(answer);
  const held = await heldIn(answer);
  if (held === undefined) throw new PeerError('misbehaved', 'The recipient does not tell what it holds');
  if (held.status === status) return answer.status;
  const told = await send(settings, `/${id}`, 'PUT', { ...held, status }, entityTag(answer))(signal);
  // Somebody else changed it meanwhile: it is read again at the next attempt.
  if (told.status === 409 || told.status === 412) throw new PeerError('misbehaved', 'It was changed meanwhile');
  mustPass(told);
  return told.status;
};

/**
 * Once, however often it is tried: one that is there already is not made again (FHIR R4 3.1.0.8.1), but is current again.
 * @throws PeerError
 */
export const publishDocument = async (
  settings: FhirSettings,
  document: DocumentReference,
  signal: AbortSignal,
): Promise<Published> => {
  const { system, value } = document.masterIdentifier ?? {};
  const once = { 'if-none-exist': `identifier=${system}|${value}`, prefer: 'return=representation' };
  const answer = await send(settings, '', 'POST', document, once)(signal);
  mustPass(answer);
  if (!answer.ok) return { httpStatus: answer.status, id: undefined };
  const held = await heldIn(answer);
  const id = held?.id ?? idIn(answer.headers.get('location'));
  if (id === undefined) throw new PeerError('misbehaved', 'The recipient does not say under which number it holds it');
  const current = held?.status === 'current' || answer.status === 201;
  const httpStatus = current ? answer.status : await setDocumentStatus(settings, { id, status: 'current' }, signal);
  return { httpStatus, id: httpStatus < 300 ? id : undefined };
};
