/**
 * Mobile Patient Identity Feed of IHE PMIR (ITI-93): a message of which the second entry is a history of Patients, taken whole or not at
 * all. Told twice it changes nothing, and every merge, link and removal of it can be undone as any other.
 */
import { issuerOf, type Root } from '@throughline/fhir';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { PatientIdentifier, Trx } from '../../../db/index.ts';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import { linkIn, mergeIn, registerIn, removeIn } from '../../../features/patients/index.ts';
import { newId } from '../../../ids.ts';
import { checkContent } from './content.ts';
import type { Asking } from './kind.ts';
import { authoriseFeed, identifierOf, patientShape, statementOf, type Told } from './patient-feed.ts';
import { checkFormat, rootOf, sendJson } from './reply.ts';

const patientFeed = 'urn:ihe:iti:pmir:2019:patient-feed';
const MOST_CHANGES = 1000;

const headerShape = z.object({
  resourceType: z.literal('MessageHeader'),
  id: z.string().min(1).max(64).optional(),
  eventUri: z.literal(patientFeed),
  source: z.object({ endpoint: z.string().max(1000) }),
});
const changeShape = z.object({
  fullUrl: z.string().max(1000).optional(),
  resource: patientShape,
  request: z.object({ method: z.enum(['POST', 'PUT']), url: z.string().max(1000) }),
});
/** A removed Patient is in a history without its resource (R4 bdl-4), and then named by its identifier. */
const removalShape = z.object({
  fullUrl: z.string().max(1000).optional(),
  resource: patientShape.pick({ resourceType: true, identifier: true }).optional(),
  request: z.object({ method: z.literal('DELETE'), url: z.string().max(1000) }),
});
const historyShape = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('history'),
  entry: z
    .array(z.union([changeShape, removalShape]))
    .min(1)
    .max(MOST_CHANGES),
});
const messageShape = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('message'),
  entry: z.tuple([z.object({ resource: headerShape }), z.object({ resource: historyShape })]),
});
type Change = z.infer<typeof changeShape>;
type Removal = z.infer<typeof removalShape>;

const isRemoval = (entry: Change | Removal): entry is Removal => entry.request.method === 'DELETE';

/** The identifier that the source itself gave: the first one; others are stated with it. */
const ownOf = ({ identifier }: Pick<Told, 'identifier'>, at: Root): PatientIdentifier => {
  const [first] = identifier;
  return first === undefined ? fail('bad-request') : { issuer: issuerOf(first.system, at), id: first.value };
};

/** Who a link names: by identifier, or by reference to another Patient of the message. */
const namedBy = (link: NonNullable<Told['link']>[number], changes: readonly Change[], at: Root): PatientIdentifier => {
  const { identifier, reference = '' } = link.other;
  if (identifier !== undefined) return { issuer: issuerOf(identifier.system, at), id: identifier.value };
  const found = changes.find(
    ({ fullUrl = '' }) => reference !== '' && (fullUrl === reference || fullUrl.endsWith(`/${reference}`)),
  );
  return found === undefined
    ? fail('bad-request', 'A link names no identifier and no Patient of this message.')
    : ownOf(found.resource, at);
};

const joinAsTold = async (
  trx: Trx,
  { principal, at }: Asking,
  told: Told,
  changes: readonly Change[],
  now: Date,
): Promise<void> => {
  const one = ownOf(told, at);
  for (const link of told.link ?? []) {
    const other = namedBy(link, changes, at);
    if (link.type === 'replaced-by')
      await mergeIn(trx, principal, { survivor: other, absorbed: one, reason: 'ITI-93: replaced by' }, now);
    else if (link.type === 'replaces')
      await mergeIn(trx, principal, { survivor: one, absorbed: other, reason: 'ITI-93: replaces' }, now);
    else if (link.type === 'seealso') await linkIn(trx, principal, { one, other, reason: 'ITI-93: see also' }, now);
    else fail('bad-request', 'A link is replaced-by, replaces or seealso.');
  }
};

const removedBy = ({ resource, request }: Removal, at: Root): PatientIdentifier =>
  resource === undefined ? identifierOf([...new URLSearchParams(request.url.split('?')[1])], at) : ownOf(resource, at);

/** Fails with `forbidden`, `bad-request`, or `conflict` where a merge cannot be; then nothing of the message was taken. */
const feedMessage = async (asking: Asking, body: unknown): Promise<z.infer<typeof headerShape>> => {
  const { context, principal, at } = asking;
  authoriseFeed(principal);
  const read = messageShape.safeParse(body);
  if (!read.success)
    return fail(
      'bad-request',
      'The body is no message of a patient feed: a MessageHeader, and a history of Patients that are made, changed or removed.',
    );
  const [{ resource: header }, { resource: history }] = read.data.entry;
  const changes = history.entry.filter((entry): entry is Change => !isRemoval(entry));
  const reason = `ITI-93: message ${header.id ?? 'without an id'}`;
  await context.db.tenant(principal.tenantId, async (trx) => {
    const now = context.clock();
    for (const { resource } of changes)
      await registerIn(trx, principal, statementOf(resource, ownOf(resource, at), at), now);
    // Whom a link names may come later in the message.
    for (const { resource } of changes) await joinAsTold(trx, asking, resource, changes, now);
    for (const removal of history.entry.filter(isRemoval))
      await removeIn(trx, principal, { patient: removedBy(removal, at), reason }, now);
  });
  return header;
};

const answerTo = (header: z.infer<typeof headerShape>, { root }: Root) => {
  const resource = {
    resourceType: 'MessageHeader',
    id: newId(),
    eventUri: patientFeed,
    destination: [{ endpoint: header.source.endpoint }],
    source: { endpoint: `${root}/$process-message` },
    response: { identifier: header.id ?? '', code: 'ok' },
  };
  return {
    resourceType: 'Bundle',
    type: 'message',
    entry: [{ fullUrl: `urn:uuid:${resource.id}`, resource }],
  };
};

export const registerMessages = (app: FastifyInstance, context: Context): void => {
  const url = '/$process-message';
  app.post(url, async (request, reply) => {
    checkContent(request, url);
    checkFormat(request);
    const at = rootOf(context, request);
    const header = await feedMessage({ context, principal: request.principal, at }, request.body);
    return sendJson(reply, answerTo(header, at));
  });
};
