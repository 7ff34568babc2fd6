import { transferSyntax, uids } from '@throughline/dicom';
import { type Accepted, covers, type PartToWrite, parseAccept } from '@throughline/dicomweb';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../../errors.ts';
import type { Context } from '../../../features/context.ts';
import {
  alternativeSyntaxes,
  digestOf,
  listInstances,
  type Memory,
  openFrameAs,
  openFrames,
  provenFrames,
  type ServedInstance,
} from '../../../features/retrieve/index.ts';
import { lendTo } from '../lent-memory.ts';
import { untilLeft } from '../until-left.ts';
import { isUnchanged } from './conditional.ts';
import { compressedTypes, defaultSyntaxes } from './frame-types.ts';
import { sendMultipart, sendOnePart } from './multipart.ts';
import { selectorOf } from './uid-params.ts';

const octets = 'application/octet-stream';
const mostFrames = 10_000;

interface FrameForm {
  readonly type: string;
  readonly transferSyntax: string;
  /** the bytes that are stored, without decoding */
  readonly stored: boolean;
}

const isNativeLittle = (uid: string): boolean => {
  const syntax = transferSyntax(uid);
  return syntax !== undefined && !syntax.encapsulated && syntax.littleEndian;
};

const namesSyntax = ({ transferSyntax: named }: Accepted, uid: string): boolean =>
  named === undefined || named === '*' || named === uid;

/** Compressed anew only for who names that type or syntax: nobody else gains by it. */
const compressedFor = (wanted: Accepted, instance: ServedInstance): FrameForm | undefined => {
  const uid = alternativeSyntaxes(instance).find((each) => {
    const type = compressedTypes[each];
    if (type === undefined) return false;
    return wanted.type === type ? namesSyntax(wanted, each) : covers(wanted, octets) && wanted.transferSyntax === each;
  });
  return uid === undefined ? undefined : { type: compressedTypes[uid] ?? octets, transferSyntax: uid, stored: false };
};

/** How the frames go out: as they are stored when the client takes that, else uncompressed or as it asks (PS3.18 8.7.3.5). */
export const formOf = (accepted: readonly Accepted[], instance: ServedInstance): FrameForm => {
  const stored = instance.transfer_syntax_uid;
  const native = isNativeLittle(stored);
  const plain = { type: octets, transferSyntax: uids.ExplicitVRLittleEndian, stored: native };
  const asStored = { type: compressedTypes[stored] ?? octets, transferSyntax: stored, stored: true };
  const canBePlain = native || alternativeSyntaxes(instance).includes(plain.transferSyntax);
  for (const wanted of accepted) {
    const named = wanted.transferSyntax ?? defaultSyntaxes[wanted.type];
    const any = named === '*' || named === stored;
    if (native && covers(wanted, octets) && (any || namesSyntax(wanted, plain.transferSyntax))) return plain;
    if (transferSyntax(stored)?.encapsulated && any && covers(wanted, asStored.type)) return asStored;
    // Who takes nothing but bytes is given them as such, and told by the syntax what they are.
    if (transferSyntax(stored)?.encapsulated && any && covers(wanted, octets)) return { ...asStored, type: octets };
    if (canBePlain && covers(wanted, octets) && namesSyntax(wanted, plain.transferSyntax)) return plain;
    const compressed = compressedFor(wanted, instance);
    if (compressed) return compressed;
  }
  return fail('not-acceptable', 'The frames cannot be given in any of the accepted forms.');
};

/** Each once, in any order (PS3.18 10.4.1): one that is asked for a thousand times would be made a thousand times. */
const numbersOf = (text: string, count: number): readonly number[] => {
  const numbers = text.split(',').map(Number);
  const good = numbers.length <= mostFrames && numbers.every((number) => Number.isInteger(number) && number >= 1);
  if (!good) fail('bad-request', 'Frame numbers are whole and count from 1.');
  if (new Set(numbers).size < numbers.length) fail('bad-request', 'A frame is named once.');
  return numbers.every((number) => number <= count) ? numbers : fail('not-found', 'There is no such frame.');
};

export const sendFrames = async (
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const [instance] = await listInstances(context, request.principal, selectorOf(request));
  if (instance === undefined) return fail('not-found');
  const frames = await openFrames(context, instance);
  const numbers = numbersOf((request.params as { frames: string }).frames, frames.count);
  const accepted = parseAccept(request.headers.accept);
  const form = formOf(accepted, instance);
  const read = (number: number, memory?: Memory): Promise<Uint8Array> =>
    form.stored ? frames.read(number, memory) : openFrameAs(context, instance, number, form.transferSyntax);
  const contentType = `${form.type}; transfer-syntax=${form.transferSyntax}`;
  const single = numbers.length === 1 && accepted[0]?.multipart === false && accepted[0].type !== '*/*';
  const etag = `"${single ? 'frame' : 'frames'}-${form.transferSyntax}-${digestOf([instance])}"`;
  if (isUnchanged(request, reply, etag)) return reply.code(304).send();
  if (!form.stored && numbers.length > 1) {
    const proven = await provenFrames(numbers.length, (at) => read(numbers[at - 1] ?? 1), untilLeft(reply));
    return sendMultipart(reply, form.type, partsOf(contentType, proven));
  }
  // A failure of the first is answered as any other.
  const first = await read(numbers[0] ?? 1, lendTo(reply));
  if (single) return reply.header('content-type', contentType).send(first);
  if (numbers.length === 1) return sendOnePart(reply, form.type, { contentType, body: first });
  const parts = numbers.map((number, index) => ({
    contentType,
    body: index === 0 ? first : later(() => read(number)),
  }));
  return sendMultipart(reply, form.type, parts);
};

async function* partsOf(contentType: string, frames: AsyncIterable<Uint8Array>): AsyncGenerator<PartToWrite> {
  for await (const body of frames) yield { contentType, body };
}

async function* later(read: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await read();
}
