/** The operations of the table of packages/fhir, by their id. */

import type { Bundle, Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { issuerOf, type ResourceName, systemOf, toSearchset } from '@throughline/fhir';
import { fail } from '../../../errors.ts';
import { type ReadableType, reachOf } from '../../../features/access/index.ts';
import { crossReference, readPatients, readStudy, recordsOfPatients } from '../../../features/chart/index.ts';
import { rankPriors, statePerson } from '../../../features/priors/index.ts';
import type { Asking } from './kind.ts';
import { kinds } from './kinds.ts';
import { match } from './match.ts';
import { patientOf } from './models.ts';
import { bindingToken } from './subscription-sockets.ts';
import { subscriptionEvents, subscriptionStatus } from './subscriptions.ts';

interface Input {
  readonly id: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: unknown;
}

type Operation = (asking: Asking, input: Input) => Promise<Bundle | Parameters>;

/** ITI TF-2 3.83: an identifier that is known to nobody, one of an unknown domain, and a domain that is asked for and unknown differ. */
const identifiersElsewhere: Operation = async ({ context, principal, at }, { query }) => {
  const sources = query.flatMap(([name, value]) => (name === 'sourceIdentifier' ? [value] : []));
  const [system, id, ...rest] = sources[0]?.split('|') ?? [];
  if (sources.length !== 1 || !system || !id || rest.length > 0)
    return fail('bad-request', 'sourceIdentifier is one identifier, as system|value.');
  const targets = query.flatMap(([name, value]) => (name === 'targetSystem' ? [issuerOf(value, at)] : []));
  const { others } = await crossReference(context, principal, { issuer: issuerOf(system, at), id }, targets);
  const parameter = others.flatMap((record): ParametersParameter[] => [
    {
      name: 'targetIdentifier',
      valueIdentifier: { use: 'official', system: systemOf(record.issuer, at), value: record.patient_id },
    },
    { name: 'targetId', valueReference: { reference: `Patient/${record.id}` } },
  ]);
  return { resourceType: 'Parameters', ...(parameter.length > 0 && { parameter }) };
};

/** All of one kind, page after page, up to what one answer can hold. */
const mostOfKind = 1000;

/** What is filed under a patient, in the order that it is given in. */
const filedTypes = [
  'ImagingStudy',
  'DiagnosticReport',
  'DocumentReference',
  'Observation',
  'Appointment',
  'ServiceRequest',
  'Encounter',
  'Condition',
  'Consent',
] as const;

const allOf = async (asking: Asking, type: ResourceName, id: string): Promise<readonly Resource[]> => {
  const criteria = [{ kind: 'reference' as const, name: 'patient', ids: [id] }];
  const search = { criteria, count: mostOfKind, total: 'none' as const, includes: [], revIncludes: [] };
  const all: Resource[] = [];
  let after: string | undefined;
  do {
    const page = await kinds[type].search(asking, search, { limit: mostOfKind, ...(after !== undefined && { after }) });
    all.push(...page.resources);
    after = page.next;
    if (all.length > mostOfKind) fail('bad-request', 'There is too much for one answer: search each type.');
  } while (after !== undefined);
  return all;
};

/** `_type` names types of the compartment; undefined: all of them. */
const typesAsked = (query: Input['query']): ReadonlySet<string> | undefined => {
  const named = query.flatMap(([name, value]) => (name === '_type' ? value.split(',') : []));
  const known: ReadonlySet<string> = new Set(['Patient', 'Endpoint', ...filedTypes]);
  if (named.some((type) => !known.has(type)))
    fail('bad-request', '_type names a type that is not filed under patients.');
  return named.length === 0 ? undefined : new Set(named);
};

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** `_since` is one instant; undefined: all that there is. */
const sinceAsked = (query: Input['query']): number | undefined => {
  const [text, ...more] = query.flatMap(([name, value]) => (name === '_since' ? [value] : []));
  if (text === undefined) return undefined;
  const since = Date.parse(text);
  return more.length > 0 || !instant.test(text) || Number.isNaN(since)
    ? fail('bad-request', '_since is one instant, with its zone.')
    : since;
};

const isSince =
  (since: number | undefined) =>
  ({ meta }: Resource): boolean =>
    since === undefined || meta?.lastUpdated === undefined || Date.parse(meta.lastUpdated) >= since;

const everything: Operation = async (asking, { id, query }) => {
  const { context, principal, at } = asking;
  const types = typesAsked(query);
  const since = sinceAsked(query);
  const isAsked = (type: string): boolean => types === undefined || types.has(type);
  const [patient] = await readPatients(context, principal, [id]);
  if (patient === undefined) return fail('not-found');
  const records = await recordsOfPatients(context, principal, { ids: [id] });
  const both = (type: ReadableType): boolean =>
    reachOf(principal, type, 'r') !== undefined && reachOf(principal, type, 's') !== undefined;
  const resources: Resource[] = isAsked('Patient')
    ? (await readPatients(context, principal, [id, ...records])).map((row) => patientOf(row, at))
    : [];
  for (const type of filedTypes.filter((each) => isAsked(each) && both(each)))
    resources.push(...(await allOf(asking, type, id)));
  if (isAsked('Endpoint') && reachOf(principal, 'Endpoint', 'r'))
    for (const name of ['wado-rs', 'qido-rs'])
      resources.push((await kinds.Endpoint.read(asking, name)) ?? fail('not-found'));
  const entries = resources.filter(isSince(since)).map((resource) => ({ resource, mode: 'match' as const }));
  return toSearchset(entries, { self: `${at.root}/Patient/${id}/$everything`, at: context.clock() }, at);
};

const sentence = (name: string, value: string): ParametersParameter[] =>
  value === '' ? [] : [{ name, valueString: value }];

const completeness: Operation = async ({ context, principal }, { id }) => {
  const [patient] = await readPatients(context, principal, [id]);
  if (patient === undefined) return fail('not-found');
  const statement = await statePerson(context, principal, id);
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'verdict', valueCode: statement.verdict },
      ...sentence('headline', statement.headline),
      ...statement.sources.flatMap((source) => sentence('source', `${source.siteName}: ${source.outcome}`)),
    ],
  };
};

type Ranked = Awaited<ReturnType<typeof rankPriors>>['priors'][number];

const toPart = (prior: Ranked): ParametersParameter => ({
  name: 'prior',
  part: [
    {
      name: 'study',
      valueReference: {
        ...(prior.study.local && { reference: `ImagingStudy/${prior.study.local.id}` }),
        identifier: { system: 'urn:dicom:uid', value: `urn:oid:${prior.study.studyInstanceUid}` },
      },
    },
    ...sentence('label', prior.label),
    ...sentence('site', prior.study.siteName),
    { name: 'rank', valueInteger: prior.rank },
    { name: 'tier', valueCode: prior.tier },
    { name: 'score', valueDecimal: prior.score },
    { name: 'place', valueCode: prior.place },
    ...prior.reasons.flatMap(({ text: reason }) => sentence('reason', reason)),
    ...prior.warnings.flatMap(({ text: warning }) => sentence('warning', warning)),
  ],
});

const priors: Operation = async ({ context, principal }, { id }) => {
  const study = (await readStudy(context, principal, id)) ?? fail('not-found');
  const ranked = await rankPriors(context, principal, study.study_instance_uid);
  const parts = ranked.priors.map(toPart);
  return { resourceType: 'Parameters', ...(parts.length > 0 && { parameter: parts }) };
};

export const operations: Readonly<Record<string, Operation>> = {
  'Patient-ihe-pix': identifiersElsewhere,
  'Patient-match': (asking, { body }) => match(asking, body),
  'Patient-everything': everything,
  'Patient-completeness': completeness,
  'ImagingStudy-priors': priors,
  'Subscription-status': (asking, { id }) => subscriptionStatus(asking, id),
  'Subscription-get-ws-binding-token': (asking, { id }) => bindingToken(asking, id),
  'Subscription-events': (asking, { id, query }) => subscriptionEvents(asking, id, query),
};
