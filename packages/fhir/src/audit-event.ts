/** An audit row in the shape of IHE BALP: who, from where, what, of whom. */
import type { AuditEvent, AuditEventAgent, AuditEventEntity } from '@medplum/fhirtypes';
import { systems } from './systems.ts';

export interface AuditModel {
  readonly id: string;
  readonly at: Date;
  /** DICOM audit event (PS3.16 CID 400) */
  readonly code: string;
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  readonly outcome: 'success' | 'minor' | 'serious' | 'major';
  readonly subject: string;
  readonly door: string;
  readonly address: string | null;
  readonly patientRecordId: string | null;
  readonly studyUid: string | null;
  /** of HL7 v3 PurposeOfUse: `BTG` is an emergency access */
  readonly purposeOfUse?: string;
  /** Who was given it, where it was not who asked; absent: it stayed here or went to the subject. */
  readonly to?: string;
}

const outcomes = { success: '0', minor: '4', serious: '8', major: '12' } as const;

const dicom = (code: string, display: string) => ({ coding: [{ system: systems.dicom, code, display }] });

const agentsOf = ({ subject, address, to = 'Throughline' }: AuditModel): AuditEventAgent[] => [
  {
    type: dicom('110153', 'Source Role ID'),
    who: { display: subject },
    requestor: true,
    ...(address !== null && { network: { address, type: '2' as const } }),
  },
  { type: dicom('110152', 'Destination Role ID'), who: { display: to }, requestor: false },
];

const entitiesOf = ({ patientRecordId, studyUid }: AuditModel): AuditEventEntity[] => [
  ...(patientRecordId === null
    ? []
    : [
        {
          what: { reference: `Patient/${patientRecordId}` },
          type: { system: systems.entityType, code: '1', display: 'Person' },
          role: { system: systems.objectRole, code: '1', display: 'Patient' },
        },
      ]),
  ...(studyUid === null
    ? []
    : [
        {
          what: { identifier: { system: systems.uid, value: `urn:oid:${studyUid}` } },
          type: { system: systems.entityType, code: '2', display: 'System Object' },
          role: { system: systems.objectRole, code: '3', display: 'Report' },
        },
      ]),
];

export const toAuditEvent = (event: AuditModel): AuditEvent => {
  const entity = entitiesOf(event);
  return {
    resourceType: 'AuditEvent',
    id: event.id,
    meta: { lastUpdated: event.at.toISOString() },
    type: { system: systems.dicom, code: event.code },
    action: event.action,
    recorded: event.at.toISOString(),
    outcome: outcomes[event.outcome],
    ...(event.purposeOfUse !== undefined && {
      purposeOfEvent: [{ coding: [{ system: systems.actReason, code: event.purposeOfUse }] }],
    }),
    agent: agentsOf(event),
    source: {
      site: event.door,
      observer: { display: 'Throughline' },
      type: [{ system: systems.auditSource, code: '4', display: 'Application Server' }],
    },
    ...(entity.length > 0 && { entity }),
  };
};
