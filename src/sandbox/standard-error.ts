import { STATUS_CODES } from 'node:http'
import { errorBody, errors } from '../http/error.ts'

/** Codes of the vendor's errors page that no route of this server answers by itself. */
const documented: Readonly<Record<number, string>> = {
  422: 'VERIFICATION_FAILED',
  429: 'RATE_LIMITED',
  502: 'DELIVERY_FAILED',
}

/** The vendor's envelope for a status: its own code and words where it has them, else those of HTTP. */
export function standardBody(status: number): ReturnType<typeof errorBody> {
  const known = Object.values(errors).find(answer => answer.status === status)
  if (known !== undefined) return errorBody({ code: known.code, message: known.message })
  const [initial = '', ...rest] = STATUS_CODES[status] ?? `Status ${status}`
  const words = initial + rest.join('').toLowerCase()
  const code = documented[status] ?? words.toUpperCase().replace(/[^A-Z\d]+/g, '_')
  return errorBody({ code, message: words })
}
