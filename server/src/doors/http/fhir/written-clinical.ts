/** Observations and Consents that others write. */
import { type Root, recipientRole, subjectSystem, systems } from '@throughline/fhir';
import { measurementOfObservation, type ObservationResource } from '@throughline/measurements';
import { z } from 'zod';
import type { ConsentActor } from '../../../db/index.ts';
import { fail } from '../../../errors.ts';
import { takeConsentIn, takeObservationIn } from '../../../features/entries/index.ts';
import {
  concept,
  date,
  foreignSystem,
  identified,
  keyOf,
  plainName,
  read,
  reference,
  studyOf,
  subjectOf,
  type Take,
  text,
} from './written-values.ts';

const observationShape = z.object({
  resourceType: z.literal('Observation'),
  ...identified,
  status: z.enum(['registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'entered-in-error']),
  code: concept,
  bodySite: concept.optional(),
  method: concept.optional(),
  subject: reference,
  effectiveDateTime: date.optional(),
  effectivePeriod: z.object({ start: date.optional() }).optional(),
  performer: z.array(reference).max(20).optional(),
  partOf: z.array(reference).max(20).optional(),
  derivedFrom: z.array(reference).max(20).optional(),
  valueQuantity: z.object({
    value: z.number(),
    unit: text.optional(),
    system: text.optional(),
    code: text.optional(),
    comparator: z.enum(['<', '<=', '>=', '>']).optional(),
  }),
});

const isStudy = ({ reference: place = '', identifier }: z.infer<typeof reference>): boolean =>
  /(^|\/)ImagingStudy\//.test(place) || identifier?.system === systems.uid;

type Told = z.infer<typeof observationShape>;

/** Exact optional properties: what is absent is not there. */
const present = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const measured = (told: Told) => {
  const { code, bodySite, method, effectiveDateTime, effectivePeriod, valueQuantity } = told;
  const at = effectiveDateTime ?? effectivePeriod?.start;
  const said = present({ code, bodySite, method, valueQuantity, effectiveDateTime: at }) as ObservationResource;
  return measurementOfObservation(said) ?? fail('bad-request', 'What was measured has no code and no name.');
};

export const observation: Take = (asking, trx, { body, named, taking }) => {
  const { context, principal, at } = asking;
  const told = read(observationShape, body);
  const { system, value } = keyOf(told, named);
  const performer = told.performer?.find(({ display }) => display !== undefined)?.display;
  const written = {
    subject: subjectOf(told.subject, at),
    system: foreignSystem(system, at),
    key: value,
    study: studyOf([...(told.derivedFrom ?? []), ...(told.partOf ?? [])].filter(isStudy), at),
    status: told.status,
    measurement: measured(told),
    performer: plainName(performer),
  };
  return takeObservationIn(trx, principal, written, taking, context.clock());
};

const actorShape = z.strictObject({ role: concept, reference });
const actors = z.array(actorShape).min(1).max(100);

const consentShape = z.object({
  resourceType: z.literal('Consent'),
  ...identified,
  status: z.enum(['draft', 'proposed', 'active', 'rejected', 'inactive', 'entered-in-error']),
  scope: concept,
  patient: reference,
  dateTime: date.optional(),
  // Strict: what narrows a decision and cannot be applied is refused, never passed over.
  provision: z.strictObject({
    type: z.enum(['permit', 'deny']),
    period: z.strictObject({ start: date.optional(), end: date.optional() }).optional(),
    actor: actors.optional(),
    provision: z
      .array(z.strictObject({ type: z.enum(['permit', 'deny']), actor: actors }))
      .max(10)
      .optional(),
  }),
});

/** The first moment of a date, or of the day after it. */
const momentOf = (said: string | undefined, isEnd: boolean): Date | undefined => {
  if (said === undefined) return undefined;
  const moment = new Date(said);
  if (isEnd && !said.includes('T')) moment.setUTCDate(moment.getUTCDate() + 1);
  return Number.isNaN(moment.getTime()) ? fail('bad-request', 'The period of the provision has no date.') : moment;
};

/** Whom information is given to, by the subject of their tokens or by the resource that they are; anybody else cannot be told apart. */
const actorOf = ({ role, reference: who }: z.infer<typeof actorShape>, at: Root): ConsentActor => {
  const isRecipient = role.coding?.some(
    ({ system, code }) => system === systems.participationType && code === recipientRole,
  );
  if (isRecipient !== true) fail('bad-request', 'The role of an actor is IRCP, the recipient of information.');
  const { reference: place, identifier } = who;
  if (identifier?.system === subjectSystem(at) && identifier.value !== undefined)
    return { by: 'subject', name: identifier.value };
  return place === undefined || place === ''
    ? fail(
        'bad-request',
        `An actor is named by an identifier of ${subjectSystem(at)}, or by the reference of its fhirUser.`,
      )
    : { by: 'user', name: place };
};

/** Exceptions say the opposite of what they are exceptions of. */
const narrowingOf = ({ type, actor, provision = [] }: z.infer<typeof consentShape>['provision'], at: Root) => {
  if (provision.some((exception) => exception.type === type))
    fail('bad-request', 'An exception of a provision says the opposite of it.');
  const except = provision.flatMap((exception) => exception.actor.map((one) => actorOf(one, at)));
  return {
    ...(actor !== undefined && { only: actor.map((one) => actorOf(one, at)) }),
    ...(except.length > 0 && { except }),
  };
};

const isPrivacy = ({ coding = [] }: z.infer<typeof concept>): boolean =>
  coding.some(({ system, code }) => system === systems.consentScope && code === 'patient-privacy');

export const consent: Take = (asking, trx, { body, named, taking }) => {
  const { context, principal, at } = asking;
  const told = read(consentShape, body);
  if (!isPrivacy(told.scope)) fail('bad-request', 'The scope is patient-privacy.');
  const { system, value } = keyOf(told, named);
  const { type, period } = told.provision;
  const written = {
    subject: subjectOf(told.patient, at),
    system: foreignSystem(system, at),
    key: value,
    status: told.status,
    decision: type,
    from: momentOf(period?.start, false),
    before: momentOf(period?.end, true),
    givenAt: told.dateTime,
    narrowing: narrowingOf(told.provision, at),
  };
  return takeConsentIn(trx, principal, written, taking, context.clock());
};
