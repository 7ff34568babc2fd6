/** A scheduled procedure step as the order that it came from. */
import type { ServiceRequest } from '@medplum/fhirtypes';
import { practitionerReference } from './practitioner.ts';
import { accessionSystem, type Root, schemes, systemOf, systems } from './systems.ts';
import { dateTimeOf, identifierOf, textOf } from './values.ts';

export interface OrderModel {
  readonly id: string;
  readonly requestedProcedureId: string;
  readonly accessionNumber: string;
  readonly accessionIssuer: string | null;
  readonly studyUid: string;
  readonly status: 'SCHEDULED' | 'STARTED' | 'COMPLETED' | 'DISCONTINUED';
  readonly description: string | null;
  readonly code: { readonly value: string; readonly scheme: string | null; readonly meaning: string | null } | null;
  readonly reason: string | null;
  readonly requester: string | null;
  /** Our ids of the Practitioners who are meant. */
  readonly requesterId?: string | undefined;
  readonly performer?: string | null;
  readonly performerId?: string | undefined;
  /** null: nobody said when it is to be done */
  readonly startDate: string | null;
  readonly startTime: string | null;
  /** ±ZZXX; null: not said, and the time with it cannot be (R4 dateTime). */
  readonly startOffset: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly patient: { readonly recordId: string | null; readonly issuer: string; readonly id: string };
}

/** Our states (PS3.4 CID of scheduled steps) as request statuses, both ways. */
export const orderStatuses = {
  SCHEDULED: 'active',
  STARTED: 'active',
  COMPLETED: 'completed',
  DISCONTINUED: 'revoked',
} as const satisfies Readonly<Record<OrderModel['status'], ServiceRequest['status']>>;

const codeOf = ({ code, description }: OrderModel): NonNullable<ServiceRequest['code']> => {
  const text = textOf(description) ?? textOf(code?.meaning) ?? 'Imaging';
  if (code === null) return { text };
  const system = schemes[code.scheme ?? ''];
  const display = textOf(code.meaning);
  const coding = { code: code.value, ...(system && { system }), ...(display !== undefined && { display }) };
  return { coding: [coding], text };
};

const subjectOf = ({ patient }: OrderModel, at: Root): ServiceRequest['subject'] =>
  patient.recordId === null
    ? { identifier: { system: systemOf(patient.issuer, at), value: patient.id } }
    : { reference: `Patient/${patient.recordId}` };

export const toServiceRequest = (order: OrderModel, at: Root): ServiceRequest => {
  const [requester, performer, reason] = [order.requester, order.performer, order.reason].map(textOf);
  const occurrence = dateTimeOf(order.startDate, order.startTime, order.startOffset);
  return {
    resourceType: 'ServiceRequest',
    id: order.id,
    meta: { lastUpdated: order.updatedAt.toISOString() },
    identifier: [
      identifierOf('ACSN', accessionSystem(order.accessionIssuer, at), order.accessionNumber),
      { system: `${at.root}/requested-procedure-id`, value: order.requestedProcedureId },
      { system: systems.uid, value: `urn:oid:${order.studyUid}` },
    ],
    status: orderStatuses[order.status],
    intent: 'order',
    code: codeOf(order),
    subject: subjectOf(order, at),
    ...(occurrence !== undefined && { occurrenceDateTime: occurrence }),
    authoredOn: order.createdAt.toISOString(),
    ...(requester !== undefined && { requester: practitionerReference(requester, order.requesterId) }),
    ...(performer !== undefined && { performer: [practitionerReference(performer, order.performerId)] }),
    ...(reason !== undefined && { reasonCode: [{ text: reason }] }),
  };
};
