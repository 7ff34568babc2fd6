/** The pages that an application sends its user to: who are you, which patient, and back. */
import { type MatchKey, tags } from '@throughline/dicom';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Failure, fail } from '../../../errors.ts';
import { DEFAULT_TENANT_ID, type Principal } from '../../../features/access/index.ts';
import {
  cancelAuthorization,
  checkUser,
  choosePatient,
  continueAuthorization,
  hasUsers,
  openSession,
  type PendingRequest,
  readRequest,
  startAuthorization,
} from '../../../features/authorization/index.ts';
import { type ChartPatient, readPatients, searchPatients } from '../../../features/chart/index.ts';
import type { Context } from '../../../features/context.ts';
import { offeredProviders } from '../../../features/sign-in/index.ts';
import { type Authenticator, isFromOurPage, sessionOf, setSessionCookie } from '../auth.ts';
import { formOf, queryOf, type Values } from './forms.ts';
import { html, sendOnwards, sendPage } from './pages.ts';
import { whereOf } from './where.ts';

const open = { config: { open: true } } as const;

const parametersOf = (value: Values) => ({
  clientId: value('client_id') ?? '',
  redirectUri: value('redirect_uri') ?? '',
  responseType: value('response_type') ?? '',
  scope: value('scope') ?? '',
  state: value('state') ?? '',
  challenge: value('code_challenge') ?? '',
  challengeMethod: value('code_challenge_method') ?? '',
  nonce: value('nonce'),
  audience: value('aud') ?? '',
  launch: value('launch'),
});

const hidden = (ticket: string) => html`<input type="hidden" name="ticket" value="${ticket}">`;

const continuePath = (ticket: string): string => `/oauth/continue?ticket=${encodeURIComponent(ticket)}`;

const originOf = ({ redirectUri }: PendingRequest): string => new URL(redirectUri).origin;

const cancelForm = (ticket: string) =>
  html`<form method="post" action="/oauth/cancel">${hidden(ticket)}<button>Turn back</button></form>`;

const passcodeForm = (ticket: string, problem: string | undefined) => html`
<form method="post" action="/oauth/sign-in">${hidden(ticket)}
${problem === undefined ? html`` : html`<p role="alert">${problem}</p>`}
<label>Name<input name="username" autocomplete="username" autofocus required></label>
<label>Passcode<input name="passcode" type="password" autocomplete="current-password" required></label>
<button>Sign in</button></form>`;

const askWho = async (
  context: Context,
  reply: FastifyReply,
  ticket: string,
  problem?: string,
): Promise<FastifyReply> => {
  const request = await readRequest(context, DEFAULT_TENANT_ID, ticket);
  const providers = await offeredProviders(context, DEFAULT_TENANT_ID);
  const back = encodeURIComponent(continuePath(ticket));
  const links = providers.map(
    ({ name, label }) => html`<a class="button" href="/sign-in/${name}?return=${back}">Sign in with ${label}</a>`,
  );
  const form = (await hasUsers(context, DEFAULT_TENANT_ID)) ? passcodeForm(ticket, problem) : html``;
  return sendPage(reply.code(problem === undefined ? 200 : 401), {
    title: `Sign in for ${request.clientName}`,
    formsTo: originOf(request),
    body: html`${links}${form}${cancelForm(ticket)}`,
  });
};

const mostShown = 20;

/** By patient ID when it has a digit, else by the beginning of a name. */
const keyOf = (text: string): MatchKey =>
  /\d/.test(text)
    ? { tag: tags.PatientID, match: 'exact', value: text }
    : { tag: tags.PatientName, match: 'wildcard', value: `${text.replaceAll(/[*?^=\\]/g, ' ').trim()}*` };

const patientsFor = async (context: Context, principal: Principal, text: string): Promise<readonly ChartPatient[]> => {
  if (text.trim() === '') return [];
  const { items } = await searchPatients(context, principal, { keys: [keyOf(text.trim())] }, { limit: mostShown });
  return readPatients(
    context,
    principal,
    items.map(({ id }) => id),
  );
};

const nameOf = ({ name }: ChartPatient): string => (name ?? '').split('=')[0]?.replaceAll('^', ' ').trim() ?? '';

const askPatient = async (
  context: Context,
  reply: FastifyReply,
  asked: {
    readonly principal: Principal;
    readonly request: PendingRequest;
    readonly ticket: string;
    readonly text: string;
  },
): Promise<FastifyReply> => {
  const { principal, request, ticket, text } = asked;
  const found = await patientsFor(context, principal, text);
  const rows = found.map(
    (patient) => html`<li><form method="post" action="/oauth/patient">${hidden(ticket)}
<button name="patient" value="${patient.id}">${nameOf(patient)}, ${patient.birth_date ?? 'birth date not known'}, ${patient.patient_id} (${patient.issuer})</button></form></li>`,
  );
  return sendPage(reply, {
    title: `Whose images may ${request.clientName} see?`,
    formsTo: originOf(request),
    body: html`<form method="post" action="/oauth/find">${hidden(ticket)}
<label>Patient ID or name<input name="text" value="${text}" autofocus required></label><button>Find</button></form>
${text !== '' && found.length === 0 ? html`<p role="alert">Nobody was found.</p>` : html``}<ul>${rows}</ul>${cancelForm(ticket)}`,
  });
};

/** A form of ours says so by its origin: another site cannot make a user's browser post one. */
const ownForm = (request: FastifyRequest): Values => {
  if (!isFromOurPage(request)) fail('forbidden', 'A request from another site.');
  return formOf(request);
};

export const registerAuthorize = (app: FastifyInstance, context: Context, authenticator: Authenticator): void => {
  const somebody = (request: FastifyRequest) => sessionOf(context, request, authenticator);

  const goOn = async (
    request: FastifyRequest,
    reply: FastifyReply,
    ticket: string,
    text = '',
  ): Promise<FastifyReply> => {
    const principal = await somebody(request);
    if (principal === undefined) return askWho(context, reply, ticket);
    const next = await continueAuthorization({ context, where: whereOf(context, request), principal, ticket });
    if (next.kind === 'redirect') return reply.redirect(next.url, 303);
    return askPatient(context, reply, { principal, request: next.request, ticket, text });
  };

  const begin = async (request: FastifyRequest, reply: FastifyReply, value: Values): Promise<FastifyReply> => {
    const started = await startAuthorization(context, whereOf(context, request), parametersOf(value));
    if ('redirect' in started) return reply.redirect(started.redirect, 303);
    return sendOnwards(reply, continuePath(started.ticket));
  };

  app.get('/authorize', open, (request, reply) => begin(request, reply, queryOf(request)));
  app.post('/authorize', open, (request, reply) => begin(request, reply, formOf(request)));
  app.get('/continue', open, (request, reply) => goOn(request, reply, queryOf(request)('ticket') ?? ''));
  app.post('/find', open, (request, reply) => {
    const value = ownForm(request);
    return goOn(request, reply, value('ticket') ?? '', value('text') ?? '');
  });
  app.post('/sign-in', open, async (request, reply) => {
    const value = ownForm(request);
    const ticket = value('ticket') ?? '';
    await readRequest(context, DEFAULT_TENANT_ID, ticket);
    const at = { tenantId: DEFAULT_TENANT_ID, address: request.ip };
    try {
      const given = { username: value('username') ?? '', passcode: value('passcode') ?? '' };
      const session = await openSession(context, at, await checkUser(context, at, given));
      setSessionCookie(context, request, reply, session);
      return reply.redirect(continuePath(ticket), 303);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'unauthenticated') throw error;
      return askWho(context, reply, ticket, error.detail);
    }
  });
  app.post('/patient', open, async (request, reply) => {
    const value = ownForm(request);
    const ticket = value('ticket') ?? '';
    const principal = (await somebody(request)) ?? fail('unauthenticated');
    const chosen = value('patient') ?? '';
    const [patient] = await readPatients(context, principal, [chosen]);
    if (patient === undefined) return fail('not-found');
    await choosePatient(context, principal, ticket, patient.id);
    return goOn(request, reply, ticket);
  });
  app.post('/cancel', open, async (request, reply) => {
    const ticket = ownForm(request)('ticket') ?? '';
    return reply.redirect(await cancelAuthorization(context, whereOf(context, request), ticket), 303);
  });
};
