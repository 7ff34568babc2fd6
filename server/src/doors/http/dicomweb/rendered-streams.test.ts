/** Documents, films and waveforms as rendered resources (PS3.18 8.7.4): their media types, parts of them, what is refused. */
import { Dataset, encapsulate, encodePart10, newUid, tags, uids } from '@throughline/dicom';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DicomwebDoor, dicomwebDoor } from '../../../../test/dicomweb-door.ts';

let door: DicomwebDoor;
const study = newUid();

const object = (
  sopClassUid: string,
  fill: (dataset: Dataset) => void,
  syntax: string = uids.ExplicitVRLittleEndian,
) => {
  const ids = { series: newUid(), instance: newUid() };
  const dataset = new Dataset()
    .set(tags.SOPClassUID, sopClassUid)
    .set(tags.SOPInstanceUID, ids.instance)
    .set(tags.StudyDate, '20260102')
    .set(tags.Modality, 'OT')
    .set(tags.PatientName, 'DOE^JANE')
    .set(tags.PatientID, 'P1')
    .set(tags.StudyInstanceUID, study)
    .set(tags.SeriesInstanceUID, ids.series);
  fill(dataset);
  const path = `/studies/${study}/series/${ids.series}`;
  return { bytes: encodePart10(dataset, syntax), path: `${path}/instances/${ids.instance}`, series: path };
};

/** Odd, so that it is padded; large enough to be left in the store. */
const pdfBytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(1_200_000, 'x')]);
const pdf = object(uids.EncapsulatedPDFStorage, (dataset) =>
  dataset.set(tags.EncapsulatedDocument, pdfBytes, 'OB').set(tags.EncapsulatedDocumentLength, pdfBytes.length),
);
const cda = object(uids.EncapsulatedCDAStorage, (dataset) =>
  dataset.set(
    tags.EncapsulatedDocument,
    Buffer.from('<ClinicalDocument><title>Letter &lt;b&gt;</title></ClinicalDocument>'),
    'OB',
  ),
);

const filmBytes = Buffer.concat([Buffer.from('000000186674797069736f6d', 'hex'), Buffer.alloc(1000, 7)]);
const film = object(
  uids.VideoEndoscopicImageStorage,
  (dataset) =>
    dataset
      .set(tags.Rows, 16)
      .set(tags.Columns, 16)
      .set(tags.NumberOfFrames, '2')
      .put(encapsulate([filmBytes.subarray(0, 500), filmBytes.subarray(500)])),
  uids.MPEG4HP41F,
);

const emptyPdf = object(uids.EncapsulatedPDFStorage, () => undefined);
/** Native pixels, whatever their transfer syntax says. */
const emptyFilm = object(
  uids.VideoEndoscopicImageStorage,
  (dataset) => dataset.set(tags.Rows, 16).set(tags.Columns, 16).set(tags.NumberOfFrames, '2'),
  uids.MPEG4HP41F,
);

const wave = (channels: number, seconds: number, unit: string): ((dataset: Dataset) => void) => {
  const codes = ['2:1', '2:2', '2:61', '2:62', '2:63', '2:64', '2:3', '2:4', '2:5', '2:6', '2:7', '2:8'];
  const item = (value: string, scheme: string) => [
    new Dataset().set(tags.CodeValue, value).set(tags.CodingSchemeDesignator, scheme).set(tags.CodeMeaning, '<i>P</i>'),
  ];
  const samples = Int16Array.from({ length: channels * seconds * 100 }, (_, at) => (at % 700) - 100);
  const group = new Dataset()
    .set(tags.NumberOfWaveformChannels, channels)
    .set(tags.NumberOfWaveformSamples, seconds * 100)
    .set(tags.SamplingFrequency, '100')
    .set(
      tags.ChannelDefinitionSequence,
      Array.from({ length: channels }, (_, at) =>
        new Dataset()
          .set(tags.ChannelSourceSequence, item(unit === 'uV' ? (codes[at] ?? '') : '9:9', 'MDC'))
          .set(tags.ChannelSensitivity, '1')
          .set(tags.ChannelSensitivityUnitsSequence, item(unit, 'UCUM')),
      ),
    )
    .set(tags.WaveformBitsAllocated, 16)
    .set(tags.WaveformSampleInterpretation, 'SS')
    .set(tags.WaveformData, new Uint8Array(samples.buffer), 'OW');
  return (dataset) => dataset.set(tags.WaveformSequence, [group]);
};
const ecg = object(uids.TwelveLeadECGWaveformStorage, wave(12, 10, 'uV'));
const pressure = object(uids.HemodynamicWaveformStorage, wave(2, 60, 'mm[Hg]'));
const late = object(uids.HemodynamicWaveformStorage, (dataset) => {
  wave(2, 60, 'mm[Hg]')(dataset);
  dataset.items(tags.WaveformSequence)[0]?.set(tags.MultiplexGroupTimeOffset, '30000');
});
const broken = object(uids.TwelveLeadECGWaveformStorage, (dataset) => {
  wave(12, 10, 'uV')(dataset);
  dataset.items(tags.WaveformSequence)[0]?.set(tags.NumberOfWaveformSamples, 5_000_000);
});

beforeAll(async () => {
  door = await dicomwebDoor();
  await door.stow([pdf, cda, film, emptyPdf, emptyFilm, ecg, pressure, late, broken].map(({ bytes }) => bytes));
});
afterAll(() => door.close());

const get = (path: string, accept?: string, more: Record<string, string> = {}) =>
  fetch(`${door.root}${path}`, { headers: { ...(accept && { accept }), ...more } });
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

describe('a PDF document', () => {
  it.each(['application/pdf', '*/*', undefined])(
    'is given as it was stored, without its padding, to who takes %s',
    async (accept) => {
      const answer = await get(`${pdf.path}/rendered`, accept);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect((await bytesOf(answer)).equals(pdfBytes)).toBe(true);
    },
  );

  it('is inert in a browser that is sent to it', async () => {
    const answer = await get(`${pdf.path}/rendered`);
    await answer.body?.cancel();
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is no picture', async () => {
    for (const path of [`${pdf.path}/rendered`, `${pdf.path}/thumbnail`])
      expect((await get(path, 'image/png')).status).toBe(406);
  });

  it.each(['application/pdf', '*/*', 'image/png'])('has no frames to give as %s', async (accept) => {
    expect((await get(`${pdf.path}/frames/1/rendered`, accept)).status).toBe(406);
  });
});

describe('a CDA document', () => {
  it('is given as words, never as HTML', async () => {
    const answer = await get(`${cda.path}/rendered`, 'text/plain');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await answer.text()).toBe('Letter <b>');
    expect((await get(`${cda.path}/rendered`, 'text/html')).status).toBe(406);
  });

  it('is given as it was stored to who takes XML', async () => {
    const answer = await get(`${cda.path}/rendered?accept=text/xml`, 'text/html');
    expect(answer.headers.get('content-type')).toBe('text/xml');
    expect(await answer.text()).toContain('<ClinicalDocument>');
  });
});

describe('a film', () => {
  it('is given by its container, over all of its fragments', async () => {
    const answer = await get(`${film.path}/rendered`, 'video/*');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    expect((await bytesOf(answer)).equals(filmBytes)).toBe(true);
  });

  it.each([
    ['bytes=490-509', 490, 510],
    ['bytes=1000-', 1000, 1012],
    ['bytes=-10', 1002, 1012],
  ])('is given in parts: %s', async (range, from, to) => {
    const answer = await get(`${film.path}/rendered`, '*/*', { range });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes ${from}-${to - 1}/1012`]);
    expect((await bytesOf(answer)).equals(filmBytes.subarray(from, to))).toBe(true);
  });

  it.each(['*/*', 'video/*', 'image/png', 'multipart/related; type="image/png"'])(
    'is not given whole to who asks for frames of it as %s',
    async (accept) => {
      expect((await get(`${film.path}/frames/1/rendered`, accept)).status).toBe(406);
    },
  );

  it('has no thumbnail, and that is said', async () => {
    for (const path of [film.path, film.series]) {
      const answer = await get(`${path}/thumbnail`, 'image/png');
      expect([answer.status, await answer.text()]).toEqual([406, expect.stringMatching(/film/)]);
    }
  });

  it('is not sent again to who has it', async () => {
    const etag = (await get(`${film.path}/rendered`)).headers.get('etag') ?? '';
    expect((await get(`${film.path}/rendered`, '*/*', { 'if-none-match': etag })).status).toBe(304);
  });
});

describe('by WADO-URI', () => {
  const wado = (path: string, query: string, more: Record<string, string> = {}) => {
    const [, , studyUID, , seriesUID, , objectUID] = path.split('/');
    return get(
      `/wado?requestType=WADO&studyUID=${studyUID}&seriesUID=${seriesUID}&objectUID=${objectUID}${query}`,
      '*/*',
      more,
    );
  };

  it.each<readonly [string, string, string, Buffer]>([
    ['a document', pdf.path, 'application/pdf', pdfBytes],
    ['a film', film.path, 'video/mp4', filmBytes],
  ])('%s is given as it was stored, whole or in part', async (_name, path, type, bytes) => {
    const answer = await wado(path, `&contentType=${type}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
    expect((await bytesOf(answer)).equals(bytes)).toBe(true);
    const part = await wado(path, `&contentType=${type}`, { range: 'bytes=5-24' });
    expect(part.status).toBe(206);
    expect((await bytesOf(part)).equals(bytes.subarray(5, 25))).toBe(true);
  });

  it('words and waveforms are given as by WADO-RS', async () => {
    const words = await wado(cda.path, '&contentType=text/plain');
    expect([words.status, await words.text()]).toEqual([200, 'Letter <b>']);
    const waves = await wado(ecg.path, '&contentType=image/png&columns=300');
    expect((await sharp(await bytesOf(waves)).metadata()).width).toBe(300);
  });

  it.each<readonly [string, string, string]>([
    ['a film', film.path, 'video/mp4'],
    ['a document', pdf.path, 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1'],
  ])('%s is what is given when nothing is said', async (_name, path, type) => {
    const answer = await wado(path, '');
    await answer.body?.cancel();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
  });

  it.each([
    ['a document without its document', emptyPdf, '&contentType=application/dicom'],
    ['a document without its document, when nothing is said,', emptyPdf, ''],
    ['a film without its film', emptyFilm, '&contentType=application/dicom'],
    ['a film', film, '&contentType=application/dicom'],
  ])('%s is given as its object', async (_name, { path, bytes }, query) => {
    const answer = await wado(path, query);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^application\/dicom/),
    ]);
    expect((await bytesOf(answer)).equals(bytes)).toBe(true);
  });

  it.each([
    [film.path, '&contentType=image/jpeg', 406, /video\/mp4 or application\/dicom/],
    [pdf.path, '&contentType=video/mp4', 406, /application\/pdf/],
    [film.path, '&contentType=video/mp4&frameNumber=1', 406, /given whole/],
    [film.path, '&contentType=video/mp4&transferSyntax=1.2.840.10008.1.2.1', 400, /transferSyntax/],
    [pdf.path, '&contentType=application/pdf&region=0,0,0.5,0.5', 400, /region is of pictures/],
    [pdf.path, '&contentType=application/pdf&rows=100', 400, /rows is of pictures/],
    [film.path, '&contentType=video/mp4&windowCenter=40&windowWidth=400', 400, /windowCenter is of pictures/],
    [pdf.path, '&contentType=application/pdf&presentationUID=1.2&presentationSeriesUID=1.2', 400, /presentationUID/],
    [emptyPdf.path, '&contentType=application/pdf', 406, /no document/],
    [emptyFilm.path, '&contentType=video/mp4', 406, /no film/],
    [ecg.path, '&contentType=image/png&region=0,0,0.5,0.5', 406, /drawn whole/],
    [ecg.path, '&contentType=image/svg%2Bxml&region=0,0,0.5,0.5', 406, /drawn whole/],
    [ecg.path, '&contentType=image/png&frameNumber=1', 406, /drawn whole/],
    [ecg.path, '&contentType=image/png&presentationUID=1.2&presentationSeriesUID=1.2', 406, /drawn whole/],
  ])('%s with %s is refused, and why', async (path, query, status, why) => {
    const answer = await wado(path, query);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(why)]);
  });
});

describe('a waveform', () => {
  const svgOf = async (path: string): Promise<string> => {
    const answer = await get(path, 'image/svg+xml');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    return answer.text();
  };
  const widthOf = (svg: string): number => Number(/viewBox="0 0 ([\d.]+)/.exec(svg)?.[1]);

  it('of twelve leads is drawn as any ECG: 25 mm a second, 10 mm a millivolt, three lines and the rhythm', async () => {
    const svg = await svgOf(`${ecg.path}/rendered`);
    expect(svg).toContain('25 mm/s · 10 mm/mV');
    // 250 mm of paper and its margins
    expect(widthOf(svg)).toBe(268);
    expect([...svg.matchAll(/>(III|II|I|aV[RLF]|V[1-6])<\/text>/g)].map(([, lead]) => lead)).toEqual([
      'I',
      'II',
      'III',
      'aVR',
      'aVL',
      'aVF',
      'V1',
      'V2',
      'V3',
      'V4',
      'V5',
      'V6',
      'II',
    ]);
    // A calibration pulse of 10 mm for each of four lines.
    expect([...svg.matchAll(/h1v-10h5v10h1/g)]).toHaveLength(4);
  });

  it('is drawn faster, larger and in full when that is asked for', async () => {
    const svg = await svgOf(`${ecg.path}/rendered?speed=50&gain=20&layout=rows`);
    expect(svg).toContain('50 mm/s · 20 mm/mV');
    expect(widthOf(svg)).toBe(518);
    expect([...svg.matchAll(/h1v-20h5v20h1/g)]).toHaveLength(12);
  });

  it('of pressures has a line for each on a scale of its own, from where it is asked for', async () => {
    const svg = await svgOf(`${pressure.path}/rendered?from=20`);
    expect(svg).toContain('20 – 30 s of 60 s');
    expect([...svg.matchAll(/\[mmHg\]/g)]).toHaveLength(2);
    expect(svg).toContain('&lt;i&gt;P&lt;/i&gt;');
    expect(svg).not.toContain('<i>');
  });

  it('that begins later is as long for the page as all of its time', async () => {
    const manifest = (await door.app.inject(`/api/studies/${study}/manifest`)).json();
    const seconds = (path: string): number | undefined =>
      manifest.series
        .flatMap((series: { instances: object[] }) => series.instances)
        .find(({ sopInstanceUid }: { sopInstanceUid: string }) => path.endsWith(sopInstanceUid))?.seconds;
    expect([seconds(pressure.path), seconds(late.path)]).toEqual([60, 90]);
    expect(await svgOf(`${late.path}/rendered?from=70`)).toContain('70 – 80 s of 30 – 90 s');
  });

  it.each([
    ['image/png', 'png'],
    ['image/jpeg', 'jpeg'],
    ['*/*', 'png'],
  ])('is a picture for who takes %s', async (accept, format) => {
    const answer = await get(`${ecg.path}/rendered?viewport=800,800`, accept);
    const { width, height, format: found } = await sharp(await bytesOf(answer)).metadata();
    expect([found, Math.max(width ?? 0, height ?? 0)]).toEqual([format, 800]);
  });

  it('says of whom it is when that is asked for', async () => {
    expect(await svgOf(`${ecg.path}/rendered`)).not.toContain('JANE');
    expect(await svgOf(`${ecg.path}/rendered?annotation=patient`)).toContain('JANE');
  });

  it('has a thumbnail', async () => {
    const answer = await get(`${ecg.series}/thumbnail`, 'image/png');
    expect((await sharp(await bytesOf(answer)).metadata()).width).toBe(128);
  });

  it.each(['speed=0', 'gain=1000', 'from=-1', 'layout=columns', 'speed=fast'])('refuses %s', async (query) => {
    expect((await get(`${ecg.path}/rendered?${query}`, 'image/png')).status).toBe(400);
  });

  it('that has fewer samples than it says is not drawn', async () => {
    expect((await get(`${broken.path}/rendered`, 'image/png')).status).toBe(406);
  });
});
