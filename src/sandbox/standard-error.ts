import { STATUS_CODES } from 'node:http'
import { errorBody, errors } from '../http/error.ts'

/** Codes from the vendor's errors page for statuses that no route of this server sends. */
const documentedCodes: Readonly<Record<number, string>> = {
  422: 'VERIFICATION_FAILED',
  429: 'RATE_LIMITED',
  502: 'DELIVERY_FAILED',
}

/**
 * The vendor's error body for a status, with the vendor's code and message if it documents them, and otherwise with
 * those of HTTP.
 */
export function standardBody(status: number): ReturnType<typeof errorBody> {
  const known = Object.values(errors).find(error => error.status === status)
  if (known !== undefined) return errorBody({ code: known.code, message: known.message })
  const [firstLetter = '', ...rest] = STATUS_CODES[status] ?? `Status ${status}`
  const phrase = firstLetter + rest.join('').toLowerCase()
  const code = documentedCodes[status] ?? phrase.toUpperCase().replace(/[^A-Z\d]+/g, '_')
  return errorBody({ code, message: phrase })
}
