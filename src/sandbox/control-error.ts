import type { ErrorDetail } from '../http/error.ts'
import { ApiError, apiError } from '../http/error.ts'

const forbidden = (code: string, message: string) => () =>
  new ApiError(code, { status: 403, code: 'FORBIDDEN', message })
const unavailable = (code: string) => () =>
  new ApiError(code, { status: 503, code: 'SERVICE_UNAVAILABLE', message: 'Service unavailable' })

/** The ways in which the sandbox itself says no. */
export const controlErrors = {
  /** The namespace was reset after the request arrived. */
  namespaceReset: unavailable('namespace_reset'),
  namespaceLimit: unavailable('namespace_limit'),
  preferenceImpossible: (reason: string) => apiError('request_invalid', [{ field: 'Prefer', reason }]),
  hostForbidden: forbidden('host_forbidden', 'The controls do not answer to this Host; --allow-host NAME allows it'),
  originForbidden: forbidden(
    'origin_forbidden',
    'The controls take no change from another site; --allow-origin ORIGIN allows it',
  ),
  webhookForbidden: forbidden('webhook_forbidden', 'The controls do not answer to a webhook'),
  tokenMissing: () =>
    new ApiError('token_missing', { status: 401, code: 'UNAUTHORIZED', message: 'Invalid or missing control token' }),
  faultUnknown: () => new ApiError('fault_unknown', { status: 404, code: 'NOT_FOUND', message: 'Fault not found' }),
  numberUnknown: () =>
    new ApiError('number_unknown', { status: 404, code: 'NOT_FOUND', message: 'Nobody has this number' }),
  deliveryUnknown: () =>
    new ApiError('delivery_unknown', { status: 404, code: 'NOT_FOUND', message: 'Delivery not found' }),
  /** A control was asked for what it cannot do. */
  invalid: (details: readonly ErrorDetail[]) => apiError('request_invalid', details),
}
