/** Measurements and radiation dose that were read from objects and messages. */
import type { DoseRecord, Measurement } from '@throughline/measurements';
import type { Json, MaybeMoment, MaybeText, Text } from './columns.ts';

interface MeasurementReadingsTable {
  tenant_id: string;
  study_instance_uid: string;
  reading: number;
  mark: Buffer;
  read_at: Date;
}

interface MeasurementsTable {
  tenant_id: string;
  id: string;
  study_instance_uid: Text;
  instance_id: MaybeText;
  report_id: MaybeText;
  place: number;
  measurement: Json<Measurement>;
}

interface RadiationDosesTable {
  tenant_id: string;
  instance_id: string;
  study_instance_uid: string;
  dose: Json<DoseRecord>;
}

interface MeasurementWalksTable {
  tenant_id: string;
  reading: number;
  after_study: MaybeText;
  finished_at: MaybeMoment;
}

interface ObservationsTable {
  tenant_id: string;
  id: string;
  /** A URI: whose number it is. */
  system: string;
  number: string;
  patient_record_id: string;
  study_instance_uid: Text;
  status: string;
  measurement: Json<Measurement>;
  written_by: string;
  performer: Text;
  updated_at: Date;
}

export interface MeasurementTables {
  observations: ObservationsTable;
  measurement_readings: MeasurementReadingsTable;
  measurements: MeasurementsTable;
  radiation_doses: RadiationDosesTable;
  measurement_walks: MeasurementWalksTable;
}
