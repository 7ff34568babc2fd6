/** In what two versions of an object differ: whoever says which is served need not compare files. Names of attributes, no values. */
import { createHash } from 'node:crypto';
import type { VersionDifferences } from '@throughline/contract';
import { type Dataset, type Element, keywordOf, tagToHex, toJson, transferSyntax } from '@throughline/dicom';
import { allVersions, type ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { disclose } from './disclose.ts';
import { keptHeader, openValue } from './header.ts';
import { pixelElement } from './pixels/format.ts';

const mostNamed = 50;

interface Version {
  readonly instance: ServedInstance;
  readonly dataset: Dataset;
  readonly pixels: Element | undefined;
}

const readVersion = async ({ objects }: Context, instance: ServedInstance): Promise<Version> => {
  const { dataset } = await keptHeader(objects, instance);
  return { instance, dataset, pixels: pixelElement(dataset) };
};

const partsOf = (pixels: Element) =>
  pixels.kind === 'bulk' ? [pixels] : pixels.kind === 'encapsulated' ? pixels.fragments : [];

const lengthOf = (pixels: Element): number =>
  pixels.kind === 'value' ? pixels.bytes.length : partsOf(pixels).reduce((sum, { length }) => sum + length, 0);

interface Told {
  readonly texts: ReadonlyMap<string, string>;
  /** Values too long for a text, by the path of tags and item numbers that leads to them. */
  readonly long: ReadonlyMap<string, Element>;
}

const toldOf = ({ dataset, pixels }: Version): Told => {
  const long = new Map<string, Element>();
  const bulkDataUri = (path: string, element: Element): string => {
    if (element !== pixels) long.set(path, element);
    return String(lengthOf(element));
  };
  const json = toJson(dataset, { inlineBytes: 4096, bulkDataUri });
  return { texts: new Map(Object.entries(json).map(([tag, value]) => [tag, JSON.stringify(value)])), long };
};

/** `(0009,1001)` where the dictionary has no name. */
const nameOf = (tag: string): string =>
  keywordOf(Number.parseInt(tag, 16)) ?? `(${tag.slice(0, 4)},${tag.slice(4).toLowerCase()})`;

const digestOf = async ({ objects }: Context, { instance }: Version, value: Element): Promise<string> => {
  const hash = createHash('sha256');
  if (value.kind === 'value') hash.update(value.bytes);
  for (const part of partsOf(value)) for await (const bytes of openValue(objects, instance, part)) hash.update(bytes);
  return hash.digest('hex');
};

/** Long values of one length, by their bytes, where numbers in them are written in one order. */
async function* differingLong(context: Context, one: Version, other: Version, values: readonly Told[]) {
  const [order, another] = [one, other].map(({ dataset }) => dataset.littleEndian);
  if (order !== another) return;
  for (const [path, value] of values[0]?.long ?? []) {
    const same = values[1]?.long.get(path);
    if (same === undefined || lengthOf(same) !== lengthOf(value)) continue;
    if ((await digestOf(context, one, value)) !== (await digestOf(context, other, same)))
      yield path.split('/')[0] ?? '';
  }
}

const attributesOf = async (context: Context, one: Version, other: Version): Promise<readonly string[]> => {
  const told = [toldOf(one), toldOf(other)];
  const [texts, others] = told.map((each) => each.texts);
  const ofPixels = [one, other].flatMap(({ pixels }) => (pixels ? [tagToHex(pixels.tag)] : []));
  const all = [...(texts?.keys() ?? []), ...(others?.keys() ?? [])].filter((tag) => !ofPixels.includes(tag));
  const differing = new Set(all.filter((tag) => texts?.get(tag) !== others?.get(tag)));
  for await (const tag of differingLong(context, one, other, told)) differing.add(tag);
  return [...differing].toSorted();
};

/** Bytes tell pictures apart only where they are written in one way. */
const isWrittenAlike = (one: Version, other: Version): boolean => {
  const [syntax, another] = [one, other].map(({ instance }) => transferSyntax(instance.transfer_syntax_uid));
  if (syntax === undefined || another === undefined) return false;
  if (syntax.encapsulated || another.encapsulated) return syntax === another;
  return syntax.littleEndian === another.littleEndian;
};

const pixelsOf = async (context: Context, one: Version, other: Version): Promise<VersionDifferences['pixels']> => {
  const { pixels } = one;
  const { pixels: others } = other;
  if (pixels === undefined || others === undefined) return pixels === others ? 'none' : 'in-one-only';
  if (!isWrittenAlike(one, other)) return 'written-otherwise';
  if (lengthOf(pixels) !== lengthOf(others)) return 'different';
  const digest = await digestOf(context, one, pixels);
  return digest === (await digestOf(context, other, others)) ? 'same' : 'different';
};

export const differencesOf = async (
  context: Context,
  principal: Principal,
  sopInstanceUid: string,
  versions: readonly [number, number],
): Promise<VersionDifferences> => {
  authorise(principal, 'admin');
  const found = await context.db.tenant(principal.tenantId, (trx) => allVersions(trx, sopInstanceUid));
  const wanted = versions.map((version) => found.find((each) => each.version === version) ?? fail('not-found'));
  await disclose(context, principal, wanted, 'instancesAccessed');
  const [one, other] = await Promise.all(wanted.map((instance) => readVersion(context, instance)));
  if (one === undefined || other === undefined) return fail('not-found');
  const differing = await attributesOf(context, one, other);
  return {
    attributes: differing.slice(0, mostNamed).map(nameOf),
    further: Math.max(0, differing.length - mostNamed),
    transferSyntaxes: [one.instance.transfer_syntax_uid, other.instance.transfer_syntax_uid],
    pixels: await pixelsOf(context, one, other),
  };
};
