/** Every resource of the DICOMweb service: what OPTIONS tells and the conformance statement lists (PS3.18 8.9 and 10). */
import type { QueryLevel } from '@throughline/dicom';
import { workitemSearchKeys } from '../../../features/workitems/index.ts';
import { json, xml } from './json-or-xml.ts';
import { wadoUriParameters, wadoUriPath } from './wado-uri-parameters.ts';

export interface ResourceMethod {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly transaction: string;
  readonly section: string;
  readonly consumes?: readonly string[];
  readonly produces: readonly string[];
  /** Search parameters are the attributes of this level. */
  readonly searches?: QueryLevel;
  readonly parameters?: readonly string[];
}

export interface Resource {
  readonly path: string;
  readonly methods: readonly ResourceMethod[];
}

const metadataTypes = [json, `multipart/related; type="${xml}"`];
const pictureTypes = ['image/jpeg', 'image/png'];
const objectTypes = ['multipart/related; type="application/dicom"', 'application/dicom'];
const frameTypes = [
  'multipart/related',
  'application/octet-stream',
  'image/jpeg',
  'image/jls',
  'image/jp2',
  'image/jphc',
  'image/jxl',
  'image/dicom-rle',
];
/** Of objects, not of workitems. */
const ofObjects = ['count', 'fuzzymatching'];
const searchParameters = [
  'limit',
  'offset',
  'after',
  'includefield',
  'accept',
  'emptyvaluematching',
  'multiplevaluematching',
  ...ofObjects,
];

const search = (searches: QueryLevel): ResourceMethod => ({
  method: 'GET',
  transaction: 'Search (QIDO-RS)',
  section: 'PS3.18 10.6',
  produces: metadataTypes,
  searches,
  parameters: searchParameters,
});

const retrieve = (what: string, produces: readonly string[], parameters?: readonly string[]): ResourceMethod => ({
  method: 'GET',
  transaction: `Retrieve ${what} (WADO-RS)`,
  section: 'PS3.18 10.4',
  produces,
  ...(parameters && { parameters }),
});

const store: ResourceMethod = {
  method: 'POST',
  transaction: 'Store (STOW-RS)',
  section: 'PS3.18 10.5',
  consumes: [...objectTypes, ...[json, xml].flatMap((type) => [`multipart/related; type="${type}"`, type])],
  produces: [json, xml],
};

/** Of a waveform also as lines; of a document or a film of its own, what it is. */
const streamTypes = [
  'image/svg+xml',
  'application/pdf',
  'text/plain',
  'text/xml',
  'video/mp4',
  'video/mpeg',
  'video/mp2t',
  'video/H264',
  'video/H265',
];
const pictureParameters = ['window', 'viewport', 'quality', 'annotation', 'iccprofile', 'accept'];
const waveformParameters = ['speed', 'gain', 'from', 'layout'];
const rendered = retrieve('rendered', [...pictureTypes, ...streamTypes], [...pictureParameters, ...waveformParameters]);
const renderedFrames = retrieve('rendered', pictureTypes, pictureParameters);
const thumbnail = retrieve('thumbnail', pictureTypes, ['viewport', 'accept']);

const retrievable = (path: string, ...more: readonly ResourceMethod[]): readonly Resource[] => [
  { path, methods: [retrieve('objects', objectTypes), ...more] },
  { path: `${path}/metadata`, methods: [retrieve('metadata', metadataTypes)] },
  { path: `${path}/rendered`, methods: [rendered] },
  { path: `${path}/thumbnail`, methods: [thumbnail] },
  { path: `${path}/bulkdata`, methods: [retrieve('all bulk data', ['multipart/related'])] },
  { path: `${path}/pixeldata`, methods: [retrieve('pixel data', frameTypes.slice(0, 1))] },
];

const study = '/studies/{study}';
const series = `${study}/series/{series}`;
const instance = `${series}/instances/{instance}`;

const datasetTypes = [json, xml];

const worklist = (
  method: ResourceMethod['method'],
  transaction: string,
  section: string,
  more: Partial<Pick<ResourceMethod, 'consumes' | 'produces' | 'parameters'>> = {},
): ResourceMethod => ({
  method,
  transaction: `${transaction} (UPS-RS)`,
  section: `PS3.18 ${section}`,
  produces: [],
  ...more,
});

const workitem = '/workitems/{workitem}';
const subscribers = `${workitem}/subscribers/{aetitle}`;

const worklistResources: readonly Resource[] = [
  {
    path: '/workitems',
    methods: [
      worklist('POST', 'Create Workitem', '11.4', { consumes: datasetTypes, parameters: ['workitem'] }),
      worklist('GET', 'Search for Workitems', '11.9', {
        produces: metadataTypes,
        parameters: [...searchParameters.filter((name) => !ofObjects.includes(name)), ...workitemSearchKeys()],
      }),
    ],
  },
  {
    path: workitem,
    methods: [
      worklist('GET', 'Retrieve Workitem', '11.5', { produces: datasetTypes, parameters: ['accept'] }),
      worklist('POST', 'Update Workitem', '11.6', { consumes: datasetTypes, parameters: ['transaction-uid'] }),
    ],
  },
  {
    path: `${workitem}/state`,
    methods: [worklist('PUT', 'Change Workitem State', '11.7', { consumes: datasetTypes })],
  },
  {
    path: `${workitem}/cancelrequest`,
    methods: [worklist('POST', 'Request Cancellation', '11.8', { consumes: datasetTypes })],
  },
  {
    path: subscribers,
    methods: [
      worklist('POST', 'Subscribe', '11.10', { parameters: ['deletionlock', 'filter'] }),
      worklist('DELETE', 'Unsubscribe', '11.11'),
    ],
  },
  { path: `${subscribers}/suspend`, methods: [worklist('POST', 'Suspend Global Subscription', '11.12')] },
  {
    path: '/subscribers/{aetitle}',
    methods: [worklist('GET', 'Open Event Channel, by WebSocket', '11.13')],
  },
];

export const resources: readonly Resource[] = [
  { path: '/studies', methods: [search('study'), store] },
  { path: '/series', methods: [search('series')] },
  { path: '/instances', methods: [search('instance')] },
  ...retrievable(study, store),
  { path: `${study}/series`, methods: [search('series')] },
  { path: `${study}/instances`, methods: [search('instance')] },
  ...retrievable(series),
  { path: `${series}/instances`, methods: [search('instance')] },
  ...retrievable(instance),
  { path: `${instance}/frames/{frames}`, methods: [retrieve('frames', frameTypes)] },
  { path: `${instance}/frames/{frames}/rendered`, methods: [renderedFrames] },
  { path: `${instance}/frames/{frames}/thumbnail`, methods: [thumbnail] },
  { path: `${instance}/bulkdata/{path}`, methods: [retrieve('bulk data', ['application/octet-stream'])] },
  {
    path: wadoUriPath,
    methods: [
      {
        method: 'GET',
        transaction: 'Retrieve by URI (WADO-URI)',
        section: 'PS3.18 9',
        produces: ['application/dicom', ...pictureTypes, ...streamTypes],
        parameters: wadoUriParameters,
      },
    ],
  },
  ...worklistResources,
];
