/**
 * `npm run test:deep`: the loss tests, the chaos of sources and OHIF on every study, at full depth. THROUGHLINE_LOSS_KILLS, _POINTS, _DATABASE, _ERRORS, _SEEDS and
 * _GATHERINGS, and THROUGHLINE_CHAOS_SEEDS, set single numbers by hand. Where `THROUGHLINE_TEST_S3` names a bucket of a real S3 service (with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), it is used;
 * else one is started by the `tools/start-s3` beside the corpus, if that is there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { installPeers } from './peers.ts';

const tools = resolve(process.env.THROUGHLINE_CORPUS ?? '../shared/corpus', '..', 'tools');

const startS3 = (folder: string): Readonly<Record<string, string>> => {
  const started = spawnSync(join(tools, 'start-s3'), [folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (started.status !== 0) throw new Error('start-s3 failed');
  return Object.fromEntries(
    started.stdout
      .toString()
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
};

const bucket = 'throughline-deep';

const makeBucket = async (s3: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> => {
  const { S3_ENDPOINT = '', S3_ACCESS_KEY_ID = '', S3_SECRET_ACCESS_KEY = '', S3_REGION = 'us-east-1' } = s3;
  const credentials = { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY };
  const client = new S3Client({ region: S3_REGION, endpoint: S3_ENDPOINT, forcePathStyle: true, credentials });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return {
    THROUGHLINE_TEST_S3: `${S3_ENDPOINT}/${bucket}`,
    AWS_ACCESS_KEY_ID: S3_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY: S3_SECRET_ACCESS_KEY,
  };
};

const vitest = (environment: Readonly<Record<string, string>>, ...args: readonly string[]): boolean =>
  spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args], {
    stdio: 'inherit',
    env: { ...process.env, THROUGHLINE_LOSS_DEPTH: 'deep', ...environment },
  }).status === 0;

installPeers();
const ours = process.env.THROUGHLINE_TEST_S3 === undefined && existsSync(join(tools, 'start-s3'));
const folder = ours ? mkdtempSync(join(tmpdir(), 's3-')) : '';
const environment = ours ? await makeBucket(startS3(folder)) : {};
const passed = [
  vitest(
    environment,
    '--project',
    'server',
    'server/test/loss',
    'server/test/chaos',
    'server/test/kill-jobs',
    'server/test/lifecycle',
    'server/test/backup',
    'server/src/storage',
    'server/src/db/migrate',
  ),
  vitest(environment, '--config', 'e2e/vitest.config.ts', 'e2e/loss', 'e2e/seen-by-others'),
];
if (ours) spawnSync(join(tools, 'stop-s3'), [folder], { stdio: 'inherit' });
process.exitCode = passed.every(Boolean) ? 0 : 1;
