import type { ErrorDetail } from '../http/error.ts'
import { ApiError, apiError } from '../http/error.ts'

const forbidden = (code: string, message: string) => () =>
  new ApiError(code, { status: 403, code: 'FORBIDDEN', message })
const unavailable = (code: string) => () =>
  new ApiError(code, { status: 503, code: 'SERVICE_UNAVAILABLE', message: 'Service unavailable' })

/** The errors of the sandbox itself, as opposed to those of the documented API. */
export const controlErrors = {
  /** The namespace was reset after the request arrived. */
  namespaceReset: unavailable('namespace_reset'),
  namespaceLimit: unavailable('namespace_limit'),
  preferInvalid: (reason: string) => apiError('request_invalid', [{ field: 'Prefer', reason }]),
  hostForbidden: forbidden('host_forbidden', 'The control API does not accept this Host; --allow-host NAME allows it'),
  originForbidden: forbidden(
    'origin_forbidden',
    'The control API does not accept changes from another site; --allow-origin ORIGIN allows it',
  ),
  webhookForbidden: forbidden('webhook_forbidden', 'The control API does not accept webhook requests'),
  tokenMissing: () =>
    new ApiError('token_missing', { status: 401, code: 'UNAUTHORIZED', message: 'Invalid or missing control token' }),
  faultUnknown: () => new ApiError('fault_unknown', { status: 404, code: 'NOT_FOUND', message: 'Fault not found' }),
  numberUnknown: () => new ApiError('number_unknown', { status: 404, code: 'NOT_FOUND', message: 'Number not found' }),
  deliveryUnknown: () =>
    new ApiError('delivery_unknown', { status: 404, code: 'NOT_FOUND', message: 'Delivery not found' }),
  /** A request to the control API is invalid. */
  invalid: (details: readonly ErrorDetail[]) => apiError('request_invalid', details),
}
