/** Consents that other systems write, and access in an emergency in spite of them, on a real database. */
import { resourceRows } from '@throughline/fhir';
import { faultsOf } from '@throughline/fhir/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPrincipal } from '../../../../test/context.ts';
import { fhirSite } from '../../../../test/fhir-door.ts';

const site = fhirSite();

describe('a consent', () => {
  const refusal = (status: string, more: object = {}) => ({
    resourceType: 'Consent',
    identifier: [{ system: 'urn:oid:1.2.276.0.7230010.61', value: 'C1' }],
    status,
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    patient: { reference: `Patient/${site.world.other.recordId}` },
    provision: { type: 'deny', ...more },
  });
  const url = 'Consent?identifier=urn:oid:1.2.276.0.7230010.61|C1';
  const marks = /ZEBEDEE|SECRETID77|SECRETEXAM|SECRETFINDING|ZZZZZZZZ/;
  const asked = async (path: string, token: string): Promise<string> => {
    const answer = await site.world.app.inject({
      url: path,
      headers: { authorization: `Bearer ${token}`, accept: '*/*' },
    });
    return answer.rawPayload.toString('latin1') + JSON.stringify(answer.headers);
  };
  const paths = (): readonly string[] => {
    const [uids] = site.world.other.studies;
    const { recordId } = site.world.other;
    const values: Readonly<Record<string, string>> = {
      study: uids?.study ?? '',
      studyInstanceUid: uids?.study ?? '',
      series: uids?.series ?? '',
      instance: uids?.instance ?? '',
      frames: '1',
      id: recordId,
    };
    const fill = (path: string) =>
      path.replace('*', '7FE00010').replaceAll(/:(\w+)/g, (_all, name: string) => values[name] ?? 'x');
    const reading = site.world.routes.filter(
      ({ method, url: path }) => method === 'GET' && !path.endsWith('/events') && !path.startsWith('/api/workitems'),
    );
    return [
      ...new Set(reading.map(({ url: path }) => fill(path))),
      ...resourceRows.filter(({ type }) => type !== 'AuditEvent').map(({ type }) => `/fhir/${type}?_count=500`),
      `/fhir/Patient?identifier=SECRETID77`,
      `/dicom-web/studies?includefield=all`,
      `/dicom-web/series?includefield=all`,
      `/dicom-web/instances?includefield=all`,
    ];
  };

  it('that denies is obeyed on the whole table of routes from the next request on, and no longer than it stands', async () => {
    const told = async () => {
      const seen: string[] = [];
      const all = paths();
      for (let at = 0; at < all.length; at += 20) {
        const some = all.slice(at, at + 20);
        const answers = await Promise.all(some.map((path) => asked(path, site.reader)));
        seen.push(...some.filter((path, place) => marks.test((answers[place] ?? '').replaceAll(path, ''))));
      }
      return seen;
    };
    // The test could fail: these routes do tell of the patient.
    expect((await told()).length).toBeGreaterThan(15);
    const made = await site.send({ method: 'POST', url: 'Consent', body: refusal('active') });
    expect(made.status).toBe(201);
    expect(await told()).toEqual([]);
    expect((await site.send({ url: `Patient/${site.world.other.recordId}`, token: site.reader })).status).toBe(404);
    expect((await site.send({ url: `Patient/${site.world.other.recordId}`, token: site.admin })).status).toBe(200);
    const bound = await site.world.issuer.token({ scope: 'patient/*.rs', patient: site.world.other.recordId });
    expect(await asked('/dicom-web/studies', bound)).not.toMatch(marks);
    expect((await site.found(`ImagingStudy?patient=${site.world.alma.recordId}`)).length).toBeGreaterThan(0);
    expect(await site.found('Consent?status=active&identifier=C1', site.admin)).toMatchObject([
      { provision: { type: 'deny' } },
    ]);
    expect((await site.send({ method: 'PUT', url, body: refusal('inactive') })).status).toBe(200);
    expect((await site.send({ url: `Patient/${site.world.other.recordId}`, token: site.reader })).status).toBe(200);
  });

  it('holds within its period, and what narrows it and cannot be applied is refused', async () => {
    const denied = async () =>
      (await site.send({ url: `Patient/${site.world.other.recordId}`, token: site.reader })).status === 404;
    await site.send({ method: 'PUT', url, body: refusal('active', { period: { end: '2020-01-01' } }) });
    expect(await denied()).toBe(false);
    await site.send({ method: 'PUT', url, body: refusal('active', { period: { start: '2020-01-01' } }) });
    expect(await denied()).toBe(true);
    const narrow = refusal('active', { class: [{ code: 'ImagingStudy' }] });
    expect((await site.send({ method: 'PUT', url, body: narrow })).status).toBe(400);
    await site.send({ method: 'PUT', url, body: refusal('entered-in-error') });
    expect(await denied()).toBe(false);
  });

  const participation = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
  const recipient = (reference: object, code = 'IRCP') => ({
    role: { coding: [{ system: participation, code }] },
    reference,
  });
  const named = (subject: string) => {
    const system = `${rootOfHub}/subjects`;
    return recipient({ identifier: { system, value: subject } });
  };
  const rootOfHub = 'http://127.0.0.1:0/fhir';
  const seenBy = async (subject: string): Promise<boolean> => {
    const token = await site.world.issuer.token({ scope: 'imaging.read' }, subject);
    const status = (await site.send({ url: `Patient/${site.world.other.recordId}`, token })).status;
    const studies = await asked(`/dicom-web/studies?PatientID=${site.world.other.patientId}`, token);
    // By both doors or by neither.
    expect([status, /SECRETEXAM|SECRETID77/.test(studies)]).toEqual(status === 200 ? [200, true] : [404, false]);
    return status === 200;
  };

  it.each<readonly [string, (type: string) => object, readonly [friend: boolean, stranger: boolean]]>([
    ['denies to one', () => ({ actor: [named('dr-friend')] }), [false, true]],
    ['denies to all but one', () => ({ provision: [{ type: 'permit', actor: [named('dr-friend')] }] }), [true, false]],
    [
      'permits to all but one',
      () => ({ type: 'permit', provision: [{ type: 'deny', actor: [named('dr-friend')] }] }),
      [false, true],
    ],
  ])('that %s is obeyed for whom it is about', async (_name, more, [friend, stranger]) => {
    const made = await site.send({ method: 'PUT', url, body: refusal('active', more('deny')) });
    expect([made.status, made.json.issue]).toEqual([200, undefined]);
    expect([await seenBy('dr-friend'), await seenBy('dr-stranger')]).toEqual([friend, stranger]);
    const [kept] = (await site.found('Consent?identifier=C1', site.admin)) as { provision: object }[];
    expect(kept?.provision).toMatchObject(more('deny'));
    expect(faultsOf(kept as never)).toEqual([]);
    await site.send({ method: 'PUT', url, body: refusal('entered-in-error') });
    expect([await seenBy('dr-friend'), await seenBy('dr-stranger')]).toEqual([true, true]);
  });

  describe('in an emergency (A21)', () => {
    const reason = 'unconscious in the emergency room';
    let glass: string;
    let stranger: string;
    const call = async (method: 'GET' | 'POST', path: string, token: string, payload?: object) => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await site.world.app.inject({
        method,
        url: `/api/${path}`,
        headers,
        ...(payload && { payload }),
      });
      return { status: answer.statusCode, json: answer.payload === '' ? undefined : answer.json() };
    };
    const begin = (more: object = {}, token = glass) => {
      const patient = { issuer: 'ALPHA', patientId: site.world.other.patientId };
      return call('POST', 'emergency-accesses', token, { patient, reason, ...more });
    };
    const sees = async (token: string) =>
      (await site.send({ url: `Patient/${site.world.other.recordId}`, token })).status === 200 &&
      /SECRETEXAM/.test(await asked(`/dicom-web/studies?PatientID=${site.world.other.patientId}`, token));

    beforeAll(async () => {
      glass = await site.world.issuer.token({ scope: 'imaging.read' }, 'dr-glass');
      stranger = await site.world.issuer.token({ scope: 'imaging.read' }, 'dr-stranger');
      expect((await begin()).status).toBe(409);
      await site.send({ method: 'PUT', url, body: refusal('active') });
      expect(await sees(glass)).toBe(false);
    });
    afterAll(async () => {
      await site.send({ method: 'PUT', url, body: refusal('entered-in-error') });
    });

    it.each<readonly [string, object, number]>([
      ['without a reason', { reason: '' }, 400],
      ['with a reason that is none', { reason: '  because    ' }, 400],
      ['of nobody that is known', { patient: { issuer: 'ALPHA', patientId: 'NOBODY' } }, 404],
      ['of whom nothing is withheld', { patient: { issuer: 'ALPHA', patientId: 'A1' } }, 409],
      ['of two at once', { studyInstanceUid: '1.2.3' }, 400],
    ])('is not opened %s', async (_name, more, status) => {
      expect((await begin(more)).status).toBe(status);
      expect(await sees(glass)).toBe(false);
    });

    it('is not opened by a token of one patient', async () => {
      const bound = await site.world.issuer.token({ scope: 'patient/*.rs', patient: site.world.alma.recordId });
      expect((await begin({}, bound)).status).toBe(403);
    });

    it('is opened for a reason to the one who gives it, is written down as such, and is reviewed by somebody else', async () => {
      const { status, json } = await begin();
      expect(status).toBe(200);
      expect([await sees(glass), await sees(stranger)]).toEqual([true, false]);
      const trail = (await site.found(
        `AuditEvent?patient=Patient/${site.world.other.recordId}&_count=50`,
        site.admin,
      )) as {
        type: { code: string };
        purposeOfEvent?: { coding: { code: string }[] }[];
      }[];
      expect(trail.some(({ type }) => type.code === '110113')).toBe(true);
      const inEmergency = trail.filter((event) => event.purposeOfEvent?.[0]?.coding[0]?.code === 'BTG');
      expect(inEmergency.length).toBeGreaterThan(0);
      expect(JSON.stringify(trail)).not.toContain(reason);
      expect((await call('GET', 'emergency-accesses', glass)).status).toBe(403);
      const [listed] = (await call('GET', 'emergency-accesses', site.admin)).json;
      expect(listed).toMatchObject({
        id: json.id,
        subject: 'dr-glass',
        reason,
        patientId: site.world.other.patientId,
        verdict: null,
      });
      const desk = async () =>
        (await call('GET', 'exceptions', site.admin)).json.items.filter(
          ({ kind }: { kind: string }) => kind === 'emergency-access',
        );
      expect(await desk()).toHaveLength(1);
      const self = await site.world.issuer.token({ scope: 'imaging.read admin' }, 'dr-glass');
      const review = (token: string) =>
        call('POST', `emergency-accesses/${json.id}/review`, token, { verdict: 'justified' });
      expect((await review(self)).status).toBe(403);
      expect((await review(site.admin)).status).toBe(204);
      expect((await review(site.admin)).status).toBe(404);
      expect(await desk()).toHaveLength(0);
      // Reviewed or not: it goes on until its end.
      expect(await sees(glass)).toBe(true);
      expect((await call('POST', `emergency-accesses/${json.id}/end`, stranger)).status).toBe(404);
      expect((await call('POST', `emergency-accesses/${json.id}/end`, glass)).status).toBe(204);
      expect(await sees(glass)).toBe(false);
    });

    it('ends by itself', async () => {
      const [study] = site.world.other.studies;
      const { json } = await begin({ patient: undefined, studyInstanceUid: study?.study });
      expect(await sees(glass)).toBe(true);
      const lasts = new Date(json.endsAt).getTime() - Date.now();
      expect(lasts).toBeLessThanOrEqual(3_600_000);
      await site.world.context.db.tenant(testPrincipal().tenantId, (trx) =>
        trx.updateTable('emergency_accesses').set({ ends_at: new Date() }).where('id', '=', json.id).execute(),
      );
      await expect.poll(() => sees(glass), { timeout: 3_000 }).toBe(false);
    });
  });

  it.each<readonly [string, object]>([
    ['an actor in another role', { actor: [recipient({ identifier: { value: 'x' } }, 'AUT')] }],
    ['an actor that nobody can tell', { actor: [recipient({ display: 'Dr No' })] }],
    ['an exception that says the same', { provision: [{ type: 'deny', actor: [named('dr-friend')] }] }],
    ['an exception of another kind', { provision: [{ type: 'permit', dataPeriod: { start: '2020-01-01' } }] }],
  ])('with %s is refused', async (_name, more) => {
    expect((await site.send({ method: 'PUT', url, body: refusal('active', more) })).status).toBe(400);
  });
});
