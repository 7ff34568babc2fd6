/** DICOMweb of a test hub of its own, over real HTTP. */
import { type Dataset, encodePart10, tags, uids } from '@throughline/dicom';
import { newBoundary, writeMultipart } from '@throughline/dicomweb';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { buildApp } from '../src/doors/http/app.ts';
import { closeWorkers } from '../src/features/retrieve/index.ts';
import { createTestContext, type TestContext } from './context.ts';

/** What STOW-RS is asked to store, as headers and body of a request. */
export const storeRequest = async (objects: readonly Uint8Array[]) => {
  const boundary = newBoundary();
  const parts = objects.map((body) => ({ contentType: 'application/dicom', body }));
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeMultipart(boundary, parts)) chunks.push(chunk);
  const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
  return { headers: { 'content-type': type }, body: Buffer.concat(chunks) };
};

export interface DicomwebDoor {
  readonly context: TestContext;
  readonly app: FastifyInstance;
  /** The URL that /studies stands below. */
  readonly root: string;
  get(path: string, accept?: string): Promise<Response>;
  /** Stores objects in their files, which is to succeed. */
  stow(files: readonly Uint8Array[]): Promise<void>;
  send(datasets: readonly Dataset[]): Promise<void>;
  close(): Promise<void>;
}

export const dicomwebDoor = async (): Promise<DicomwebDoor> => {
  const context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  const app = await buildApp(context);
  const root = `${await app.listen({ host: '127.0.0.1', port: 0 })}/dicom-web`;
  const stow = async (files: readonly Uint8Array[]) => {
    const answer = await fetch(`${root}/studies`, { method: 'POST', ...(await storeRequest(files)) });
    expect(answer.status).toBe(200);
  };
  return {
    context,
    app,
    root,
    get: (path, accept = 'image/png') => fetch(`${root}${path}`, { headers: { accept } }),
    stow,
    send: (datasets) => stow(datasets.map((dataset) => encodePart10(dataset, uids.ExplicitVRLittleEndian))),
    close: async () => {
      await app.close();
      await closeWorkers();
      await context.close();
    },
  };
};

/** Where an object is. */
export const addressOf = (object: Dataset): string =>
  `/studies/${object.string(tags.StudyInstanceUID)}/series/${object.string(tags.SeriesInstanceUID)}/instances/${object.string(tags.SOPInstanceUID)}`;
