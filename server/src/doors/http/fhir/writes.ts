/** What is created and updated: identifiers of whoever writes find it again, and what came in another way is never touched. */
import type { Resource } from '@medplum/fhirtypes';
import { type ResourceName, type ResourceRow, rowOf, toNotice, versioned } from '@throughline/fhir';
import type { Trx } from '../../../db/index.ts';
import { fail } from '../../../errors.ts';
import { asWriter, authorise, forgetWithheld, type ReadableType, reachOf } from '../../../features/access/index.ts';
import type { Taking } from '../../../features/entries/index.ts';
import { setSubscriptionIn } from '../../../features/subscriptions/index.ts';
import { bodyOf, factsOf } from './answers.ts';
import type { Answer, Input, Told } from './interaction.ts';
import type { Asking } from './kind.ts';
import { kinds } from './kinds.ts';
import { feedPatientIn, removePatientIn } from './patient-feed.ts';
import { createSubscription, updateSubscription } from './subscriptions.ts';
import { takers } from './written.ts';
import type { NamedIdentifier } from './written-values.ts';

interface Writing {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly write: (asking: Asking, trx: Trx, input: Input) => Promise<Told>;
}

/** `identifier=system|value` and nothing else. */
const identifierIn = (pairs: readonly (readonly [string, string])[]): NamedIdentifier => {
  const [[name, text = ''] = [], ...more] = pairs;
  const [system = '', value = '', ...rest] = text.split('|');
  return name === 'identifier' && more.length === 0 && rest.length === 0 && system !== '' && value !== ''
    ? { system, value }
    : fail('bad-request', 'The one parameter is identifier, as system|value.');
};

/** `W/"5"` as 5, and `*`, which is any (RFC 9110 13.1.1); anything else is no version of ours. */
const versionIn = (etag: string | undefined): string | undefined =>
  etag === undefined || etag.trim() === '*'
    ? etag?.trim()
    : (/^(?:W\/)?"([^"]*)"$/.exec(etag.trim())?.[1] ?? fail('precondition-failed'));

/** R4 http.html 3.1.0.4: what is updated by its id says the same id itself. */
const checkId = ({ params, body }: Input): void => {
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
  if (params.id !== undefined && id !== params.id)
    fail('bad-request', 'The id of the resource is not the one of the URL that it is sent to.');
};

const updating = ({ params, query, conditions }: Input): Taking & { readonly named?: NamedIdentifier } => ({
  ...(params.id === undefined
    ? { mode: 'put' as const, named: identifierIn(query) }
    : { mode: 'update' as const, id: params.id }),
  expected: versionIn(conditions.ifMatch),
});

const creating = ({ conditions: { ifNoneExist } }: Input): Taking & { readonly named?: NamedIdentifier } =>
  ifNoneExist === undefined
    ? { mode: 'create' }
    : { mode: 'create', unlessThere: true, named: identifierIn([...new URLSearchParams(ifNoneExist)]) };

/** The letters of scopes that each way of writing needs. */
const lettersOf = { create: ['c'], update: ['u'], put: ['c', 'u'] } as const satisfies Record<Taking['mode'], unknown>;

const owned = (type: ResourceName): readonly Writing[] => {
  const take = takers[type];
  if (take === undefined) throw new Error(`Nothing takes ${type}.`);
  const write =
    (takingOf: typeof updating): Writing['write'] =>
    async (asking, trx, input) => {
      const { named, ...taking } = takingOf(input);
      const principal = asWriter(asking.principal, type as ReadableType, lettersOf[taking.mode]);
      // Who may not write is told that, whatever is in the body.
      authorise(principal, 'store');
      checkId(input);
      return { type, ...(await take({ ...asking, principal }, trx, { body: input.body, named, taking })) };
    };
  return [
    { method: 'POST', url: `/${type}`, write: write(creating) },
    { method: 'PUT', url: `/${type}/:id`, write: write(updating) },
    { method: 'PUT', url: `/${type}`, write: write(updating) },
  ];
};

const subscribed: readonly Writing[] = [
  {
    method: 'POST',
    url: '/Subscription',
    write: async (asking, trx, { body }) => ({
      type: 'Subscription',
      ...(await createSubscription(asking, trx, body)),
    }),
  },
  {
    method: 'PUT',
    url: '/Subscription/:id',
    write: async (asking, trx, input) => {
      checkId(input);
      return {
        type: 'Subscription',
        ...(await updateSubscription(asking, trx, input.params.id ?? '', input.body)),
      };
    },
  },
  {
    method: 'DELETE',
    url: '/Subscription/:id',
    write: async (asking, trx, { params: { id = '' } }) => {
      await setSubscriptionIn(asking.context, trx, asking.principal, id, 'off');
      return { type: 'Subscription', id, created: false };
    },
  },
];

export const writesOf = ({ type, conditionalDelete, conditionalUpdate, writes }: ResourceRow): readonly Writing[] => [
  ...(writes === undefined ? [] : type === 'Subscription' ? subscribed : owned(type)),
  ...(conditionalUpdate === undefined
    ? []
    : [
        {
          method: 'PUT' as const,
          url: `/${type}`,
          write: async (asking: Asking, trx: Trx, { query, body }: Input) => ({
            type,
            ...(await feedPatientIn(asking, trx, query, body)),
          }),
        },
      ]),
  ...(conditionalDelete === undefined
    ? []
    : [
        {
          method: 'DELETE' as const,
          url: `/${type}`,
          write: (asking: Asking, trx: Trx, { query }: Input) => removePatientIn(asking, trx, query),
        },
      ]),
];

/** With its version, where versions can be read (R4 http.html 3.1.0.8). */
const locationOf = ({ at }: Asking, type: ResourceName, id: string, resource: Resource | undefined): string => {
  const versionId = resource && rowOf(type).history !== undefined && versioned(resource).meta?.versionId;
  return `${at.root}/${type}/${id}${versionId ? `/_history/${versionId}` : ''}`;
};

/** R4 http.html 3.1.0.7: what was not there is there no more either, but whoever asked hears of it. */
const tellGone = (gone: NonNullable<Told['gone']>, prefer: string | undefined): Answer => {
  const answer =
    gone === 'unknown' ? { resource: toNotice('There was none.') } : bodyOf(undefined, 'It was removed.', prefer);
  return { status: answer.resource === undefined ? 204 : 200, ...answer };
};

/** Of what was committed: where it is, and as it is now, to whom may read it: who may tell of something may not always. */
export const tell = async (asking: Asking, { type, id, created, gone }: Told): Promise<Answer> => {
  if (gone !== undefined) return tellGone(gone, asking.prefer);
  if (type === 'Consent') forgetWithheld(asking.context.db);
  const mayRead = reachOf(asking.principal, type as ReadableType, 'r') !== undefined;
  const resource = mayRead ? await kinds[type].read(asking, id) : undefined;
  return {
    status: created ? 201 : 200,
    location: locationOf(asking, type, id, resource),
    ...(resource && factsOf(resource)),
    ...bodyOf(resource, created ? 'It was created.' : 'It is here as it was told.', asking.prefer),
  };
};
