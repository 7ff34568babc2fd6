/**
 * Three Orthancs as foreign hospitals, one over DICOMweb, one by C-GET, one by C-MOVE; the same people under three numbers. An
 * order by MLLP brings their studies, with reports, under the local number; and with one hospital down, slow, refusing, sending
 * wrong objects or losing its connection the statement is right each time. Everything is synthetic.
 */
import { newUid } from '@throughline/dicom';
import { connectMllp, type MllpClient, parseMessage } from '@throughline/hl7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../server/src/free-port.ts';
import { ctDataset, part10Of } from '../server/test/objects.ts';
import { type Orthanc, startOrthanc } from '../server/test/orthanc.ts';
import { reportObject } from '../tools/network/objects/document-objects.ts';
import { type Line, startLine, startWebLine } from './harness/faulty-line.ts';
import { allowMessageSource, messageText } from './harness/hl7.ts';
import { allowApplicationEntity, type Hub, startHub } from './harness/hub.ts';

const names = ['ALPHA', 'BRAVO', 'CEDAR'] as const;
type Name = (typeof names)[number];

interface Site {
  readonly orthanc: Orthanc;
  readonly line: Line;
}

interface Held {
  readonly study: string;
  readonly objects: readonly string[];
  readonly impression: string;
}

interface Person {
  readonly mrn: string;
  readonly held: Readonly<Record<Name, Held>>;
}

let hub: Hub;
let mllp: MllpClient;
let sites: Record<Name, Site>;
const people = new Map<string, Person>();
const cases = ['all up', 'down', 'slow', 'refusing', 'wrong', 'losing'] as const;

const families = ['ARDENNES', 'BOUVIER', 'CASTELLAN', 'DUCHAMP', 'EICHENDORFF', 'FALKENRATH'] as const;
/** Ordinary people, at ordinary hospitals. */
const crowd = [
  'GRIMALDI',
  'HOLBROOK',
  'ISTVANFFY',
  'JABLONSKI',
  'KRONENBERG',
  'LUNDQVIST',
  'MONTGOMERY',
  'NAKAGAWA',
  'OYELARAN',
  'PAPADAKIS',
] as const;
const everybody: readonly string[] = [...families, ...crowd];

const bornOf = (at: number): string => `19${50 + at}0${1 + (at % 9)}1${at % 10}`;

/** Hospitals where each has one CT of some images with a report. */
const fill = async (at: number, count: number): Promise<Person> => {
  const family = everybody[at] ?? '';
  const birthDate = bornOf(at);
  const make = async (name: Name): Promise<Held> => {
    const [study, series, sr] = [newUid(), newUid(), newUid()];
    const fields = {
      study,
      patientName: `${family}^SYNTHETIC^Q`,
      birthDate,
      patientId: `${name[0]}-${at}`,
      studyDate: `202${names.indexOf(name) + 3}010${1 + (at % 9)}`,
      description: 'CT CHEST WO',
      side: 64,
    };
    const images = Array.from({ length: count }, () => ctDataset({ ...fields, series }));
    const impression = `${name} says: no nodule in ${family}.`;
    const header = ctDataset({ ...fields, series: newUid() });
    for (const element of [...header.elements()]) if (element.tag > 0x0020_000e) header.delete(element.tag);
    const report = reportObject(
      { header, sopInstanceUid: sr },
      { findings: 'Lungs are clear.', impression },
      { date: fields.studyDate, time: '120000' },
    );
    for (const image of images) await sites[name].orthanc.add(part10Of(image).part10);
    await sites[name].orthanc.add(report);
    return { study, objects: [...images.map((image) => part10Of(image).uids.sopInstanceUid), sr], impression };
  };
  const [ALPHA, BRAVO, CEDAR] = [await make('ALPHA'), await make('BRAVO'), await make('CEDAR')];
  return { mrn: `L-${at}`, held: { ALPHA, BRAVO, CEDAR } };
};

const put = async (path: string, body: unknown): Promise<void> => {
  const answer = await hub.request(path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
};

const register = async (name: Name, called?: string): Promise<void> => {
  const { orthanc, line } = sites[name];
  const common = { siteName: `${name} Hospital`, issuer: name, timeoutMs: 12_000 };
  const dimse = { aeTitle: called ?? orthanc.aeTitle, host: '127.0.0.1', port: line.port };
  const web = { dicomwebUrl: `http://127.0.0.1:${line.port}/dicom-web` };
  const by = {
    ALPHA: { ...web, queryBy: 'qido', retrieveBy: 'wado' },
    BRAVO: { dimse, queryBy: 'c-find', retrieveBy: 'c-get' },
    CEDAR: { dimse, queryBy: 'c-find', retrieveBy: 'c-move' },
  } as const;
  await put(`/api/sources/${name}`, { ...common, ...by[name] });
};

beforeAll(async () => {
  const hl7Port = await freePort();
  const [alpha, bravo, cedar, started] = await Promise.all([
    startOrthanc('ALPHA'),
    startOrthanc('BRAVO'),
    startOrthanc('CEDAR'),
    startHub({ env: { THROUGHLINE_HL7_PORT: String(hl7Port), THROUGHLINE_ROLES: 'dicom,web,jobs,hl7' } }),
  ]);
  hub = started;
  sites = {
    ALPHA: { orthanc: alpha, line: await startWebLine(Number(new URL(alpha.dicomwebUrl).port)) },
    BRAVO: { orthanc: bravo, line: await startLine(bravo.dicomPort) },
    CEDAR: { orthanc: cedar, line: await startLine(cedar.dicomPort) },
  };
  await cedar.allow('THROUGHLINE', hub.dicomPort);
  for (const name of names) await register(name);
  await allowApplicationEntity(hub, 'CEDAR', ['store'], { issuer: 'CEDAR' });
  await allowMessageSource(hub, 'ris', 'RIS');
  for (const [at, name] of cases.entries()) people.set(name, await fill(at, 3));
  for (const name of crowd) people.set(name, await fill(everybody.indexOf(name), 1));
  mllp = await connectMllp({ host: '127.0.0.1', port: hl7Port });
}, 300_000);
afterAll(async () => {
  mllp?.close();
  await hub?.close();
  for (const { orthanc, line } of Object.values(sites ?? {})) {
    await line.close();
    await orthanc.close();
  }
});

const ordered: readonly string[] = [...cases, ...crowd];

/** The order names the patient's other numbers, as a master patient index would have told the information system. */
const order = async (name: string): Promise<void> => {
  const at = ordered.indexOf(name);
  const [first = '', ...rest] = everybody[at] ?? '';
  const family = `${first}${rest.join('').toLowerCase()}`;
  const ids = [`L-${at}^^^COUNTY^MR`, ...names.map((site) => `${site[0]}-${at}^^^${site}^MR`)].join('~');
  const text = messageText('OMI^O23^OMI_O23', `ORDER${at}`, [
    `PID|1||${ids}||${family}^Synthetic^Q||${bornOf(at)}|F`,
    `ORC|NW|PL${at}|FI${at}||SC`,
    `TQ1|1||||||${new Date(Date.now() + 3_600_000).toISOString().slice(0, 16).replaceAll(/[-T:]/g, '')}`,
    `OBR|1|PL${at}|FI${at}|CTCH^CT Chest^L`,
    `IPC|ACC${at}|RP${at}|${newUid()}|SPS${at}|CT||||CT1`,
  ]);
  const answer = parseMessage(await mllp.send(Buffer.from(text)));
  expect(answer.one('MSA')?.text(1)).toBe('AA');
};

interface Said {
  readonly verdict: string;
  readonly headline: string;
  readonly sources: readonly string[];
}

const json = async <T>(path: string): Promise<T> => (await (await hub.request(path)).json()) as T;

/** What the operation $completeness says of the person of a local number. */
const statementOf = async ({ mrn }: Person): Promise<Said> => {
  const root = `${hub.baseUrl}/fhir`;
  const found = await json<{ entry?: { resource: { id: string; identifier?: { value?: string }[] } }[] }>(
    `/fhir/Patient?identifier=${encodeURIComponent(mrn)}`,
  );
  const [patient] = found.entry ?? [];
  if (patient === undefined) throw new Error(`nobody has ${mrn} at ${root}`);
  const { parameter } = await json<{ parameter: { name: string; valueCode?: string; valueString?: string }[] }>(
    `/fhir/Patient/${patient.resource.id}/$completeness`,
  );
  const told = (name: string) => parameter.filter((each) => each.name === name);
  return {
    verdict: told('verdict')[0]?.valueCode ?? '',
    headline: told('headline')[0]?.valueString ?? '',
    sources: told('source').map((each) => each.valueString ?? ''),
  };
};

const localStudies = async (person: Person): Promise<readonly string[]> => {
  const answer = await hub.request(`/dicom-web/studies?PatientID=${person.mrn}&IssuerOfPatientID=COUNTY`);
  if (answer.status === 204) return [];
  const studies = (await answer.json()) as Record<string, { Value?: readonly string[] }>[];
  expect(studies.every((study) => study['00100020']?.Value?.[0] === person.mrn)).toBe(true);
  return studies.map((study) => study['0020000D']?.Value?.[0] ?? '').toSorted();
};

const studiesAt = (person: Person, at: readonly Name[]): readonly string[] =>
  at.map((name) => person.held[name].study).toSorted();

const settled = { timeout: 30_000, interval: 200 };

const expectWhole = async (person: Person, at: readonly Name[]): Promise<void> => {
  await expect.poll(() => localStudies(person), settled).toEqual(studiesAt(person, at));
  for (const name of at) {
    const { study, objects, impression } = person.held[name];
    const held = async () => {
      const instances = await json<Record<string, { Value?: readonly string[] }>[]>(
        `/dicom-web/studies/${study}/instances`,
      );
      return instances.map((instance) => instance['00080018']?.Value?.[0] ?? '').toSorted();
    };
    await expect.poll(held, settled).toEqual(objects.toSorted());
    const { reports } = await json<{ reports: { sections: { text: string }[] }[] }>(`/api/studies/${study}/report`);
    expect(reports.flatMap(({ sections }) => sections.map(({ text }) => text))).toContain(impression);
  }
};

const personOf = (name: (typeof cases)[number] | (typeof crowd)[number]): Person => {
  const person = people.get(name);
  if (person === undefined) throw new Error(`nobody for ${name}`);
  return person;
};

const verdictOf = (person: Person) => async () => (await statementOf(person)).verdict;

describe('an order', () => {
  it('brings the studies of three hospitals with their reports, under the local number, before the exam', async () => {
    const person = personOf('all up');
    await order('all up');
    await expectWhole(person, names);
    await expect.poll(verdictOf(person), settled).toBe('complete');
    expect((await statementOf(person)).headline).toContain('3 of 3 hospitals answered');
  }, 60_000);

  it('of ordinary people, all hospitals up: nine in ten whose studies are all held reach complete', async () => {
    const everyone = crowd.map(personOf);
    for (const name of crowd) await order(name);
    const heldAndComplete = async () => {
      const held = await Promise.all(
        everyone.map(async (person) => (await localStudies(person)).length === names.length),
      );
      const verdicts = await Promise.all(everyone.map((person) => verdictOf(person)()));
      return [held.filter(Boolean).length, verdicts.filter((verdict) => verdict === 'complete').length] as const;
    };
    const patiently = { timeout: 40_000, interval: 1_000 };
    await expect.poll(async () => (await heldAndComplete())[0], patiently).toBe(crowd.length);
    await expect.poll(async () => (await heldAndComplete())[1], patiently).toBeGreaterThanOrEqual(0.9 * crowd.length);
  }, 60_000);

  it('with one hospital down says so, has the rest, and corrects itself when it is back', async () => {
    const person = personOf('down');
    await sites.BRAVO.orthanc.stop();
    await order('down');
    await expectWhole(person, ['ALPHA', 'CEDAR']);
    const said = await statementOf(person);
    expect(said.verdict).toBe('incomplete');
    expect(said.sources).toContain('BRAVO Hospital: unreachable');
    await sites.BRAVO.orthanc.start();
    await expectWhole(person, names);
    await expect.poll(verdictOf(person), settled).toBe('complete');
  }, 60_000);

  it('does not wait for one that takes five seconds, and says that it is being asked', async () => {
    const person = personOf('slow');
    sites.CEDAR.line.fault = { delayMs: 5_000 };
    await order('slow');
    await expectWhole(person, ['ALPHA', 'BRAVO']);
    const said = await statementOf(person);
    expect(said.verdict).not.toBe('complete');
    sites.CEDAR.line.fault = {};
    await expectWhole(person, names);
    await expect.poll(verdictOf(person), settled).toBe('complete');
  }, 60_000);

  it('with one that refuses says that it refused, never that it has nothing', async () => {
    const person = personOf('refusing');
    sites.ALPHA.line.fault = { status: 403 };
    await order('refusing');
    await expectWhole(person, ['BRAVO', 'CEDAR']);
    await expect.poll(async () => (await statementOf(person)).sources, settled).toContain('ALPHA Hospital: refused');
    expect((await statementOf(person)).verdict).toBe('incomplete');
    sites.ALPHA.line.fault = {};
  }, 60_000);

  it('takes no wrong object, and says that the study could not be had', async () => {
    const person = personOf('wrong');
    const other = personOf('all up').held.ALPHA.study;
    const { study } = person.held.ALPHA;
    // What is retrieved is of somebody else; what is listed is right.
    const series = await fetch(`${sites.ALPHA.orthanc.dicomwebUrl}/studies/${other}/series`);
    const [first] = (await series.json()) as Record<string, { Value?: readonly string[] }>[];
    const elsewhere = `/dicom-web/studies/${other}/series/${first?.['0020000E']?.Value?.[0]}`;
    sites.ALPHA.line.fault = {
      rewrite: (path) => (path.includes(study) && !/\/(series|instances)(\?|$)/.test(path) ? elsewhere : path),
    };
    await order('wrong');
    await expectWhole(person, ['BRAVO', 'CEDAR']);
    await expect
      .poll(async () => (await statementOf(person)).headline, settled)
      .toMatch(/0 of 4 images, could not be fetched yet/);
    expect((await statementOf(person)).verdict).toBe('incomplete');
    expect(await localStudies(person)).not.toContain(study);
    sites.ALPHA.line.fault = {};
  }, 60_000);

  it('has everything in the end from one that loses its connection again and again', async () => {
    const person = personOf('losing');
    let turn = 0;
    sites.BRAVO.line.fault = { cutAfter: () => [300, 4_000, 20_000, 60_000][turn++ % 4] ?? 0 };
    await order('losing');
    await expectWhole(person, ['ALPHA', 'CEDAR']);
    expect((await statementOf(person)).verdict).not.toBe('complete');
    await expectWhole(person, names);
    await expect.poll(verdictOf(person), settled).toBe('complete');
    sites.BRAVO.line.fault = {};
  }, 90_000);
});
