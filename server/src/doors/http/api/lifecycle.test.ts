/** The routes for administrators, as a client meets them. */
import { newUid } from '@throughline/dicom';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../../test/context.ts';
import { ctObject, inChunks } from '../../../../test/objects.ts';
import { storeInstance } from '../../../features/store/index.ts';
import { buildApp } from '../app.ts';

let context: TestContext;
let app: FastifyInstance;
beforeAll(async () => {
  context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  app = await buildApp(context);
});
afterAll(async () => {
  await app.close();
  await context.close();
});

const send = async () => {
  const [study, instance] = [newUid(), newUid()];
  const bytes = Buffer.from(ctObject({ study, instance, patientId: study.slice(-12) }));
  await storeInstance(context, testPrincipal(), { body: inChunks(bytes), receivedFrom: 'CT1' });
  return { study, instance, bytes };
};
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
const ask = (method: Method, url: string, payload?: object) =>
  app.inject({ method, url: `/api${url}`, ...(payload && { payload }) });

describe('the API', () => {
  it('corrects a study, gives the original, and undoes it', async () => {
    const { study, instance, bytes } = await send();
    const attributes = { StudyDescription: 'MR HEAD' };
    const made = await ask('POST', `/studies/${study}/corrections`, { attributes, reason: 'test' });
    expect(made.statusCode).toBe(200);
    const headers = { accept: 'application/dicom' };
    const wado = () => app.inject({ url: `/dicom-web/studies/${study}`, headers });
    const corrected = await wado();
    expect(corrected.rawPayload.includes('MR HEAD')).toBe(true);
    expect(corrected.headers['content-length']).toBe(String(corrected.rawPayload.length));
    const original = await ask('GET', `/objects/${instance}/versions/1/original`);
    expect(original.rawPayload).toEqual(bytes);
    expect((await ask('GET', `/objects/${instance}/versions`)).json()).toMatchObject([
      { corrected: true, served: true },
    ]);
    expect((await ask('DELETE', `/corrections/${made.json().id}`)).statusCode).toBe(204);
    expect((await wado()).rawPayload).toEqual(bytes);
    expect((await ask('GET', `/studies/${study}/corrections`)).json()).toHaveLength(1);
  });

  it('removes a study later and takes it back', async () => {
    const { study } = await send();
    const removal = await ask('POST', `/studies/${study}/deletion`, { reason: 'test' });
    expect(removal.json()).toMatchObject({ instances: 1 });
    expect((await app.inject({ url: `/dicom-web/studies/${study}/metadata` })).statusCode).toBe(404);
    expect((await ask('DELETE', `/deletions/${removal.json().id}`)).json()).toEqual({ instances: 1 });
    expect((await app.inject({ url: `/dicom-web/studies/${study}/metadata` })).statusCode).toBe(200);
  });

  it.each([
    ['POST', '/studies/1.2/corrections', { attributes: {} }, 400],
    ['POST', '/studies/1.2/move', { issuer: 'X', patientId: '1', reason: 'x' }, 404],
    ['DELETE', '/corrections/nonsense', undefined, 400],
    ['PUT', '/retention-rules/x', { olderThanDays: 0 }, 400],
    ['PUT', '/retention-rules/x', { olderThanDays: 10 }, 200],
    ['GET', '/retention-due', undefined, 200],
    ['GET', '/conflicts', undefined, 200],
    ['GET', '/rejections', undefined, 200],
    ['POST', '/studies/1.2/scrub', {}, 200],
  ] as const)('%s %s answers as it should', async (method, url, payload, status) => {
    expect((await ask(method, url, payload)).statusCode).toBe(status);
  });
});
