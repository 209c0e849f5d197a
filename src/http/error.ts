import type { DomainErrorCode } from '../domain/error.ts'
import { applicationIdPattern, trunkIdPattern } from '../domain/identifier.ts'

/** The error of one part of a request; docs:/getting-started/errors. */
export interface ErrorDetail {
  readonly field: string
  readonly reason: string
}

/** The status and the fields of an error response. */
export interface ErrorResponse {
  readonly status: number
  /** A code of the vendor's errors page, or an assumed one if that page has none for the status. */
  readonly code: string
  readonly message: string
  readonly details?: readonly ErrorDetail[]
}

const notFound = (message: string, details?: readonly ErrorDetail[]): ErrorResponse => ({
  status: 404,
  code: 'NOT_FOUND',
  message,
  ...(details && { details }),
})
const forbidden = (message: string): ErrorResponse => ({ status: 403, code: 'FORBIDDEN', message })
const invalid = (message: string, field?: string, reason?: string): ErrorResponse => ({
  status: 400,
  code: 'VALIDATION_FAILED',
  message,
  ...(field !== undefined && reason !== undefined && { details: [{ field, reason }] }),
})

/** The errors that are not domain errors: invalid requests and server errors. */
type HttpErrorCode =
  | 'path_malformed'
  | 'request_malformed'
  | 'request_invalid'
  | 'number_invalid'
  | 'trunk_id_invalid'
  | 'application_id_invalid'
  | 'path_unknown'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'body_too_large'
  | 'head_too_large'
  | 'internal'

export type ErrorCode = DomainErrorCode | HttpErrorCode

/** Every error of the vendor's API. */
export const errors: Readonly<Record<ErrorCode, ErrorResponse>> = {
  unauthorized: { status: 401, code: 'UNAUTHORIZED', message: 'Invalid or missing API key' },
  account_forbidden: forbidden('Insufficient permissions for this account'),
  trunk_assign_forbidden: forbidden('Insufficient permissions to assign this trunk'),
  application_assign_forbidden: forbidden('Insufficient permissions to assign this application'),
  trunk_unassign_forbidden: forbidden('Insufficient permissions to unassign this trunk'),
  application_unassign_forbidden: forbidden('Insufficient permissions to unassign this application'),
  trunk_change_forbidden: forbidden('Insufficient permissions to change trunks'),
  application_change_forbidden: forbidden('Insufficient permissions to change this application'),
  number_not_found: notFound('Number not found in your account'),
  number_pending: forbidden('Number is pending and cannot be configured'),
  number_suspended: forbidden('Number is suspended and cannot be configured'),
  trunk_not_found: notFound('Trunk not found', [{ field: 'trunk_id', reason: 'no such trunk in your account' }]),
  application_not_found: notFound('Application not found', [
    { field: 'application_id', reason: 'no such application in your account' },
  ]),
  trunk_not_assigned: notFound('No trunk is assigned to this number'),
  application_not_assigned: notFound('No application is assigned to this number'),
  path_malformed: invalid('Request validation failed', 'path', 'malformed percent-encoding'),
  request_malformed: invalid('Request validation failed', 'request', 'malformed HTTP'),
  request_invalid: invalid('Request validation failed'),
  number_invalid: invalid('Invalid phone number format', 'e164', 'must be E.164 format (e.g., +14155551234)'),
  trunk_id_invalid: invalid('Invalid trunk_id format', 'trunk_id', `must match ${trunkIdPattern}`),
  application_id_invalid: invalid(
    'Invalid application_id format',
    'application_id',
    `must match ${applicationIdPattern}`,
  ),
  path_unknown: notFound('Resource not found'),
  method_not_allowed: { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Method not allowed' },
  request_timeout: { status: 408, code: 'REQUEST_TIMEOUT', message: 'Request not received in time' },
  body_too_large: { status: 413, code: 'PAYLOAD_TOO_LARGE', message: 'Request body too large' },
  head_too_large: { status: 431, code: 'HEADERS_TOO_LARGE', message: 'Request headers too large' },
  internal: { status: 500, code: 'INTERNAL_ERROR', message: 'Internal server error' },
}

/** An error of a request: one of the table, or one of the sandbox. */
export class ApiError extends Error {
  /** Identifies the error in the log. */
  readonly code: string
  readonly response: ErrorResponse

  constructor(code: string, response: ErrorResponse) {
    super(response.message)
    this.code = code
    this.response = response
  }
}

/** Creates an error of the table. `details` replace those of the table. */
export function apiError(code: ErrorCode, details?: readonly ErrorDetail[]): ApiError {
  return new ApiError(code, details === undefined ? errors[code] : { ...errors[code], details })
}

/** The body of an error in the vendor's format. `details` is omitted if undefined. */
export function errorBody({ code, message, details }: Omit<ErrorResponse, 'status'>) {
  return { error: { code, message, ...(details && { details }) } }
}
