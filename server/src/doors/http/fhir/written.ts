/** Resources that others write, as what our features take. What is not named here is no part of what we keep. */
import {
  issuerOf,
  momentDigits,
  mostReportText,
  type ResourceName,
  type Root,
  reportSections,
  reportStatuses,
  schemeOf,
  systems,
} from '@throughline/fhir';
import { z } from 'zod';
import type { Trx } from '../../../db/index.ts';
import { fail } from '../../../errors.ts';
import {
  type SubjectNamed,
  type Taken,
  type Taking,
  takeAppointmentIn,
  takeOrderIn,
  takeReportIn,
} from '../../../features/entries/index.ts';
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

type Take = (asking: Asking, trx: Trx, given: Given) => Promise<Taken>;

const text = z.string().max(1000);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/);
const identifier = z.object({ system: z.string().min(1).max(200), value: z.string().min(1).max(200) });
const coding = z.object({ system: text.optional(), code: text.optional(), display: text.optional() });
const concept = z.object({ coding: z.array(coding).max(20).optional(), text: text.optional() });
const reference = z.object({
  reference: text.optional(),
  identifier: z.object({ system: text.optional(), value: text.optional() }).optional(),
  display: text.optional(),
});
const identified = { identifier: z.array(identifier).min(1).max(20) };

const orderShape = z.object({
  resourceType: z.literal('ServiceRequest'),
  ...identified,
  status: z.enum(['active', 'completed', 'revoked']),
  intent: z.enum(['order', 'original-order', 'filler-order', 'instance-order']),
  code: concept,
  orderDetail: z.array(concept).max(20).optional(),
  subject: reference,
  occurrenceDateTime: date.optional(),
  occurrencePeriod: z.object({ start: date.optional() }).optional(),
  requester: reference.optional(),
  reasonCode: z.array(concept).max(20).optional(),
});

const appointmentShape = z.object({
  resourceType: z.literal('Appointment'),
  ...identified,
  status: z.enum(['proposed', 'pending', 'booked', 'arrived', 'checked-in', 'cancelled', 'noshow', 'entered-in-error']),
  serviceType: z.array(concept).max(20).optional(),
  start: date.optional(),
  participant: z
    .array(z.object({ actor: reference.optional() }))
    .min(1)
    .max(20),
});

const reportShape = z.object({
  resourceType: z.literal('DiagnosticReport'),
  ...identified,
  status: z.enum([
    'registered',
    'partial',
    'preliminary',
    'final',
    'amended',
    'corrected',
    'appended',
    'cancelled',
    'entered-in-error',
  ]),
  code: concept,
  subject: reference,
  basedOn: z.array(reference).max(20).optional(),
  imagingStudy: z.array(reference).max(20).optional(),
  issued: date.optional(),
  performer: z.array(reference).max(20).optional(),
  resultsInterpreter: z.array(reference).max(20).optional(),
  conclusion: z.string().max(mostReportText).optional(),
  presentedForm: z
    .array(
      z.object({
        contentType: text.optional(),
        data: z
          .base64()
          .max(4 * mostReportText)
          .optional(),
      }),
    )
    .max(20)
    .optional(),
});

const read = <T>(shape: z.ZodType<T>, body: unknown): T => {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.');
  return fail(
    'bad-request',
    `The resource cannot be taken${place === undefined || place === '' ? '' : ` for its ${place}`}.`,
  );
};

/** The first identifier is whose and which; one that it is asked by must be it. */
const keyOf = (
  { identifier: [first] }: { readonly identifier: readonly NamedIdentifier[] },
  named?: NamedIdentifier,
) => {
  if (first === undefined) return fail('bad-request');
  if (named !== undefined && (named.system !== first.system || named.value !== first.value))
    return fail('bad-request', 'The first identifier of the resource is not the one that it is sent for.');
  return first;
};

/** Whose numbers are kept apart from senders of messages, which are no URIs, and from what is ours. */
const foreignSystem = (system: string, { root }: Root): string =>
  !/^(https?:\/\/|urn:)\S+$/i.test(system) || system.startsWith(`${root}/`)
    ? fail('bad-request', 'The system of the identifier is a URI of its own.')
    : system;

const subjectOf = ({ reference: place = '', identifier: given }: z.infer<typeof reference>, at: Root): SubjectNamed => {
  if (given?.system !== undefined && given.value !== undefined)
    return { identifier: { issuer: issuerOf(given.system, at), id: given.value } };
  return { recordId: place.replace(`${at.root}/`, '').replace(/^Patient\//, '') };
};

/** With its offset, as a DICOM DT. */
const withZone = (moment: string | undefined): string | undefined => {
  const zone = /T.*?(Z|[+-]\d{2}:\d{2})$/.exec(moment ?? '')?.[1];
  const plain = momentDigits(moment);
  if (plain === undefined || zone === undefined) return plain;
  return `${plain}${zone === 'Z' ? '+0000' : zone.replace(':', '')}`;
};

type Concept = z.infer<typeof concept>;

const namedBy = ({ text: said, coding: codings = [] }: Concept): string | undefined =>
  said ?? codings.find(({ display }) => display !== undefined)?.display;

const codeOf = ({ coding: codings = [] }: Concept) => {
  const first = codings.find(({ code }) => code !== undefined);
  if (first?.code === undefined) return undefined;
  return { code: first.code, scheme: schemeOf(first.system), meaning: first.display ?? '' };
};

const modalityOf = (details: readonly Concept[] | undefined): string | undefined =>
  details
    ?.flatMap(({ coding: codings = [] }) => codings)
    .find(({ system, code }) => system === systems.dicom && /^[A-Z]{2,16}$/.test(code ?? ''))?.code;

const plainName = (display: string | undefined): string | undefined =>
  display?.replaceAll(/[\^=\\]/g, ' ').trim() || undefined;

const mostAccession = 16;

const order: Take = (asking, trx, { body, named, taking }) => {
  const { context, principal, at } = asking;
  const told = read(orderShape, body);
  const { system, value } = keyOf(told, named);
  if (value.length > mostAccession)
    return fail('bad-request', `An accession number has at most ${mostAccession} characters.`);
  const states = { active: 'SCHEDULED', completed: 'COMPLETED', revoked: 'DISCONTINUED' } as const;
  const written = {
    subject: subjectOf(told.subject, at),
    issuer: issuerOf(system, at),
    status: states[told.status],
    step: {
      accessionNumber: value,
      studyInstanceUid: undefined,
      modality: modalityOf(told.orderDetail),
      stationAeTitle: undefined,
      stationName: undefined,
      location: undefined,
      start: momentDigits(told.occurrenceDateTime ?? told.occurrencePeriod?.start),
      description: namedBy(told.code),
      code: codeOf(told.code),
      reason: told.reasonCode?.map(namedBy).find((each) => each !== undefined),
      performer: undefined,
      referrer: undefined,
      requester: plainName(told.requester?.display),
      weightKg: undefined,
    },
  };
  return takeOrderIn(trx, principal, written, taking, context.clock());
};

const isOff: ReadonlySet<string> = new Set(['cancelled', 'noshow', 'entered-in-error']);

const appointment: Take = (asking, trx, { body, named, taking }) => {
  const { context, principal, at } = asking;
  const told = read(appointmentShape, body);
  const { system, value } = keyOf(told, named);
  const actors = told.participant.flatMap(({ actor }) => actor ?? []);
  const isPatient = ({ reference: place = '', identifier: given }: z.infer<typeof reference>): boolean =>
    /(^|\/)Patient\//.test(place) || (place === '' && given?.value !== undefined);
  const patient = actors.find(isPatient) ?? fail('bad-request', 'A participant is the patient.');
  const [service] = told.serviceType ?? [];
  const written = {
    subject: subjectOf(patient, at),
    system: foreignSystem(system, at),
    key: value,
    start: withZone(told.start),
    service: { code: service && codeOf(service)?.code, text: service && namedBy(service) },
    location: actors.find((actor) => actor !== patient && actor.display !== undefined)?.display?.slice(0, 64),
    status: isOff.has(told.status) ? ('cancelled' as const) : ('booked' as const),
  };
  return takeAppointmentIn(trx, principal, written, taking, context.clock());
};

const studyOf = ([first]: readonly z.infer<typeof reference>[] = [], at: Root) => {
  const uid = first?.identifier?.system === systems.uid ? first.identifier.value?.replace(/^urn:oid:/, '') : undefined;
  if (uid !== undefined) return { uid };
  const id = /(?:^|\/)ImagingStudy\/([0-9a-f-]{36})$/.exec(first?.reference?.replace(`${at.root}/`, '') ?? '')?.[1];
  return id === undefined ? undefined : { id };
};

const report: Take = (asking, trx, { body, named, taking }) => {
  const { context, principal, at } = asking;
  const told = read(reportShape, body);
  const { system, value } = keyOf(told, named);
  const sections = reportSections(told);
  if (sections.length === 0 && reportStatuses[told.status] !== 'cancelled')
    return fail('bad-request', 'A report has a conclusion or a presentedForm of text/plain.');
  const author = [...(told.resultsInterpreter ?? []), ...(told.performer ?? [])].find(({ display }) => display);
  const written = {
    subject: subjectOf(told.subject, at),
    system: foreignSystem(system, at),
    key: value,
    study: studyOf(told.imagingStudy, at),
    accessionNumber: told.basedOn?.find((each) => each.identifier?.value !== undefined)?.identifier?.value,
    title: namedBy(told.code) ?? 'Report',
    status: reportStatuses[told.status],
    reportedAt: momentDigits(told.issued),
    author: plainName(author?.display),
    sections,
  };
  return takeReportIn(trx, principal, written, taking, context.clock());
};

/** The types that are written, by their names. */
export const takers: Partial<Record<ResourceName, Take>> = {
  ServiceRequest: order,
  Appointment: appointment,
  DiagnosticReport: report,
};
