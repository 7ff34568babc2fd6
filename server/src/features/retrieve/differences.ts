/** In what two versions of an object differ: whoever says which is served need not compare files. Names of attributes, no values. */
import { createHash } from 'node:crypto';
import type { VersionDifferences } from '@throughline/contract';
import { type Dataset, type Element, keywordOf, tags, tagToHex, toJson, transferSyntax } from '@throughline/dicom';
import { allVersions, type ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { disclose } from './disclose.ts';
import { keptHeader, openValue } from './header.ts';

const mostNamed = 50;

interface Version {
  readonly instance: ServedInstance;
  readonly dataset: Dataset;
  readonly pixels: Element | undefined;
}

const readVersion = async ({ objects }: Context, instance: ServedInstance): Promise<Version> => {
  const { dataset } = await keptHeader(objects, instance);
  return { instance, dataset, pixels: dataset.get(tags.PixelData) };
};

/** Long values are told by their length alone: these are not read. */
const textsOf = ({ dataset }: Version): ReadonlyMap<string, string> => {
  const bulkDataUri = (_: string, element: Element): string => `${'length' in element ? element.length : 0}`;
  const json = toJson(dataset, { inlineBytes: 4096, bulkDataUri });
  return new Map(Object.entries(json).map(([tag, value]) => [tag, JSON.stringify(value)]));
};

/** `(0009,1001)` where the dictionary has no name. */
const nameOf = (tag: string): string =>
  keywordOf(Number.parseInt(tag, 16)) ?? `(${tag.slice(0, 4)},${tag.slice(4).toLowerCase()})`;

const attributesOf = (one: Version, other: Version): readonly string[] => {
  const [texts, others] = [textsOf(one), textsOf(other)];
  const all = [...new Set([...texts.keys(), ...others.keys()])].filter((tag) => tag !== tagToHex(tags.PixelData));
  return all.filter((tag) => texts.get(tag) !== others.get(tag)).toSorted();
};

const partsOf = (pixels: Element) =>
  pixels.kind === 'bulk' ? [pixels] : pixels.kind === 'encapsulated' ? pixels.fragments : [];

const digestOf = async ({ objects }: Context, { instance }: Version, pixels: Element): Promise<string> => {
  const hash = createHash('sha256');
  if (pixels.kind === 'value') hash.update(pixels.bytes);
  for (const part of partsOf(pixels)) for await (const bytes of openValue(objects, instance, part)) hash.update(bytes);
  return hash.digest('hex');
};

const lengthOf = (pixels: Element): number =>
  pixels.kind === 'value' ? pixels.bytes.length : partsOf(pixels).reduce((sum, { length }) => sum + length, 0);

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
  const differing = attributesOf(one, other);
  return {
    attributes: differing.slice(0, mostNamed).map(nameOf),
    further: Math.max(0, differing.length - mostNamed),
    transferSyntaxes: [one.instance.transfer_syntax_uid, other.instance.transfer_syntax_uid],
    pixels: await pixelsOf(context, one, other),
  };
};
