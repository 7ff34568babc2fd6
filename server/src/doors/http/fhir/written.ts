/** Resources that others write, as what our features take. What is not named here is no part of what we keep. */
import {
  appointmentStatuses,
  issuerOf,
  momentDigits,
  mostReportText,
  type ResourceName,
  reportSections,
  reportStatuses,
  systems,
} from '@throughline/fhir';
import { z } from 'zod';
import { fail } from '../../../errors.ts';
import { takeAppointmentIn, takeOrderIn, takeReportIn } from '../../../features/entries/index.ts';
import { group } from './groups.ts';
import { consent, observation } from './written-clinical.ts';
import {
  type Concept,
  codeOf,
  concept,
  date,
  foreignSystem,
  identified,
  keyOf,
  namedBy,
  onTheWall,
  plainName,
  read,
  reference,
  studyOf,
  subjectOf,
  type Take,
  text,
  withZone,
} from './written-values.ts';

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
  status: z.enum(appointmentStatuses),
  serviceType: z.array(concept).max(20).optional(),
  start: date.optional(),
  end: date.optional(),
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

const modalityOf = (details: readonly Concept[] | undefined): string | undefined =>
  details
    ?.flatMap(({ coding: codings = [] }) => codings)
    .find(({ system, code }) => system === systems.dicom && /^[A-Z]{2,16}$/.test(code ?? ''))?.code;

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
      start: onTheWall(told.occurrenceDateTime ?? told.occurrencePeriod?.start) ?? null,
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
    end: withZone(told.end),
    service: { code: service && codeOf(service)?.code, text: service && namedBy(service) },
    location: actors.find((actor) => actor !== patient && actor.display !== undefined)?.display?.slice(0, 64),
    status: told.status,
  };
  return takeAppointmentIn(trx, principal, written, taking, context.clock());
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
    code: codeOf(told.code),
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
  Observation: observation,
  Consent: consent,
  Group: group,
};
