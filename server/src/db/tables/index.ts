/** The schema of migrations/ as Kysely sees it; one interface a table, one file an aggregate. */
import type { Insertable, Selectable } from 'kysely';
import type { ArchiveTables } from './archive.ts';
import type { AuthorizationTables } from './authorization.ts';
import type { DecisionsTables } from './decisions.ts';
import type { ExportsTables } from './exports.ts';
import type { FhircastTables } from './fhircast.ts';
import type { GatheringTables } from './gathering.ts';
import type { GroupTables } from './groups.ts';
import type { IdentityTables } from './identity.ts';
import type { MeasurementTables } from './measurements.ts';
import type { MessagesTables } from './messages.ts';
import type { OrdersTables } from './orders.ts';
import type { SourcesTables } from './sources.ts';
import type { SubscriptionsTables } from './subscriptions.ts';
import type { TermsTables } from './terms.ts';
import type { TrailTables } from './trail.ts';
import type { VisitTables } from './visits.ts';

export type { CorrectedState, CorrectionSubject, Overlay, RejectionCode } from './archive.ts';
export type { IdentityChangeKind } from './identity.ts';
export type {
  Hl7MessageState,
  OutgoingEvent,
  OutgoingState,
  ReportCode,
  ReportSection,
  ReportStatus,
} from './messages.ts';
export type {
  PerformedStatus,
  StepStatus,
  SubscriptionOrigin,
  SubscriptionState,
  WorkitemState,
} from './orders.ts';
export type { DeliverBy, Service, UserIdentityRule } from './sources.ts';
export type { SubscriptionFilter, SubscriptionTopicName } from './subscriptions.ts';
export type { ConsentActor, ConsentNarrowing } from './visits.ts';

export interface Tables
  extends ArchiveTables,
    AuthorizationTables,
    DecisionsTables,
    ExportsTables,
    FhircastTables,
    GatheringTables,
    GroupTables,
    IdentityTables,
    MeasurementTables,
    MessagesTables,
    OrdersTables,
    SourcesTables,
    SubscriptionsTables,
    TermsTables,
    TrailTables,
    VisitTables {}

export type Row<T extends keyof Tables> = Selectable<Tables[T]>;
export type NewRow<T extends keyof Tables> = Insertable<Tables[T]>;
