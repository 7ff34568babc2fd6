/** The operations of the table of packages/fhir, by their id. */

import type { Bundle, Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { issuerOf, systemOf } from '@throughline/fhir';
import { fail } from '../../../errors.ts';
import { crossReference, readPatients, readStudy } from '../../../features/chart/index.ts';
import { rankPriors, statePerson } from '../../../features/priors/index.ts';
import { everything } from './everything.ts';
import type { Asking } from './kind.ts';
import { match } from './match.ts';
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
      ...statement.sources.flatMap(({ siteName, outcome, away }) =>
        sentence('source', `${siteName}: ${outcome}${away === null ? '' : ', cannot be reached now'}`),
      ),
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
