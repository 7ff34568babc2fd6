/** A search for a person goes by indexes, however many records and studies there are. */
import { tags } from '@throughline/dicom';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { stepsOf, withPlans } from '../../../test/plans.ts';
import { findStudies } from '../worklist/index.ts';
import { searchHoldings } from './index.ts';

let context: TestContext;
const principal = { ...testPrincipal(), door: 'dicomweb', domain: { issuer: 'NORTH', only: false } } as const;
/** Enough for the database to prefer an index. */
const RECORDS = 20_000;

/** Each person has a record at NORTH and one at SOUTH, and each record a study of one object. */
const fill = `
  insert into persons (tenant_id, id)
    select $1, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid from generate_series(1, $2 / 2) n;
  insert into patient_records (tenant_id, id, issuer, patient_id, name)
    select $1, ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid,
      case n % 2 when 0 then 'NORTH' else 'SOUTH' end, 'P' || n, 'DOE^' || n from generate_series(2, $2 + 1) n;
  insert into name_keys (tenant_id, patient_record_id, component, script, kind, key)
    select $1, r.id, part.component, 'alphabetic', 'exact', part.key from patient_records r,
      lateral (values ('family', 'DOE'), ('given', split_part(r.name, '^', 2))) part (component, key);
  insert into memberships (tenant_id, id, person_id, patient_record_id, method, score, evidence, decided_by)
    select $1, gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad(to_hex(n / 2), 12, '0'))::uuid,
      ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 'own', 1, '[]', 'test' from generate_series(2, $2 + 1) n;
  insert into studies (tenant_id, id, study_instance_uid, patient_record_id)
    select $1, r.id, '2.25.' || right(r.patient_id, -1), r.id from patient_records r;
  insert into series (tenant_id, id, study_id, series_instance_uid)
    select $1, id, id, study_instance_uid || '.1' from studies;
  insert into instances (tenant_id, id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, sha256, byte_length,
    dataset_offset, received_from)
    select $1, id, id, series_instance_uid || '.1', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', '', 1, 0, 'TEST' from series;`;

beforeAll(async () => {
  context = await createTestContext();
  const client = new pg.Client({ connectionString: context.databaseUrl });
  await client.connect();
  await client.query(fill.replaceAll('$1', `'${principal.tenantId}'::uuid`).replaceAll('$2', String(RECORDS)));
  // Without the triggers that note who is named.
  await client.query('begin; set local session_replication_role = replica');
  await client.query("update studies set referring_physician = 'Doc^' || study_instance_uid");
  await client.query('commit');
  await client.query('analyze');
  await client.end();
});
afterAll(() => context.close());

/** The tables that a search reads from beginning to end, by what the database says of each of its statements. */
const wholeReads = async (search: (watched: TestContext) => Promise<unknown>): Promise<readonly string[]> => {
  const reads: (string | undefined)[] = [];
  let statements = 0;
  const read: TestContext['db']['read'] = (id, work) =>
    context.db.read(id, async (trx) => {
      const { done, plans } = await withPlans(trx, work);
      const scans = plans.flatMap(stepsOf).filter((step) => step['Node Type'] === 'Seq Scan');
      reads.push(...scans.map((step) => step['Relation Name']));
      statements += plans.length;
      return done;
    });
  await search({ ...context, db: { ...context.db, read } });
  expect(statements).toBeGreaterThan(1);
  return reads.filter((table) => table !== undefined);
};

const exact = (value: string) => [{ tag: tags.PatientID, match: 'exact', value }] as const;

it.each([
  ['patient', 1],
  ['study', 2],
  ['series', 2],
  ['instance', 2],
] as const)('at the %s level', async (level, found) => {
  const query = { level, keys: exact('P5000'), include: 'all', fuzzy: false } as const;
  const reads = await wholeReads(async (watched) => {
    const { results } = await searchHoldings(watched, principal, query);
    expect(results.map((result) => result['00100020']?.Value?.[0])).toEqual(Array(found).fill('P5000'));
  });
  expect(reads).toEqual([]);
});

it.each([false, true])('by the referring physician (by sound: %s)', async (fuzzy) => {
  const keys = [{ tag: tags.ReferringPhysicianName, match: 'exact', value: 'doc^2.25.5000' }] as const;
  const reads = await wholeReads(async (watched) => {
    const { results } = await searchHoldings(watched, principal, { level: 'study', keys, include: [], fuzzy });
    expect(results.map((result) => result['0020000D']?.Value?.[0])).toEqual(['2.25.5000']);
  });
  // All names are listened to; there are none here.
  expect(reads.filter((table) => table !== 'practitioners')).toEqual([]);
});

it('by what is typed to find somebody', async () => {
  const reads = await wholeReads(async (watched) => {
    const { items } = await findStudies(watched, principal, 'doe 19999');
    expect(items.map((item) => item.patient.patientId)).toEqual(['P19999']);
  });
  expect(reads).toEqual([]);
});

it('page by page through all patients, each person once', async () => {
  const query = { level: 'patient', keys: [], include: [], fuzzy: false, limit: 50 } as const;
  const reads = await wholeReads(async (watched) => {
    const { results } = await searchHoldings(watched, principal, query);
    expect(results).toHaveLength(50);
    expect(new Set(results.map((result) => result['00100020']?.Value?.[0])).size).toBe(50);
  });
  expect(reads).toEqual([]);
});
