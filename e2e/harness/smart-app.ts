/** A foreign SMART application in the browser: two pages around fhirclient, on an origin of its own. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { freePort } from '../../server/src/free-port.ts';

const library = join(createRequire(import.meta.url).resolve('fhirclient'), '..', '..', '..', 'build', 'fhir-client.js');

const page = (script: string): string =>
  `<!doctype html><title>Synthetic app</title><pre id="told">waiting</pre><script src="/fhir-client.js"></script><script>${script}</script>`;

const launch = (scope: string): string =>
  page(`FHIR.oauth2.authorize({ clientId: 'app', scope: ${JSON.stringify(scope)}, redirectUri: '/index.html', pkceMode: 'required' })
    .catch((error) => { document.getElementById('told').textContent = String(error); });`);

/** Reads the studies by FHIR and one of them by DICOMweb, with the one token. */
const index = page(`FHIR.oauth2.ready().then(async (client) => {
    const bundle = await client.request('ImagingStudy?patient=' + client.patient.id);
    const uids = bundle.entry.map(({ resource }) => resource.identifier.find(({ system }) => system === 'urn:dicom:uid').value.slice(8));
    const dicomweb = client.state.serverUrl.replace(/\\/fhir$/, '/dicom-web');
    const headers = { authorization: 'Bearer ' + client.state.tokenResponse.access_token, accept: 'application/dicom+json' };
    const answers = await Promise.all(uids.map((uid) => fetch(dicomweb + '/studies/' + uid + '/metadata', { headers })));
    const user = client.getIdToken()?.sub;
    return { uids, statuses: answers.map(({ status }) => status), user };
  }).then(JSON.stringify, String).then((text) => { document.getElementById('told').textContent = text; });`);

export interface SmartApp {
  readonly root: string;
  close(): Promise<void>;
}

export const startSmartApp = async (scope: string): Promise<SmartApp> => {
  const port = await freePort();
  const script = await readFile(library);
  const pages: Readonly<Record<string, string | Buffer>> = {
    '/launch.html': launch(scope),
    '/index.html': index,
    '/fhir-client.js': script,
  };
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const body = pages[path];
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return { root: `http://localhost:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) };
};
