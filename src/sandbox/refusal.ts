import type { Detail } from '../http/error.ts'
import { Refused, refused } from '../http/error.ts'

const forbidden = (code: string, message: string) => () =>
  new Refused(code, { status: 403, code: 'FORBIDDEN', message })
const unavailable = (code: string) => () =>
  new Refused(code, { status: 503, code: 'SERVICE_UNAVAILABLE', message: 'Service unavailable' })

/** The ways in which the sandbox itself says no. */
export const refusals = {
  /** The world was reset after the request arrived. */
  worldReset: unavailable('world_reset'),
  worldsFull: unavailable('worlds_full'),
  preferenceImpossible: (reason: string) => refused('request_invalid', [{ field: 'Prefer', reason }]),
  hostForbidden: forbidden('host_forbidden', 'The controls do not answer to this Host; --allow-host NAME allows it'),
  originForbidden: forbidden(
    'origin_forbidden',
    'The controls take no change from another site; --allow-origin ORIGIN allows it',
  ),
  webhookForbidden: forbidden('webhook_forbidden', 'The controls do not answer to a webhook'),
  tokenMissing: () =>
    new Refused('token_missing', { status: 401, code: 'UNAUTHORIZED', message: 'Invalid or missing control token' }),
  faultUnknown: () => new Refused('fault_unknown', { status: 404, code: 'NOT_FOUND', message: 'Fault not found' }),
  numberUnknown: () =>
    new Refused('number_unknown', { status: 404, code: 'NOT_FOUND', message: 'Nobody has this number' }),
  deliveryUnknown: () =>
    new Refused('delivery_unknown', { status: 404, code: 'NOT_FOUND', message: 'Delivery not found' }),
  /** A control was asked for what it cannot do. */
  invalid: (details: readonly Detail[]) => refused('request_invalid', details),
}
