/** Why a message has no effect, in HL7's terms: a condition of table 0357, a place, and a sentence without any value. */
import { Hl7Error } from '@throughline/hl7';
import { type ErrorCode, Failure } from '../../errors.ts';

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly condition: string;
  readonly location: string | undefined;

  constructor(condition: string, sentence: string, location?: string) {
    super(sentence);
    this.condition = condition;
    this.location = location;
  }
}

export function refuse(condition: string, sentence: string, location?: string): never {
  throw new Refusal(condition, sentence, location);
}

/** Conditions of the error catalogue; what is not here is an internal error of ours. */
const conditions: Partial<Readonly<Record<ErrorCode, string>>> = {
  'bad-request': '102',
  'not-found': '204',
  conflict: '205',
  'missing-attribute': '101',
  'invalid-attribute': '102',
  'identifier-mismatch': '204',
  forbidden: '207',
};

export interface Cause {
  readonly condition: string;
  readonly location: string | undefined;
  readonly sentence: string;
  readonly errorCode: string;
  /** AR: it was not looked at, or not possible now; AE: it was looked at and is wrong */
  readonly rejected: boolean;
}

/** Types, events and modes that are not ours to process are rejected (2.9.2.2). */
const rejecting = new Set(['200', '201', '202', '203', '207']);

/** Undefined: the error is nobody's fault but ours, and the message may be tried again. */
export const causeOf = (error: unknown): Cause | undefined => {
  if (error instanceof Refusal || error instanceof Hl7Error) {
    const { condition, location, message } = error;
    const errorCode = error instanceof Hl7Error ? error.code : 'refused';
    return { condition, location, sentence: message, errorCode, rejected: rejecting.has(condition) };
  }
  if (!(error instanceof Failure)) return undefined;
  const condition = conditions[error.code];
  if (condition === undefined) return undefined;
  return {
    condition,
    location: undefined,
    sentence: error.message,
    errorCode: error.code,
    rejected: rejecting.has(condition),
  };
};
