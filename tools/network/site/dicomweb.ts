/** The site's DICOMweb services: QIDO-RS and WADO-RS. */
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type MatchKey, type QueryLevel, tags, toJson } from '@throughline/dicom';
import { newBoundary, parseQuery, writeMultipart } from '@throughline/dicomweb';
import type { Archive, StoredObject } from './archive.ts';
import { objectsNamed, searchArchive } from './search.ts';

const dicom = 'application/dicom';
const json = 'application/dicom+json';

const levels: readonly (readonly [RegExp, QueryLevel])[] = [
  [/^\/studies$/, 'study'],
  [/^\/studies\/([\d.]+)\/series$/, 'series'],
  [/^\/studies\/([\d.]+)\/series\/([\d.]+)\/instances$/, 'instance'],
];

const retrieve = /^\/studies\/([\d.]+)(?:\/series\/([\d.]+)(?:\/instances\/([\d.]+))?)?(\/metadata)?$/;

const uidKeys = (uids: readonly (string | undefined)[]): MatchKey[] =>
  [tags.StudyInstanceUID, tags.SeriesInstanceUID, tags.SOPInstanceUID].flatMap((tag, index): MatchKey[] => {
    const value = uids[index];
    return value === undefined ? [] : [{ tag, match: 'exact', value }];
  });

async function* bytesOf(object: StoredObject, pause: () => Promise<void>): AsyncGenerator<Uint8Array> {
  await pause();
  yield* createReadStream(object.path);
}

const sendObjects = async (
  response: ServerResponse,
  objects: readonly StoredObject[],
  pause: () => Promise<void>,
): Promise<void> => {
  const boundary = newBoundary();
  response.writeHead(200, { 'content-type': `multipart/related; type="${dicom}"; boundary=${boundary}` });
  const parts = objects.map((object) => ({
    contentType: `${dicom}; transfer-syntax=${object.transferSyntaxUid}`,
    body: bytesOf(object, pause),
  }));
  await pipeline(writeMultipart(boundary, parts), response);
};

const sendJson = (response: ServerResponse, value: readonly unknown[]): void => {
  if (value.length === 0) response.writeHead(204).end();
  else response.writeHead(200, { 'content-type': json }).end(JSON.stringify(value));
};

const answer = async (
  archive: Archive,
  pause: () => Promise<void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const [path = '', search = ''] = (request.url ?? '').replace(/^\/dicom-web/, '').split('?', 2);
  for (const [pattern, level] of levels) {
    const match = pattern.exec(path);
    if (!match) continue;
    const query = parseQuery(search, level);
    const found = searchArchive(archive, { ...query, keys: [...query.keys, ...uidKeys(match.slice(1))] });
    sendJson(
      response,
      found.map((one) => toJson(one)),
    );
    return;
  }
  const [, study, series, instance, metadata] = retrieve.exec(path) ?? [];
  const objects = study === undefined ? [] : objectsNamed(archive, uidKeys([study, series, instance]));
  if (objects.length === 0) response.writeHead(404).end();
  else if (metadata)
    sendJson(
      response,
      objects.map((object) => toJson(object.header)),
    );
  else await sendObjects(response, objects, pause);
};

export const startDicomweb = (archive: Archive, pause: () => Promise<void>): Server =>
  createServer((request, response) => {
    answer(archive, pause, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(400);
      response.end();
    });
  });
