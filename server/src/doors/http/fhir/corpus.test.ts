/** Published FHIR examples of others, of several versions, sent through the door: taken, or refused with a reason; never an error of ours. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { corpusRoot } from '../../../../test/corpus.ts';
import { type TwoPatients, twoPatients } from '../../../../test/two-patients.ts';

const root = join(corpusRoot, 'fhir');
const present = existsSync(root);
if (!present) console.warn(`No corpus at ${root}: its FHIR is not read. Set THROUGHLINE_CORPUS.`);

interface Example {
  readonly resourceType: string;
  readonly [name: string]: unknown;
}

const parsed = (path: string): readonly Example[] => {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null && 'resourceType' in value ? [value as Example] : [];
  } catch {
    return [];
  }
};

let world: TwoPatients;
let token: string;
beforeAll(async () => {
  world = await twoPatients();
  token = await world.issuer.token({ scope: 'imaging.read imaging.write' });
});
afterAll(() => world.close());

const post = async (url: string, body: object) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' };
  const answer = await world.app.inject({
    method: 'POST',
    url: `/fhir/${url}`,
    headers,
    payload: JSON.stringify(body),
  });
  return answer.statusCode;
};

it.runIf(present)(
  'FHIR of the corpus is taken or refused, and what names a patient of ours and has a number is taken',
  async () => {
    const examples = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .flatMap((entry) => parsed(join(entry.parentPath, entry.name)));
    expect(examples.length).toBeGreaterThan(150);
    const taken = new Map<string, number>();
    for (const [at, example] of examples.entries()) {
      const { resourceType: type } = example;
      const isBundle = type === 'Bundle';
      const system = 'urn:oid:1.2.276.0.7230010.70';
      const ours = {
        identifier: [{ system, value: String(at) }],
        subject: { reference: `Patient/${world.alma.recordId}` },
      };
      for (const body of [example, ...(isBundle ? [] : [{ ...example, ...ours }])]) {
        const status = await post(isBundle ? '' : type, body);
        expect([type, at, status < 500]).toEqual([type, at, true]);
        if (status < 300) taken.set(type, (taken.get(type) ?? 0) + 1);
      }
    }
    expect(taken.get('Observation')).toBeGreaterThan(10);
    expect(taken.get('DiagnosticReport')).toBeGreaterThan(5);
    expect(taken.get('ServiceRequest')).toBeGreaterThan(5);
  },
);
