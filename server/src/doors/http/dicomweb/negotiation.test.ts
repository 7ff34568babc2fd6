/** What a client has is not sent again, a broken download goes on, XML is spoken, and pages never overlap. */
import { Dataset, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DicomwebDoor, dicomwebDoor } from '../../../../test/dicomweb-door.ts';

const study = newUid();
const series = newUid();
const deflatedSeries = newUid();

const image = (number: number, more: Partial<Record<'study' | 'series' | 'date' | 'patient', string>> = {}): Dataset =>
  new Dataset()
    .set(tags.SpecificCharacterSet, 'ISO_IR 192')
    .set(tags.SOPClassUID, uids.CTImageStorage)
    .set(tags.SOPInstanceUID, newUid())
    .set(tags.StudyInstanceUID, more.study ?? study)
    .set(tags.SeriesInstanceUID, more.series ?? series)
    .set(tags.StudyDate, more.date ?? '20260102')
    .set(tags.PatientName, 'SYNTHETIC^ÉLODIE <&>')
    .set(tags.PatientID, more.patient ?? 'N-1')
    .set(tags.Modality, 'CT')
    .set(tags.InstanceNumber, String(number))
    .set(tags.Rows, 64)
    .set(tags.Columns, 64)
    .set(tags.SamplesPerPixel, 1)
    .set(tags.PhotometricInterpretation, 'MONOCHROME2')
    .set(tags.BitsAllocated, 16)
    .set(tags.BitsStored, 16)
    .set(tags.HighBit, 15)
    .set(tags.PixelRepresentation, 0)
    .set(
      tags.PixelData,
      Uint8Array.from({ length: 8192 }, (_, at) => (at * number) & 0xff),
      'OW',
    );

describe('DICOMweb negotiation', () => {
  let door: DicomwebDoor;
  let first: Buffer;
  let url: string;

  beforeAll(async () => {
    door = await dicomwebDoor();
    const objects = [1, 2, 3].map((number) => image(number));
    const bytes = objects.map((object) => Buffer.from(encodePart10(object, uids.ExplicitVRLittleEndian)));
    const deflated = encodePart10(image(4, { series: deflatedSeries }), uids.DeflatedExplicitVRLittleEndian);
    await door.stow([...bytes, deflated]);
    first = bytes[0] as Buffer;
    url = `${door.root}/studies/${study}/series/${series}/instances/${objects[0]?.string(tags.SOPInstanceUID)}`;
  });
  afterAll(() => door.close());

  const single = { accept: 'application/dicom' };

  it.each([
    ['an object', () => url, single],
    ['a study', () => `${door.root}/studies/${study}`, {}],
    ['metadata', () => `${door.root}/studies/${study}/metadata`, {}],
    [
      'metadata in XML',
      () => `${door.root}/studies/${study}/metadata`,
      { accept: 'multipart/related; type="application/dicom+xml"' },
    ],
    ['bulk data', () => `${url}/bulkdata/7FE00010`, {}],
    ['a frame', () => `${url}/frames/1`, { accept: 'application/octet-stream' }],
    ['frames', () => `${url}/frames/1`, {}],
    ['a picture', () => `${url}/rendered`, { accept: 'image/png' }],
    ['a thumbnail', () => `${door.root}/studies/${study}/thumbnail`, { accept: 'image/jpeg' }],
    [
      'all pictures',
      () => `${door.root}/studies/${study}/rendered`,
      { accept: 'multipart/related; type="image/jpeg"' },
    ],
  ])('%s that the client has is not sent again', async (_, address, headers) => {
    const answer = await fetch(address(), { headers });
    expect(answer.status).toBe(200);
    const etag = answer.headers.get('etag') ?? '';
    expect(etag).toMatch(/^".+"$/);
    const again = await fetch(address(), { headers: { ...headers, 'if-none-match': `"other", ${etag}` } });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
    const other = await fetch(address(), { headers: { ...headers, 'if-none-match': '"other"' } });
    expect(Buffer.from(await other.arrayBuffer()).length).toBeGreaterThan(0);
  });

  it.each([
    ['the one that is liked better', 0.9, 0.1, uids.ImplicitVRLittleEndian],
    ['as it is stored when that is liked better', 0.1, 0.9, uids.ExplicitVRLittleEndian],
    ['as it is stored when both are liked', 1, 1, uids.ExplicitVRLittleEndian],
  ])('of transfer syntaxes, %s', async (_, named, any, given) => {
    const each = (syntax: string, quality: number) => `application/dicom; transfer-syntax=${syntax}; q=${quality}`;
    const accept = `${each(uids.ImplicitVRLittleEndian, named)}, ${each('*', any)}`;
    const answer = await fetch(url, { method: 'HEAD', headers: { accept } });
    expect(answer.headers.get('content-type')).toContain(`transfer-syntax=${given}`);
  });

  it.each([
    ['bytes=0-99', 206, [0, 100]],
    ['bytes=1000-', 206, [1000]],
    ['bytes=-50', 206, [-50]],
    ['bytes=100-99', 416, undefined],
    ['bytes=99999999-', 416, undefined],
    ['bytes=0-1,5-9', 200, [0]],
    ['lines=1-2', 200, [0]],
  ] as const)('a range %s is answered with %i', async (range, status, slice) => {
    const answer = await fetch(url, { headers: { ...single, range } });
    expect(answer.status).toBe(status);
    if (slice) expect(Buffer.from(await answer.arrayBuffer()).equals(first.subarray(...slice))).toBe(true);
    else expect(answer.headers.get('content-range')).toBe(`bytes */${first.length}`);
  });

  it('a range of something that has changed is the whole', async () => {
    const answer = await fetch(url, { headers: { ...single, range: 'bytes=0-9', 'if-range': '"old"' } });
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, first.length]);
  });

  it('HEAD says how much there is', async () => {
    const answer = await fetch(url, { method: 'HEAD', headers: single });
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, String(first.length)]);
  });

  it('bulk data of a deflated object are its values', async () => {
    const metadata = await fetch(`${door.root}/studies/${study}/series/${deflatedSeries}/metadata`);
    const [header] = (await metadata.json()) as { '7FE00010': { BulkDataURI: string } }[];
    const answer = await fetch(header?.['7FE00010'].BulkDataURI ?? '');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(bytes).toEqual(Uint8Array.from({ length: 8192 }, (_, at) => (at * 4) & 0xff));
  });

  it.each([
    ['metadata', `/studies/${study}/metadata`, 4],
    ['a search', '/studies?PatientID=N-1', 1],
  ])('%s is given as XML', async (_, path, count) => {
    const answer = await fetch(`${door.root}${path}`, {
      headers: { accept: 'multipart/related; type="application/dicom+xml"' },
    });
    expect(answer.headers.get('content-type')).toContain('application/dicom+xml');
    const text = await answer.text();
    expect(text.match(/<NativeDicomModel /g)).toHaveLength(count);
    expect(text).toContain('<FamilyName>SYNTHETIC</FamilyName><GivenName>ÉLODIE &lt;&amp;&gt;</GivenName>');
  });

  it('a picture in another form is another one', async () => {
    const picture = async (accept: string) =>
      (await fetch(`${url}/rendered`, { headers: { accept } })).headers.get('etag');
    expect(await picture('image/png')).not.toBe(await picture('image/jpeg'));
  });

  it('what is not spoken is refused', async () => {
    const answer = await fetch(`${door.root}/studies/${study}/metadata`, { headers: { accept: 'text/csv' } });
    expect([answer.status, await answer.text()]).toEqual([406, expect.stringContaining('application/dicom+json')]);
  });

  it('counts when it is asked to', async () => {
    const answer = await fetch(`${door.root}/instances?StudyInstanceUID=${study}&count=true&limit=1`);
    expect(answer.headers.get('x-total-count')).toBe('4');
    expect((await fetch(`${door.root}/instances?limit=1`)).headers.get('x-total-count')).toBeNull();
  });

  const pagesOf = async (path: string, limit: number): Promise<Record<string, { Value?: string[] }>[][]> => {
    const pages = [];
    for (let after: string | null = ''; after !== null; ) {
      const answer: Response = await fetch(`${door.root}${path}&limit=${limit}${after && `&after=${after}`}`);
      pages.push((await answer.json()) as Record<string, { Value?: string[] }>[]);
      after = answer.headers.get('x-next-after');
    }
    return pages;
  };

  it('pages hold everything once, also what has no date, whatever their length', async () => {
    const dates = ['20260101', '20260101', '', '20250505', '', '20260102', '20260101'];
    const sent = dates.map((date) => image(1, { study: newUid(), series: newUid(), date, patient: 'PAGES' }));
    await door.stow(sent.map((object) => encodePart10(object, uids.ExplicitVRLittleEndian)));
    const uidsOf = (found: readonly Record<string, { Value?: string[] }>[]) =>
      found.map((one) => one['0020000D']?.Value?.[0]);
    const whole = uidsOf((await pagesOf('/studies?PatientID=PAGES', 100)).flat());
    expect(whole.toSorted()).toEqual(sent.map((object) => object.string(tags.StudyInstanceUID)).toSorted());
    for (const limit of [1, 2, 3]) {
      const pages = await pagesOf('/studies?PatientID=PAGES', limit);
      expect(pages.every((page) => page.length <= limit)).toBe(true);
      expect(uidsOf(pages.flat())).toEqual(whole);
    }
  });

  it('a page that was never given is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (after) => {
        const answer = await fetch(`${door.root}/studies?after=${encodeURIComponent(after)}`);
        expect(answer.status).toBe(400);
      }),
      { numRuns: 50, seed: 20261124 },
    );
  });
});
