/** CDS Hooks 2.0: discovery, services and feedback. Nothing in a request is ever fetched. */
import { issuerOf, systems } from '@throughline/fhir';
import { nameOfLoinc } from '@throughline/terminology';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { fail } from '../../../errors.ts';
import type { Principal } from '../../../features/access/index.ts';
import { recordsOfIdentifiers } from '../../../features/chart/index.ts';
import type { Context } from '../../../features/context.ts';
import {
  admitClient,
  type Caller,
  type Card,
  countAnswers,
  giveCardFeedback,
  judgeOrders,
  listClients,
  prepareAppointment,
  registerClient,
  tellHistory,
} from '../../../features/decisions/index.ts';
import { makeLink } from '../../../features/launch/index.ts';
import { isLauncher } from '../../../features/sign-in/index.ts';
import { bearerOf } from '../auth.ts';
import { rootOf } from '../oauth/where.ts';
import { clientInput, feedbackRequest, type HookRequest, hookRequest, type OrderGiven } from './shapes.ts';

const prefetch = { patient: 'Patient/{{context.patientId}}' } as const;

const service = (hook: string, title: string, description: string) => ({
  hook,
  id: hook,
  title,
  description,
  prefetch,
});

const services = [
  service('order-select', 'Answered already?', 'Says that a study exists before it is ordered again.'),
  service('order-sign', 'Answered already?', 'Says that a study exists before it is ordered again.'),
  service('appointment-book', 'Priors for an appointment', 'Starts gathering the imaging of all sites; gives no card.'),
  service('patient-view', 'Imaging history', 'The imaging of all sites, and how complete it is.'),
] as const;

const parsed = <T>(shape: z.ZodType<T>, value: unknown): T => {
  const result = shape.safeParse(value);
  return result.success ? result.data : fail('bad-request', 'The request is not one of CDS Hooks 2.0.');
};

const loinc = 'http://loinc.org';

/** As it is called, else as LOINC calls what its code says. */
const nameOf = ({ code }: OrderGiven): string => {
  const { text, coding = [] } = code ?? {};
  const coded = coding.find((one) => one.system === loinc && one.code !== undefined)?.code;
  return text ?? coding.find(({ display }) => display !== undefined)?.display ?? (coded && nameOfLoinc(coded)) ?? '';
};

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

/** Orders of this patient that are selected, or all; one of another patient makes the request wrong. */
const ordersOf = ({ context, fhirServer }: HookRequest) => {
  const all = (context.draftOrders?.entry ?? []).map(({ resource }) => resource);
  const orders = all.filter(({ resourceType }) => resourceType === 'ServiceRequest');
  const expected = `Patient/${context.patientId.replace(/^Patient\//, '')}`;
  const known = [expected, ...(fhirServer === undefined ? [] : [`${withoutSlash(fhirServer)}/${expected}`])];
  if (orders.some(({ subject }) => subject?.reference !== undefined && !known.includes(subject.reference)))
    fail('bad-request', 'An order is of another patient.');
  const { selections } = context;
  const chosen = selections ? orders.filter(({ id }) => selections.includes(`ServiceRequest/${id}`)) : orders;
  return chosen.map((order) => ({ description: nameOf(order), reason: order.reasonCode?.[0]?.text }));
};

/** The one record that is meant, by the identifiers of the prefetched patient. Undefined: nobody that we know. */
const recordOf = async (context: Context, caller: Caller, asked: HookRequest, root: string) => {
  const patient = asked.prefetch?.patient ?? fail('prefetch-missing');
  if (patient.id !== asked.context.patientId.replace(/^Patient\//, ''))
    fail('bad-request', 'The prefetch is of another patient.');
  const identifiers = (patient.identifier ?? []).flatMap(({ system, value }) => {
    const issuer = system === undefined ? caller.patientIssuer : issuerOf(system, { root: `${root}/fhir` });
    return value === undefined || issuer === null || system === systems.uid ? [] : [{ issuer, id: value }];
  });
  return recordsOfIdentifiers(context, caller.principal, identifiers);
};

const overrideReasons = [
  { code: 'other-question', display: 'Another question is asked' },
  { code: 'change', display: 'The condition has changed' },
  { code: 'quality', display: 'The study that exists is not good enough' },
  { code: 'not-available', display: 'The study cannot be seen here' },
];

/**
 * How the images are opened: by an EHR that launches us with a SMART link, which says which study in `appContext`; from elsewhere by a
 * link that ends soon and says nothing of whom it opens.
 */
const linksOf = async (context: Context, caller: Caller, root: string, studyInstanceUid: string, held: boolean) => {
  const label = held ? 'Open the images' : 'Fetch the images and open them';
  const { principal, fhirServer } = caller;
  if (fhirServer !== null && (await isLauncher(context, principal.tenantId, fhirServer)))
    return [{ label, url: `${root}/launch`, type: 'smart', appContext: studyInstanceUid }];
  const { text } = await makeLink(context, principal, { target: { studyInstanceUid } });
  return [{ label, url: `${root}/launch/${text}`, type: 'absolute' }];
};

const toCard = async (context: Context, caller: Caller, root: string, card: Card) => ({
  uuid: card.id,
  summary: card.summary,
  detail: card.detail,
  indicator: 'info',
  source: { label: 'Throughline', url: root },
  ...(card.studyInstanceUid !== null && {
    links: await linksOf(context, caller, root, card.studyInstanceUid, card.held),
  }),
  ...(card.kind === 'answered' && {
    overrideReasons: overrideReasons.map((reason) => ({ ...reason, system: `${root}/cds-override-reasons` })),
  }),
});

const answer = async (context: Context, caller: Caller, asked: HookRequest, root: string): Promise<readonly Card[]> => {
  const { principal } = caller;
  if (asked.fhirServer !== undefined && withoutSlash(asked.fhirServer) !== withoutSlash(caller.fhirServer ?? ''))
    fail('bad-request', 'The FHIR server is not the registered one.');
  const orders = asked.hook.startsWith('order-') ? ordersOf(asked) : [];
  const patientRecordId = await recordOf(context, caller, asked, root);
  if (patientRecordId === undefined) return [];
  if (asked.hook === 'appointment-book') {
    await prepareAppointment(context, principal, patientRecordId);
    return [];
  }
  if (asked.hook === 'patient-view') return tellHistory(context, principal, patientRecordId);
  return judgeOrders(context, principal, { service: asked.hook, patientRecordId, orders });
};

const open = { config: { open: true } } as const;

/** Its callers prove themselves by tokens of their own kind. */
export const registerCds = (app: FastifyInstance, context: Context): void => {
  app.get('/', open, async () => ({ services }));
  for (const { id } of services) {
    const caller = (request: FastifyRequest): Promise<Caller> =>
      admitClient(context, bearerOf(request), `${rootOf(context, request)}/cds-services/${id}`);
    app.post(`/${id}`, open, async (request) => {
      const known = await caller(request);
      const asked = parsed(hookRequest, request.body);
      if (asked.hook !== id) fail('bad-request', 'The hook is not that of the service.');
      const root = rootOf(context, request);
      const cards = await answer(context, known, asked, root);
      return { cards: await Promise.all(cards.map((card) => toCard(context, known, root, card))) };
    });
    app.post(`/${id}/feedback`, open, async (request) => {
      const { principal } = await caller(request);
      const answers = parsed(feedbackRequest, request.body).feedback.map(({ card, outcome, overrideReason }) => ({
        id: card,
        outcome,
        reason_code: overrideReason?.reason?.code ?? null,
        reason_comment: overrideReason?.userComment ?? null,
      }));
      await giveCardFeedback(context, principal, id, answers);
      return {};
    });
  }
  registerAdministration(app, context);
};

const registerAdministration = (app: FastifyInstance, context: Context): void => {
  const principalOf = ({ principal }: { readonly principal: Principal }): Principal => principal;
  app.get('/clients', async (request) =>
    (await listClients(context, principalOf(request))).map(({ issuer, name, enabled }) => ({ issuer, name, enabled })),
  );
  app.put('/clients', async (request, reply) => {
    const { jwks, jwksUrl, fhirServer, patientIssuer, ...rest } = parsed(clientInput, request.body);
    await registerClient(context, principalOf(request), {
      ...rest,
      jwks: JSON.stringify(jwks),
      jwks_url: jwksUrl,
      fhir_server: fhirServer,
      patient_issuer: patientIssuer,
    });
    return reply.code(204).send();
  });
  app.get('/answers', async (request) => countAnswers(context, principalOf(request)));
};
