/** What resources that others write have in common: their shapes, and how each is read. */
import { issuerOf, momentDigits, type Root, schemeOf, systems } from '@throughline/fhir';
import { z } from 'zod';
import type { Trx } from '../../../db/index.ts';
import { fail } from '../../../errors.ts';
import type { SubjectNamed, Taken, Taking } from '../../../features/entries/index.ts';
import type { Asking } from './kind.ts';

export interface NamedIdentifier {
  readonly system: string;
  readonly value: string;
}

interface Given {
  readonly body: unknown;
  /** By which it is to be found; the body has it too. */
  readonly named: NamedIdentifier | undefined;
  readonly taking: Taking;
}

export type Take = (asking: Asking, trx: Trx, given: Given) => Promise<Taken>;

export const text = z.string().max(1000);
export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/);
export const identifier = z.object({ system: z.string().min(1).max(200), value: z.string().min(1).max(200) });
export const coding = z.object({ system: text.optional(), code: text.optional(), display: text.optional() });
export const concept = z.object({ coding: z.array(coding).max(20).optional(), text: text.optional() });
export const reference = z.object({
  reference: text.optional(),
  identifier: z.object({ system: text.optional(), value: text.optional() }).optional(),
  display: text.optional(),
});
export const identified = { identifier: z.array(identifier).min(1).max(20) };

export const read = <T>(shape: z.ZodType<T>, body: unknown): T => {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.');
  return fail(
    'bad-request',
    `The resource cannot be taken${place === undefined || place === '' ? '' : ` for its ${place}`}.`,
  );
};

/** The first identifier is whose and which; one that it is asked by must be it. */
export const keyOf = (
  { identifier: [first] }: { readonly identifier: readonly NamedIdentifier[] },
  named?: NamedIdentifier,
) => {
  if (first === undefined) return fail('bad-request');
  if (named !== undefined && (named.system !== first.system || named.value !== first.value))
    return fail('bad-request', 'The first identifier of the resource is not the one that it is sent for.');
  return first;
};

/** Whose numbers are kept apart from senders of messages, which are no URIs, and from what is ours. */
export const foreignSystem = (system: string, { root }: Root): string =>
  !/^(https?:\/\/|urn:)\S+$/i.test(system) || system.startsWith(`${root}/`)
    ? fail('bad-request', 'The system of the identifier is a URI of its own.')
    : system;

export const subjectOf = (
  { reference: place = '', identifier: given }: z.infer<typeof reference>,
  at: Root,
): SubjectNamed => {
  if (given?.system !== undefined && given.value !== undefined)
    return { identifier: { issuer: issuerOf(given.system, at), id: given.value } };
  return { recordId: place.replace(`${at.root}/`, '').replace(/^Patient\//, '') };
};

/** With its offset, as a DICOM DT. */
export const withZone = (moment: string | undefined): string | undefined => {
  const zone = /T.*?(Z|[+-]\d{2}:\d{2})$/.exec(moment ?? '')?.[1];
  const plain = momentDigits(moment);
  if (plain === undefined || zone === undefined) return plain;
  return `${plain}${zone === 'Z' ? '+0000' : zone.replace(':', '')}`;
};

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * As `withZone`; what is said on the clock of UTC is put on the clock here, since a worklist shows times as they are kept (PS3.4 K). Any other
 * offset is that of the clock on somebody's wall, which is what the worklist is to show.
 */
export const onTheWall = (moment: string | undefined): string | undefined => {
  if (moment === undefined || !moment.endsWith('Z')) return withZone(moment);
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return withZone(moment);
  const ahead = -at.getTimezoneOffset();
  const zone = `${ahead < 0 ? '-' : '+'}${two(Math.floor(Math.abs(ahead) / 60))}${two(Math.abs(ahead) % 60)}`;
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  return `${day}${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}${zone}`;
};

export type Concept = z.infer<typeof concept>;

export const namedBy = ({ text: said, coding: codings = [] }: Concept): string | undefined =>
  said ?? codings.find(({ display }) => display !== undefined)?.display;

export const codeOf = ({ coding: codings = [] }: Concept) => {
  const first = codings.find(({ code }) => code !== undefined);
  if (first?.code === undefined) return undefined;
  return { code: first.code, scheme: schemeOf(first.system), meaning: first.display ?? '' };
};

export const plainName = (display: string | undefined): string | undefined =>
  display?.replaceAll(/[\^=\\]/g, ' ').trim() || undefined;

export const studyOf = ([first]: readonly z.infer<typeof reference>[] = [], at: Root) => {
  const uid = first?.identifier?.system === systems.uid ? first.identifier.value?.replace(/^urn:oid:/, '') : undefined;
  if (uid !== undefined) return { uid };
  const id = /(?:^|\/)ImagingStudy\/([0-9a-f-]{36})$/.exec(first?.reference?.replace(`${at.root}/`, '') ?? '')?.[1];
  return id === undefined ? undefined : { id };
};
