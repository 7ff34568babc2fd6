/** All bulk data, or all pixel data, of a study, a series or an instance (PS3.18 10.4.1.1.4 and 10.4.1.1.6). */
import { type Element, tags, toJson, transferSyntax } from '@throughline/dicom';
import { type Accepted, covers, type PartToWrite, parseAccept } from '@throughline/dicomweb';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  digestOf,
  keptHeader,
  listInstances,
  openFrameAs,
  openFrames,
  provenFrames,
  type ServedInstance,
} from '../../../features/retrieve/index.ts';
import { untilLeft } from '../until-left.ts';
import { baseUrl } from './base-url.ts';
import { bodyOf } from './bulk-data.ts';
import { isUnchanged } from './conditional.ts';
import { formOf } from './frames.ts';
import { sendMultipart } from './multipart.ts';
import { selectorOf } from './uid-params.ts';

const octets = 'application/octet-stream';
/** As metadata leave them out. */
const inlineBytes = 4096;

const addressOf = (base: string, instance: ServedInstance): string =>
  `${base}/studies/${instance.study_instance_uid}/series/${instance.series_instance_uid}/instances/${instance.sop_instance_uid}`;

interface Asked {
  readonly context: Context;
  readonly base: string;
  readonly accepted: readonly Accepted[];
  /** Fires when the client has left. */
  readonly left: AbortSignal;
}

async function* storedFrames(frames: Awaited<ReturnType<typeof openFrames>>): AsyncGenerator<Uint8Array> {
  for (let number = 1; number <= frames.count; number += 1) yield await frames.read(number);
}

/** Each frame as a part; those of one object have one location. */
async function* frameParts(
  { context, base, accepted, left }: Asked,
  instance: ServedInstance,
): AsyncGenerator<PartToWrite> {
  const form = formOf(accepted, instance);
  const frames = await openFrames(context, instance);
  const contentType = `${form.type}; transfer-syntax=${form.transferSyntax}`;
  const location = `${addressOf(base, instance)}/bulkdata/7FE00010`;
  const make = (number: number) => openFrameAs(context, instance, number, form.transferSyntax);
  const bodies = form.stored ? storedFrames(frames) : await provenFrames(frames.count, make, left);
  for await (const body of bodies) yield { contentType, location, body };
}

/** What the metadata of an object would leave out, by its path. */
const bulkOf = async ({ context }: Asked, instance: ServedInstance): Promise<ReadonlyMap<string, Element>> => {
  const { dataset } = await keptHeader(context.objects, instance);
  const found = new Map<string, Element>();
  const bulkDataUri = (path: string, element: Element): string => {
    found.set(path, element);
    return path;
  };
  toJson(dataset, { inlineBytes, bulkDataUri });
  return found;
};

const isFrames = ({ tag, kind }: Element): boolean => tag === tags.PixelData && kind === 'encapsulated';

/** What cannot be given is refused before the first byte, whichever object it is of. Headers are read only for who does not take bytes. */
const refuseBulk = async (asked: Asked, instances: readonly ServedInstance[]): Promise<void> => {
  const takesOctets = asked.accepted.some((each) => covers(each, octets));
  for (const instance of instances) {
    const compressed = instance.rows !== null && transferSyntax(instance.transfer_syntax_uid)?.encapsulated === true;
    if (compressed) formOf(asked.accepted, instance);
    if (takesOctets) continue;
    const elements = [...(await bulkOf(asked, instance)).values()];
    if (!elements.every(isFrames)) fail('not-acceptable', 'Bulk data are given as application/octet-stream.');
  }
};

const refusePixels = async ({ accepted }: Asked, instances: readonly ServedInstance[]): Promise<void> => {
  for (const instance of instances) formOf(accepted, instance);
};

async function* bulkParts(asked: Asked, instances: readonly ServedInstance[]): AsyncGenerator<PartToWrite> {
  for (const instance of instances) {
    for (const [path, element] of await bulkOf(asked, instance)) {
      if (isFrames(element)) yield* frameParts(asked, instance);
      else {
        const location = `${addressOf(asked.base, instance)}/bulkdata/${path}`;
        yield { contentType: octets, location, body: bodyOf(asked.context, instance, element) };
      }
    }
  }
}

async function* pixelParts(asked: Asked, instances: readonly ServedInstance[]): AsyncGenerator<PartToWrite> {
  for (const instance of instances) yield* frameParts(asked, instance);
}

interface Kind {
  /** names it in an ETag */
  readonly name: string;
  /** of objects with pixels only */
  readonly drawn: boolean;
  readonly refuse: (asked: Asked, instances: readonly ServedInstance[]) => Promise<void>;
  readonly parts: (asked: Asked, instances: readonly ServedInstance[]) => AsyncGenerator<PartToWrite>;
}

/** The first part is made before anything is sent, so that what cannot be given is refused. */
const send = async (reply: FastifyReply, parts: AsyncGenerator<PartToWrite>): Promise<FastifyReply> => {
  const first = await parts.next();
  if (first.done) return fail('not-found', 'There are no such data.');
  async function* all(): AsyncGenerator<PartToWrite> {
    yield first.value;
    yield* parts;
  }
  const [type = octets] = first.value.contentType.split(';');
  return sendMultipart(reply, type, all());
};

const sendAll =
  ({ name, drawn, refuse, parts }: Kind) =>
  async (context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const found = await listInstances(context, request.principal, selectorOf(request));
    const instances = drawn ? found.filter(({ rows }) => rows !== null) : found;
    const { accept } = request.headers;
    if (
      isUnchanged(request, reply, `"${name}-${digestOf(instances)}-${Buffer.from(accept ?? '').toString('base64url')}"`)
    )
      return reply.code(304).send();
    const asked = { context, base: baseUrl(context, request), accepted: parseAccept(accept), left: untilLeft(reply) };
    await refuse(asked, instances);
    return send(reply, parts(asked, instances));
  };

export const sendAllBulkData = sendAll({ name: 'bulk', drawn: false, refuse: refuseBulk, parts: bulkParts });
export const sendPixelData = sendAll({ name: 'pixels', drawn: true, refuse: refusePixels, parts: pixelParts });
