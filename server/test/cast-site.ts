/** A hub with two patients that listens, and its subscribers: each test in a session of its own. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { DEFAULT_TENANT_ID } from '../src/features/access/index.ts';
import { type CastSubscriber, type CastSubscriberOptions, subscribeTo } from './cast-subscriber.ts';
import { type KnownPatient, type TwoPatients, twoPatients } from './two-patients.ts';

export const every =
  'Patient-open,ImagingStudy-open,ImagingStudy-close,DiagnosticReport-open,DiagnosticReport-update,SyncError';

export const studyOf = ({ studies }: KnownPatient, at = 0) => ({
  resourceType: 'ImagingStudy',
  id: `study-${studies[at]?.study}`,
  status: 'available',
  identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${studies[at]?.study}` }],
});

export const patientOf = ({ issuer, patientId }: KnownPatient) => ({
  resourceType: 'Patient',
  id: `patient-${patientId}`,
  identifier: [{ system: issuer, value: patientId }],
});

export const message = (topic: string, name: string, context: unknown, more: object = {}) => ({
  timestamp: new Date().toISOString(),
  id: randomUUID(),
  event: { 'hub.topic': topic, 'hub.event': name, context, ...more },
});

export const studyOpened = (topic: string, patient: KnownPatient, at = 0) =>
  message(topic, 'ImagingStudy-open', [
    { key: 'study', resource: studyOf(patient, at) },
    { key: 'patient', resource: patientOf(patient) },
  ]);

export const statusOf = (one: CastSubscriber) => one.next().then(({ event }) => event?.['hub.event']);

class CastSite {
  #world: TwoPatients | undefined;
  #base = '';
  #sessions = 0;

  async start(): Promise<void> {
    this.#world = await twoPatients();
    this.#base = await this.world.app.listen({ host: '127.0.0.1', port: 0 });
  }

  get world(): TwoPatients {
    if (this.#world === undefined) throw new Error('The site is not started.');
    return this.#world;
  }

  /** the address that everything is below */
  get base(): string {
    return this.#base;
  }

  get hub(): string {
    return `${this.#base}/fhircast`;
  }

  tokenOf(subject: string, scope = 'fhircast/*.*', claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
    return this.world.issuer.token({ scope, ...claims }, subject);
  }

  async session(scope?: string) {
    this.#sessions += 1;
    const subject = `dr-${this.#sessions}`;
    const token = await this.tokenOf(subject, scope);
    const { json } = await this.world.get('/api/fhircast', await this.tokenOf(subject));
    const topic: string = json['hub.topic'];
    return { subject, token, topic };
  }

  subscriber(
    options: Partial<CastSubscriberOptions> & { readonly token: string; readonly topic: string },
  ): Promise<CastSubscriber> {
    return subscribeTo({ hub: this.hub, events: every, ...options });
  }

  auditOf(subject: string) {
    return this.world.context.db.tenant(DEFAULT_TENANT_ID, (trx) =>
      trx
        .selectFrom('audit_events')
        .select(['action', 'patient_record_id', 'detail'])
        .where('subject', '=', subject)
        .orderBy('id')
        .execute(),
    );
  }
}

/** Started before the tests of the file, and closed after them. */
export const castSite = (): CastSite => {
  const site = new CastSite();
  beforeAll(() => site.start());
  afterAll(() => site.world.close());
  return site;
};
