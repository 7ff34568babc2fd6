import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../../test/context.ts';
import { buildApp } from '../app.ts';
import { toRoute } from './capabilities.ts';
import { searchRoutes } from './qido.ts';
import { resources } from './resources.ts';
import { storeRoutes } from './stow.ts';
import { channelRoute, subscriptionRoutes } from './subscriptions.ts';
import { retrieveRoutes } from './wado.ts';
import { workitemRoutes } from './workitems.ts';

describe('DICOMweb capabilities', () => {
  let context: TestContext;
  let app: FastifyInstance;

  beforeAll(async () => {
    context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
    app = await buildApp(context);
    await app.ready();
  });
  afterAll(async () => {
    await app?.close();
    await context?.close();
  });

  it('tells of every resource that there is, and of no other', () => {
    const there = [
      ...searchRoutes.map(([url]) => `GET ${url}`),
      ...retrieveRoutes.map(([url]) => `GET ${url}`),
      ...storeRoutes.map((url) => `POST ${url}`),
      ...[...workitemRoutes, ...subscriptionRoutes].map(([method, url]) => `${method} ${url}`),
      `GET ${channelRoute}`,
    ];
    const told = resources.flatMap(({ path, methods }) => methods.map(({ method }) => `${method} ${toRoute(path)}`));
    expect(told.toSorted()).toEqual(there.toSorted());
  });

  it('speaks WADL unless asked for JSON', async () => {
    const wadl = await app.inject({ method: 'OPTIONS', url: '/dicom-web/' });
    expect(wadl.headers['content-type']).toContain('application/vnd.sun.wadl+xml');
    expect(wadl.body.match(/<resource /g)).toHaveLength(resources.length);
    expect(wadl.body).toContain('<param name="PatientID"');
    const json = await app.inject({ method: 'OPTIONS', url: '/dicom-web/', headers: { accept: 'application/json' } });
    expect(json.json().resources).toHaveLength(resources.length);
  });

  it('of one resource tells its methods', async () => {
    const answer = await app.inject({ method: 'OPTIONS', url: '/dicom-web/studies/1.2.3' });
    expect(answer.headers.allow).toBe('GET, POST, OPTIONS');
    expect((await app.inject({ method: 'OPTIONS', url: '/dicom-web/series' })).headers.allow).toBe('GET, OPTIONS');
  });

  it.each([
    ['GET', '/dicom-web/studies?PatientID=a%00'],
    ['GET', '/fhir/Patient?identifier=a%00'],
    ['GET', '/fhir/ImagingStudy?modality=%00'],
    ['GET', '/api/hl7/messages?controlId=%00'],
  ] as const)('%s %s is refused: no text has U+0000', async (method, url) => {
    expect((await app.inject({ method, url })).statusCode).toBe(400);
  });

  it('in a demo, which proves nobody, no page of another site changes anything', async () => {
    const change = (origin?: string) =>
      app.inject({
        method: 'POST',
        url: '/fhir/Patient',
        headers: { host: 'hub:1', ...(origin && { origin }) },
        payload: {},
      });
    expect((await change('https://evil.example')).statusCode).toBe(403);
    for (const own of ['http://hub:1', undefined]) expect((await change(own)).statusCode).not.toBe(403);
  });

  it.each([
    ['DELETE', '/dicom-web/studies/1.2.3?x=/metadata', 405, 'GET, HEAD, OPTIONS, POST'],
    ['PUT', '/dicom-web/studies/1.2.3/series/1.2.4/metadata', 405, 'GET, HEAD, OPTIONS'],
    ['PATCH', '/fhir/Patient/1', 405, 'GET, HEAD'],
    ['DELETE', '/fhircast/0', 405, undefined],
    ['DELETE', '/api/nothing', 404, undefined],
    ['GET', '/dicom-web/nothing/1.2.3', 404, undefined],
  ] as const)('%s %s is answered with %i', async (method, url, status, allow) => {
    const answer = await app.inject({ method, url });
    expect(answer.statusCode).toBe(status);
    if (allow !== undefined) expect(answer.headers.allow).toBe(allow);
    expect('allow' in answer.headers).toBe(status === 405);
  });
});
