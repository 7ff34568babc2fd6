import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, variables } from './config.ts';

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

const jwt = {
  THROUGHLINE_JWT_ISSUER: 'https://id.example',
  THROUGHLINE_JWT_AUDIENCE: 'throughline',
  THROUGHLINE_JWKS: '/keys.json',
};

/** What the table for operators names, row by row: a variable in full, and others that begin as it does by their endings. */
const operated = readFileSync(join(import.meta.dirname, '../../docs/operating/README.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| `[A-Z]/.test(line))
  .map((line) => ({
    full: [...line.matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)`/g)].map(([, name = '']) => name),
    endings: [...line.matchAll(/`(_[A-Z0-9_]+)`/g)].map(([, ending = '']) => ending),
  }));
const isOperated = (name: string): boolean =>
  operated.some(
    ({ full: [first = '', ...more], endings }) =>
      [first, ...more].includes(name) ||
      endings.some((ending) => name.endsWith(ending) && first.startsWith(`${name.slice(0, -ending.length)}_`)),
  );

describe('settings', () => {
  it('are all told to operators, and no others', () => {
    expect(variables.filter((name) => !isOperated(name))).toEqual([]);
    expect(operated.flatMap(({ full }) => full).filter((name) => !variables.includes(name))).toEqual([]);
  });

  it('have a default each, and are frozen', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      http: { host: '127.0.0.1', port: 8080 },
      dicom: { host: '127.0.0.1', port: 11112, aeTitle: 'THROUGHLINE' },
      roles: ['dicom', 'web', 'jobs'],
      demo: false,
      jwt: undefined,
    });
    expect(Object.isFrozen(config.dicom)).toBe(true);
  });

  it('name a bucket and a prefix, and keep the keys to it to themselves', () => {
    const keys = { AWS_ACCESS_KEY_ID: 'AKIA-VISIBLE', AWS_SECRET_ACCESS_KEY: 'hush' };
    const config = readConfig({ THROUGHLINE_STORE: 's3://images/hub/one/', ...keys });
    expect(config.s3).toMatchObject({ bucket: 'images', prefix: 'hub/one/', region: 'us-east-1' });
    expect(config.s3?.credentials()).toEqual({ accessKeyId: 'AKIA-VISIBLE', secretAccessKey: 'hush' });
    expect(JSON.stringify(config)).not.toMatch(/hush|VISIBLE/);
    expect(readConfig({ THROUGHLINE_STORE: 's3://images', ...keys }).s3?.prefix).toBe('');
    expect(readConfig(keys).s3).toBe(undefined);
  });

  it('that are empty are not set', () => {
    expect(readConfig({ DATABASE_URL: '', THROUGHLINE_ROLES: '' }).roles.length).toBe(3);
  });

  it('are all told when several are wrong', () => {
    const faults = faultsOf({
      THROUGHLINE_HTTP_PORT: '70000',
      THROUGHLINE_ROLES: 'web,cook',
      DATABASE_URL: 'mysql://x',
    });
    const named = new Set(faults.map((fault) => fault.split(/[:.]/)[0]));
    expect(named).toEqual(new Set(['DATABASE_URL', 'THROUGHLINE_HTTP_PORT', 'THROUGHLINE_ROLES']));
  });

  it.each([
    ['THROUGHLINE_HTTP_PORT', 'http', 'is a whole number from 0 to 65535'],
    ['THROUGHLINE_SCRUB_DAYS', '0', 'is a whole number from 1 to 3650'],
    ['THROUGHLINE_LOG_LEVEL', 'loud', 'is one of fatal, error, warn, info, debug, trace, silent'],
    ['THROUGHLINE_ROLES', 'web,cook,smith', 'is one or several of dicom, web, jobs, hl7, with commas between'],
    ['DATABASE_URL', 'mysql://x', 'is postgres://USER:PASSWORD@HOST:PORT/DATABASE'],
    ['THROUGHLINE_PUBLIC_URL', 'hub.example', 'is a URL that begins with http:// or https://'],
    ['THROUGHLINE_DEMO', 'yes', 'is 1 or 0'],
  ])('say of a wrong %s what it is to be', (name, value, sentence) => {
    expect(faultsOf({ [name]: value })).toEqual([`${name}: ${sentence}`]);
  });

  it.each([
    ['the demo on an outside address', { THROUGHLINE_DEMO: '1', THROUGHLINE_HTTP_HOST: '0.0.0.0' }],
    ['the demo with DICOM on an outside address', { THROUGHLINE_DEMO: '1', THROUGHLINE_DICOM_HOST: '10.0.0.1' }],
    ['HTTP on an outside address without tokens', { THROUGHLINE_HTTP_HOST: '0.0.0.0' }],
    ['an S3 store without credentials', { THROUGHLINE_STORE: 's3://images' }],
    ['a store that is neither a folder of ours nor S3', { THROUGHLINE_STORE: 'ftp://images' }],
    ['half of the token settings', { THROUGHLINE_JWT_ISSUER: 'x' }],
    ['an AE title with a backslash', { THROUGHLINE_AE_TITLE: 'A\\B' }],
    ['an AE title of 17 characters', { THROUGHLINE_AE_TITLE: 'A'.repeat(17) }],
    ['a stop mark above the warn mark', { THROUGHLINE_DISK_WARN_MIB: '1', THROUGHLINE_DISK_STOP_MIB: '2' }],
  ])('refuse %s', (_name, environment) => {
    expect(faultsOf(environment).length).toBe(1);
  });

  it.each([
    ['outside addresses with tokens', { ...jwt, THROUGHLINE_HTTP_HOST: '0.0.0.0' }],
    ['the demo on loopback', { THROUGHLINE_DEMO: 'true', THROUGHLINE_HTTP_HOST: '::1' }],
  ])('allow %s', (_name, environment) => {
    expect(faultsOf(environment)).toEqual([]);
  });
});
