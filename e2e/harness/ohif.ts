/** OHIF's published build on a port of its own, its DICOMweb requests passed on to the hub. */
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Ohif {
  readonly url: string;
  close(): Promise<void>;
}

const build = fileURLToPath(new URL('../../.cache/ohif/dist', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

const config = `window.config = { routerBasename: null, extensions: [], modes: [], showStudyList: true, maxNumberOfWebWorkers: 2,
  defaultDataSourceName: 'dicomweb', investigationalUseDialog: { option: 'never' },
  dataSources: [{ namespace: '@ohif/extension-default.dataSourcesModule.dicomweb', sourceName: 'dicomweb',
    configuration: { name: 'throughline', friendlyName: 'Throughline', wadoUriRoot: '/dicom-web', qidoRoot: '/dicom-web', wadoRoot: '/dicom-web',
      imageRendering: 'wadors', thumbnailRendering: 'wadors', enableStudyLazyLoad: true, qidoSupportsIncludeField: true,
      supportsFuzzyMatching: false, supportsWildcard: true, omitQuotationForMultipartRequest: true,
      bulkDataURI: { enabled: true, relativeResolution: 'studies' } } }] };`;

const passOn = (hub: string, incoming: IncomingMessage, outgoing: ServerResponse): void => {
  const { method, headers, url } = incoming;
  const onward = request(
    new URL(url ?? '/', hub),
    { method, headers: { ...headers, host: new URL(hub).host } },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
};

const sendFile = (path: string, response: ServerResponse): void => {
  const file = join(build, normalize(path));
  const found = file.startsWith(build) && extname(file) !== '' && existsSync(file) ? file : join(build, 'index.html');
  const type = types[extname(found)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=3600' });
  createReadStream(found).pipe(response);
};

export const startOhif = async (hub: string): Promise<Ohif> => {
  if (!existsSync(join(build, 'index.html')))
    throw new Error('OHIF is not unpacked; run "npm test", which does that first.');
  const server = createServer((incoming, response) => {
    const [path = '/'] = (incoming.url ?? '/').split('?');
    if (path.startsWith('/dicom-web')) passOn(hub, incoming, response);
    else if (path === '/app-config.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(config);
    else sendFile(path, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
