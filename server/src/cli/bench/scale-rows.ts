/** Rows of a large archive, made by the database itself: what searches and stores have to work among. They have no bytes. */
import { uids } from '@throughline/dicom';
import pg from 'pg';
import { DEFAULT_TENANT_ID } from '../../db/index.ts';

const batch = 50_000;

/** `$1` the tenant, `$2` to `$3` the numbers to make; every fourth study begins a new patient. */
const statements = [
  `insert into patient_records (tenant_id, id, issuer, patient_id, name, birth_date, sex)
   select $1, ('00000000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid, 'SCALE', 'S' || n, 'SYNTHETIC^SCALE' || n, '19700101', 'O'
   from generate_series($2::int, $3::int) n where n % 4 = 0`,
  `insert into studies (tenant_id, id, study_instance_uid, patient_record_id, study_date, study_time, accession_number, accession_issuer,
     description)
   select $1, ('00000000-0000-7000-8002-' || lpad(to_hex(n), 12, '0'))::uuid, '2.25.9' || n,
     ('00000000-0000-7000-8001-' || lpad(to_hex(n - n % 4), 12, '0'))::uuid, to_char(date '2010-01-01' + n % 5000, 'YYYYMMDD'),
     '101500', 'SCALE' || n, 'SCALE', 'CT CHEST SYNTHETIC'
   from generate_series($2::int, $3::int) n`,
  `insert into series (tenant_id, id, study_id, series_instance_uid, modality, series_number)
   select $1, ('00000000-0000-7000-8003-' || lpad(to_hex(n), 12, '0'))::uuid,
     ('00000000-0000-7000-8002-' || lpad(to_hex(n), 12, '0'))::uuid, '2.25.9' || n || '.1',
     (array['CT','MR','DX','US','MG'])[1 + n % 5], 1
   from generate_series($2::int, $3::int) n`,
  `insert into instances (tenant_id, id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, sha256, byte_length,
     dataset_offset, received_from)
   select $1, ('00000000-0000-7000-8004-' || lpad(to_hex(n), 12, '0'))::uuid,
     ('00000000-0000-7000-8003-' || lpad(to_hex(n), 12, '0'))::uuid, '2.25.9' || n || '.1.1', '${uids.CTImageStorage}',
     '${uids.ExplicitVRLittleEndian}', '\\x00', 1, 0, 'SCALE'
   from generate_series($2::int, $3::int) n`,
] as const;

export const scaleStudy = (n: number) => ({
  patientId: `S${n - (n % 4)}`,
  accessionNumber: `SCALE${n}`,
  studyInstanceUid: `2.25.9${n}`,
});

/** A day that has studies of each modality. */
export const scaleDay = (n: number): string => {
  const date = new Date(Date.UTC(2010, 0, 1 + (n % 5000)));
  return date.toISOString().slice(0, 10).replaceAll('-', '');
};

export const fillRows = async (
  ownerUrl: string,
  studies: number,
  onProgress: (done: number) => void,
): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // The rows refer to each other by how they are made: looking each up would take longer than all the rest.
    await client.query("set session_replication_role = 'replica'");
    for (let from = 0; from < studies; from += batch) {
      const range = [DEFAULT_TENANT_ID, from, Math.min(studies, from + batch) - 1];
      for (const statement of statements) await client.query(statement, range);
      onProgress(Math.min(studies, from + batch));
    }
    await client.query('vacuum analyze patient_records, studies, series, instances');
  } finally {
    await client.end();
  }
};
