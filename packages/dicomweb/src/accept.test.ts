import { expect, it } from 'vitest';
import { negotiate } from './accept.ts';

const offered = ['application/dicom+json', 'application/json', 'application/dicom+xml'];

it.each([
  [undefined, 'application/dicom+json'],
  ['*/*', 'application/dicom+json'],
  ['application/dicom+xml, application/dicom+json', 'application/dicom+xml'],
  ['application/dicom+xml;q=0.4, application/dicom+json;q=0.5', 'application/dicom+json'],
  // What is said of a type itself counts before what is said of all (RFC 9110 12.5.1).
  ['application/dicom+json;q=0, application/json;q=0, */*;q=0.5', 'application/dicom+xml'],
  ['application/*;q=0.1, application/dicom+xml;q=0.2', 'application/dicom+xml'],
  ['*/*, application/*;q=0', undefined],
  ['text/html', undefined],
])('of what is offered, the best for %s', (header, best) => {
  expect(negotiate(header, offered)).toBe(best);
});
