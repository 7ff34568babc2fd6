/** The code map as a client meets it, and as other systems do: a ConceptMap goes out, comes in elsewhere, and says the same. */
import { faultsOf } from '@throughline/fhir/testing';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../../test/context.ts';
import { buildApp } from '../app.ts';

interface Hub {
  readonly context: TestContext;
  readonly app: FastifyInstance;
}

const openHub = async (): Promise<Hub> => {
  const context = await createTestContext({ environment: { THROUGHLINE_DEMO: '1' } });
  return { context, app: await buildApp(context) };
};

let here: Hub;
let there: Hub;
beforeAll(async () => {
  [here, there] = [await openHub(), await openHub()];
});
afterAll(async () => {
  for (const { app, context } of [here, there]) {
    await app.close();
    await context.close();
  }
});

type Method = 'GET' | 'POST' | 'PUT';
const ask = async (hub: Hub, method: Method, path: string, payload?: object) => {
  const answer = await hub.app.inject({ method, url: `/api/terms/${path}`, ...(payload && { payload }) });
  return { status: answer.statusCode, json: answer.json(), type: String(answer.headers['content-type']) };
};

const said = [
  [
    { issuer: 'COUNTY', name: 'ZAUBER 7' },
    { modality: 'CT', regions: ['chest', 'abdomen'], contrast: 'with' },
  ],
  [
    { issuer: 'COUNTY', name: 'Zauber 7', modality: 'MR' },
    { focus: 'liver', qualifiers: ['perfusion'] },
  ],
  [
    { issuer: 'https://north.example/ids?a=1', localCode: 'K 1/2', name: 'KNIE' },
    {
      focus: 'knee',
      laterality: 'left',
      code: { scheme: 'LN', code: '36311-9', meaning: 'XR Knee - left 3 Views' },
    },
  ],
  [{ issuer: '', localCode: 'X', modality: 'OT' }, { modality: 'US' }],
] as const;

const entriesOf = async (hub: Hub) => {
  const { json } = await ask(hub, 'GET', 'map');
  const entries = json.entries as { exam: { issuer: string; name: string }; correction: unknown }[];
  return entries.map(({ exam, correction }) => ({ exam, correction })).reverse();
};

describe('the code map', () => {
  it('takes a correction, tells its history, and takes it back', async () => {
    const request = { exam: { issuer: 'API', name: 'QX' }, correction: { focus: 'knee' }, reason: 'they said so' };
    const made = await ask(here, 'PUT', 'map', request);
    expect(made).toMatchObject({ status: 200, json: { version: 1, correction: { focus: 'knee' } } });
    const { id } = made.json;
    expect((await ask(here, 'PUT', 'map', { ...request, version: 0 })).status).toBe(409);
    const undone = await ask(here, 'POST', `map/${id}/undo`, { version: 1, reason: 'they did not' });
    expect(undone.json).toMatchObject({ version: 2, correction: null, undoes: 1, plain: 'QX' });
    expect((await ask(here, 'GET', `map/${id}/versions`)).json).toHaveLength(2);
    expect((await ask(here, 'POST', `map/${id}/undo`, { version: 1, reason: 'r' })).status).toBe(409);
  });

  it.each([
    ['no exam', { exam: { issuer: 'A' }, correction: { focus: 'knee' }, reason: 'r' }],
    ['nothing said', { exam: { issuer: 'A', name: 'X' }, correction: {}, reason: 'r' }],
    ['a modality that is none', { exam: { issuer: 'A', name: 'X' }, correction: { modality: 'XX' }, reason: 'r' }],
    ['a focus that is none', { exam: { issuer: 'A', name: 'X' }, correction: { focus: 'soul' }, reason: 'r' }],
    ['no reason', { exam: { issuer: 'A', name: 'X' }, correction: { focus: 'knee' }, reason: ' ' }],
  ])('refuses %s', async (_title, request) => {
    expect((await ask(here, 'PUT', 'map', request)).status).toBe(400);
  });

  it('says before anything is kept what an exam would mean, with codes', async () => {
    const request = { exam: { issuer: 'A', name: 'ZAUBER' }, correction: { modality: 'CT', focus: 'liver' } };
    const { json } = await ask(here, 'POST', 'meaning', request);
    expect(json).toMatchObject({ plain: 'CT liver', confidence: 1, lacks: [] });
    expect(json.codes).toContainEqual(expect.objectContaining({ of: 'focus', scheme: 'SCT', code: '10200004' }));
  });

  it('offers the values that it takes', async () => {
    const { json } = await ask(here, 'GET', 'values');
    expect(json.foci).toContainEqual({ focus: 'knee', title: 'knee', regions: ['lower-extremity'] });
    expect(json.modalities).toHaveLength(19);
    expect((await ask(here, 'GET', 'unmapped')).json).toMatchObject({ waiting: 0, exams: [] });
  });
});

describe('as a ConceptMap', () => {
  it('is valid FHIR, and says the same in another hub', async () => {
    for (const [exam, correction] of said)
      expect((await ask(here, 'PUT', 'map', { exam, correction, reason: 'because' })).status).toBe(200);
    const out = await ask(here, 'GET', 'concept-map');
    expect(out.type).toContain('application/fhir+json');
    expect(faultsOf(out.json)).toEqual([]);
    const taken = await ask(there, 'POST', 'concept-map', out.json);
    expect(taken.json).toEqual({ added: said.length, changed: 0, unchanged: 0, refused: [] });
    const ours = (await entriesOf(here)).filter(({ correction }) => correction !== null);
    expect(new Set((await entriesOf(there)).map((entry) => JSON.stringify(entry)))).toEqual(
      new Set(ours.map((entry) => JSON.stringify(entry))),
    );
    const again = await ask(there, 'POST', 'concept-map', out.json);
    expect(again.json).toMatchObject({ added: 0, changed: 0, unchanged: said.length });
  });

  it('gives the code that a person chose as equivalent, and the nearest one only as related', async () => {
    const { json } = await ask(here, 'GET', 'concept-map');
    const targets = json.group.flatMap((group: { target?: string; element: { code: string; target: object[] }[] }) =>
      group.element.flatMap(({ code, target }) => target.map((one) => ({ system: group.target, from: code, ...one }))),
    );
    expect(targets).toContainEqual(
      expect.objectContaining({
        system: 'http://loinc.org',
        from: 'K 1/2',
        code: '36311-9',
        equivalence: 'equivalent',
      }),
    );
    for (const target of targets)
      if (target.from !== 'K 1/2') expect(target).toMatchObject({ equivalence: 'relatedto' });
  });

  it('takes a map of codes that a site has already, and tells what it cannot take', async () => {
    const target = (code: string, display: string, more: object = {}) => ({
      target: [{ code, display, equivalence: 'equivalent', ...more }],
    });
    const map = {
      resourceType: 'ConceptMap',
      status: 'active',
      group: [
        {
          source: 'urn:oid:1.2.3',
          target: 'http://loinc.org',
          element: [
            { code: 'CTAP', ...target('36813-4', 'CT Abdomen and Pelvis W contrast IV') },
            { code: 'MRK', ...target('99999-9', 'MR Knee - right WO contrast') },
            { code: 'NIX', ...target('99998-1', 'Something else') },
            { code: 'NO', target: [{ equivalence: 'unmatched' }] },
            target('36813-4', 'x'),
          ],
        },
        { element: [{ code: 'A' }] },
      ],
    };
    const { json } = await ask(there, 'POST', 'concept-map', map);
    expect(json).toMatchObject({ added: 2 });
    expect(json.refused.map(({ place }: { place: string }) => place).sort()).toEqual([
      'group[0].element[2].target[0]',
      'group[0].element[3].target[0]',
      'group[0].element[4].target[0]',
      'group[1]',
    ]);
    const made = (await entriesOf(there)).filter(({ exam }) => exam.issuer === '1.2.3');
    expect(made).toMatchObject([
      { correction: { modality: 'CT', regions: ['abdomen', 'pelvis'], contrast: 'with', code: { code: '36813-4' } } },
      { correction: { modality: 'MR', focus: 'knee', laterality: 'right', contrast: 'without' } },
    ]);
  });

  it.each([
    ['another resource', { resourceType: 'Patient' }],
    ['groups that are none', { resourceType: 'ConceptMap', group: 'x' }],
    ['elements that are none', { resourceType: 'ConceptMap', group: [{ element: [null] }] }],
  ])('refuses %s', async (_title, map) => {
    expect((await ask(there, 'POST', 'concept-map', map)).status).toBe(400);
  });
});

describe('under the FHIR door', () => {
  const fhir = async (path: string) => {
    const answer = await here.app.inject({ method: 'GET', url: `/fhir/${path}` });
    return { status: answer.statusCode, json: answer.json() };
  };

  it('is one ConceptMap that can be read and searched by what it maps', async () => {
    const knee = { scheme: 'LN', code: '36311-9', meaning: 'XR Knee - left 3 Views' };
    const exam = { issuer: 'FHIRSITE', localCode: 'K1', name: 'KNIE' };
    const request = { exam, correction: { focus: 'knee', laterality: 'left', code: knee }, reason: 'r' };
    expect((await ask(here, 'PUT', 'map', request)).status).toBe(200);
    const { status, json } = await fhir('ConceptMap/exams');
    expect([status, json.resourceType, faultsOf(json)]).toEqual([200, 'ConceptMap', []]);
    expect(json).toEqual((await ask(here, 'GET', 'concept-map')).json);
    const found = async (query: string) => (await fhir(`ConceptMap?${query}`)).json.entry?.length ?? 0;
    for (const query of ['', '_id=exams', 'name=exa', 'status=active', 'source-code=K1', 'target-code=36311-9'])
      expect([query, await found(query)]).toEqual([query, 1]);
    expect(await found('target-code=http://loinc.org|36311-9')).toBe(1);
    for (const query of ['_id=x', 'source-code=K2', 'target-code=http://snomed.info/sct|36311-9', 'status=draft'])
      expect([query, await found(query)]).toEqual([query, 0]);
    expect((await fhir('ConceptMap/none')).status).toBe(404);
    expect((await fhir('ConceptMap?_summary=count')).status).toBe(400);
  });
});
