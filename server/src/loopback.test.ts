import { describe, expect, it } from 'vitest';
import { isConfidential } from './loopback.ts';

describe('where a secret may go', () => {
  it.each([
    ['https://ehr.example/fhir', true],
    ['wss://hub.example/socket', true],
    ['http://127.0.0.1:8080/', true],
    ['http://127.8.9.10/', true],
    ['http://localhost/', true],
    ['ws://[::1]:4000/', true],
    ['http://ehr.example/', false],
    ['http://127.ehr.example/', false],
    ['ws://127.0.0.1.ehr.example/', false],
    ['http://localhost.ehr.example/', false],
    ['ftp://127.0.0.1/', false],
  ])('%s: %s', (url, expected) => {
    expect(isConfidential(new URL(url))).toBe(expected);
  });
});
