/** A million registered people, written straight into the tables as registrations would have left them. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { blockingDigests, DEFAULT_TENANT_ID, KEYED, nameKeysOf } from '../../db/index.ts';
import { benchStatement } from './identity-people.ts';

const batch = 5000;
const uuid = (table: number, n: number): string => `00000000-0000-7000-800${table}-${n.toString(16).padStart(12, '0')}`;

const insertRecords = `
  insert into patient_records (tenant_id, id, issuer, patient_id, name, birth_date, sex, street, locality, postcode, phone, keyed)
  select $1, * , ${KEYED} from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::text[])`;
const insertPersons = 'insert into persons (tenant_id, id) select $1, unnest($2::uuid[])';
const insertMemberships = `
  insert into memberships (tenant_id, id, person_id, patient_record_id, method, score, evidence, decided_by)
  select $1, m, p, r, 'own', 1, '{"evidence":[],"rules":[]}', 'source' from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as made (m, p, r)`;
const insertKeys = `
  insert into blocking_keys (tenant_id, key, patient_record_id) select $1, key, record from unnest($2::bigint[], $3::uuid[]) as made (key, record)`;

const insertNameKeys = `
  insert into name_keys (tenant_id, patient_record_id, component, script, kind, key)
  select $1, made.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) as made`;
const insertAudit = `
  insert into audit_events (tenant_id, id, event_code, action, outcome, subject, door, patient_record_id, detail)
  select $1, id, '110110', 'C', 'success', 'bench', 'mllp', record, '{"issuer":"NORTH"}' from unnest($2::uuid[], $3::uuid[]) as made (id, record)`;

const insertBatch = async (client: pg.Client, from: number, to: number): Promise<void> => {
  const numbers = Array.from({ length: to - from }, (_, at) => from + at);
  const said = numbers.map((n) => benchStatement('NORTH', n));
  const records = numbers.map((n) => uuid(1, n));
  const persons = numbers.map((n) => uuid(2, n));
  const keys: string[] = [];
  const owners: string[] = [];
  for (const [at, one] of said.entries()) {
    const record = { id: '', issuer: one.issuer, patientId: one.id, ...onlyTexts(one) };
    for (const key of blockingDigests(record)) {
      keys.push(key);
      owners.push(records[at] ?? '');
    }
  }
  const names = said.flatMap(({ name }, at) => nameKeysOf(name ?? '').map((key) => ({ owner: records[at], ...key })));
  const column = (
    name: 'issuer' | 'id' | 'name' | 'birthDate' | 'sex' | 'street' | 'locality' | 'postcode' | 'phone',
  ) => said.map((one) => one[name] ?? null);
  await client.query(insertRecords, [
    DEFAULT_TENANT_ID,
    records,
    ...(['issuer', 'id', 'name', 'birthDate', 'sex', 'street', 'locality', 'postcode', 'phone'] as const).map(column),
  ]);
  await client.query(insertPersons, [DEFAULT_TENANT_ID, persons]);
  await client.query(insertMemberships, [DEFAULT_TENANT_ID, numbers.map((n) => uuid(3, n)), persons, records]);
  await client.query(insertKeys, [DEFAULT_TENANT_ID, keys, owners]);
  const nameColumns = (['owner', 'component', 'script', 'kind', 'key'] as const).map((part) =>
    names.map((one) => one[part]),
  );
  await client.query(insertNameKeys, [DEFAULT_TENANT_ID, ...nameColumns]);
  await client.query(insertAudit, [DEFAULT_TENANT_ID, numbers.map((n) => uuid(4, n)), records]);
};

const onlyTexts = ({ name, birthDate, sex, street, locality, postcode, phone }: ReturnType<typeof benchStatement>) => {
  const known = { name, birthDate, sex, street, locality, postcode, phone };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => typeof value === 'string'));
};

/** The keys are put in order once, when all are there. */
const keyIndexes = [
  'alter table blocking_keys add primary key (tenant_id, key, patient_record_id)',
  'create index blocking_keys_by_record on blocking_keys (tenant_id, patient_record_id)',
  'alter table name_keys add primary key (tenant_id, component, kind, key, patient_record_id, script)',
  'create index name_keys_by_record on name_keys (tenant_id, patient_record_id)',
];

const tables = ['patient_records', 'persons', 'memberships', 'blocking_keys', 'name_keys', 'audit_events'];

/** As a server that has run for a day has them: a new one would read every page of the index for the first time while it is measured. */
const readIntoMemory = async (client: pg.Client): Promise<void> => {
  const { rowCount } = await client.query("select from pg_available_extensions where name = 'pg_prewarm'");
  if (rowCount === 0) return;
  await client.query('create extension if not exists pg_prewarm');
  await client.query(
    `select pg_prewarm(c.oid) from pg_class t left join pg_index i on i.indrelid = t.oid
      join pg_class c on c.oid in (t.oid, i.indexrelid) where t.oid = any($1::regclass[]) and pg_relation_size(c.oid) > 0`,
    [tables],
  );
};

const patienceMs = 300_000;

/** A million people in five minutes leave more behind than any hospital's do: what the server does of that by itself is over first. */
const untilAtRest = async (client: pg.Client): Promise<void> => {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await delay(1000)) {
    const { rowCount } = await client.query("select from pg_stat_activity where backend_type = 'autovacuum worker'");
    if (rowCount === 0) return;
  }
  throw new Error('The database did not come to rest.');
};

export const fillPeople = async (
  ownerUrl: string,
  people: number,
  onProgress: (done: number) => void,
): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // The rows refer to each other by how they are made: looking each up would take longer than all the rest.
    await client.query("set session_replication_role = 'replica'");
    await client.query("set synchronous_commit = 'off'");
    await client.query("set maintenance_work_mem = '512MB'");
    await client.query('alter table blocking_keys drop constraint blocking_keys_pkey');
    await client.query('drop index blocking_keys_by_record');
    await client.query('alter table name_keys drop constraint name_keys_pkey');
    await client.query('drop index name_keys_by_record');
    for (let from = 0; from < people; from += batch) {
      await insertBatch(client, from, Math.min(people, from + batch));
      onProgress(Math.min(people, from + batch));
    }
    for (const statement of keyIndexes) await client.query(statement);
    await client.query(`vacuum analyze ${tables.join(', ')}`);
    await client.query('checkpoint');
    await untilAtRest(client);
    await readIntoMemory(client);
  } finally {
    await client.end();
  }
};
