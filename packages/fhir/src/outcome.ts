/** Errors as OperationOutcome (FHIR R4 http.html 2.21.0.4): a stable code and one sentence; never what was asked. */
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';

/** Issue types (value set issue-type) by HTTP status. */
const issueTypes: Readonly<Record<number, OperationOutcomeIssue['code']>> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  406: 'not-supported',
  408: 'timeout',
  409: 'conflict',
  410: 'deleted',
  412: 'conflict',
  413: 'too-long',
  415: 'not-supported',
  429: 'throttled',
  502: 'transient',
  503: 'transient',
  504: 'timeout',
  507: 'no-store',
};

/** What a profile asks for by a code of its own: IHE ITI TF-2 3.83.4.2.2. */
const typesOfCodes: Readonly<Record<string, OperationOutcomeIssue['code']>> = {
  'unknown-issuer': 'code-invalid',
  'unknown-target': 'code-invalid',
};

export interface Told {
  readonly http: number;
  readonly code: string;
  readonly sentence: string;
}

export const toOutcome = ({ http, code, sentence }: Told): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'error',
      code: typesOfCodes[code] ?? issueTypes[http] ?? 'exception',
      details: { text: code },
      diagnostics: sentence,
    },
  ],
});

/** That all went well, to whom asks for it so. */
export const toNotice = (sentence: string): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'information', code: 'informational', diagnostics: sentence }],
});
