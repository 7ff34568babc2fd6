/** What a message means here, whatever its version and form: the same words that features use. */
import type { Header } from '@throughline/hl7';
import type { Measurement } from '@throughline/measurements';
import type {
  NumberedClinician,
  PatientIdentifier,
  PatientStatement,
  ReportCode,
  ReportSection,
  ReportStatus,
} from '../../../db/index.ts';
import type { OrderedStep } from '../../orders/index.ts';
import type { SaidAccount, SaidDiagnosis, SaidVisit } from '../../visits/index.ts';

export type Intent =
  | { readonly kind: 'register'; readonly patient: PatientStatement }
  | { readonly kind: 'merge'; readonly survivor: PatientStatement; readonly absorbed: PatientIdentifier }
  | { readonly kind: 'link' | 'unlink'; readonly one: PatientIdentifier; readonly other: PatientIdentifier }
  | { readonly kind: 'move'; readonly moved: PatientIdentifier; readonly to: PatientIdentifier }
  | {
      readonly kind: 'mother';
      readonly mother: PatientIdentifier;
      readonly child: PatientIdentifier;
      readonly witness: string;
    }
  | { readonly kind: 'order'; readonly patient: PatientIdentifier; readonly step: OrderedStep }
  | {
      readonly kind: 'step-status';
      readonly patient: PatientIdentifier;
      readonly accessionNumber: string;
      readonly status: 'STARTED' | 'COMPLETED' | 'DISCONTINUED';
    }
  | {
      readonly kind: 'appointment';
      /** All that the message names, each once; of an appointment that ends it may be none. */
      readonly patients: readonly PatientIdentifier[];
      readonly key: string;
      readonly status: 'booked' | 'cancelled' | 'noshow' | 'entered-in-error';
      /** Digits of a DICOM DT; what is undefined of an appointment, nobody said: it stays as it was. */
      readonly start: string | undefined;
      readonly end: string | undefined;
      readonly service: { readonly code: string | undefined; readonly text: string | undefined };
      readonly location: string | undefined;
    }
  | {
      readonly kind: 'report';
      readonly patient: PatientIdentifier;
      readonly key: string;
      readonly status: ReportStatus;
      readonly isStatusKnown: boolean;
      readonly studyInstanceUid: string | undefined;
      readonly accessionNumber: string | undefined;
      readonly title: string;
      readonly code: ReportCode | undefined;
      readonly reportedAt: string | undefined;
      readonly author: string | undefined;
      readonly sections: readonly ReportSection[];
      /** The numbers among its results. */
      readonly measurements: readonly Measurement[];
    }
  | {
      readonly kind: 'visit';
      readonly patient: PatientIdentifier;
      /** Undefined: the diagnoses are told without one. */
      readonly visit: SaidVisit | undefined;
      readonly diagnoses: readonly SaidDiagnosis[];
    }
  | ({ readonly kind: 'account'; readonly patient: PatientIdentifier } & SaidAccount)
  | {
      readonly kind: 'clinicians';
      readonly patient: PatientIdentifier;
      readonly clinicians: readonly NumberedClinician[];
    };

export interface Meaning {
  readonly header: Header;
  readonly intents: readonly Intent[];
  /** oddities that were got over, for whoever looks after the interface */
  readonly flags: readonly string[];
}
