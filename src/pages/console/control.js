/** @typedef {Record<string, string | number>} Query */

/** An error response of the control API. */
export class ControlError extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

const tokenName = 'tryvox-sandbox-control-token'

/** Stores the token of a server with --control-token until the tab is closed. @param {string} token */
export function setToken(token) {
  sessionStorage.setItem(tokenName, token)
}

/** Whether a token is stored. */
export function hasToken() {
  return sessionStorage.getItem(tokenName) !== null
}

/** The headers that send the stored token. @returns {Record<string, string>} */
export function authorization() {
  const token = sessionStorage.getItem(tokenName)
  // Encoded, because fetch throws if a header has characters outside ISO 8859-1. A valid token has only visible ASCII
  // characters.
  return token === null ? {} : { authorization: `Bearer ${encodeURI(token)}` }
}

/**
 * Calls the control API. Throws a `ControlError` for an error response.
 * @param {string} method
 * @param {string} path
 * @param {Query} query
 * @param {unknown} [body]
 */
export async function control(method, path, query = {}, body = undefined) {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, `${value}`]))
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await fetch(`/_sandbox${path}?${search}`, {
    method,
    headers: { ...type, ...authorization() },
    body: body === undefined ? null : JSON.stringify(body),
  }).catch(() => {
    throw new Error('the server cannot be reached')
  })
  const result = await response.json()
  if (!response.ok) throw new ControlError(response.status, toText(result.error))
  return result
}

/** @param {{ message: string, details?: { field: string, reason: string }[] }} error */
function toText({ message, details = [] }) {
  return [message, ...details.map(({ field, reason }) => `${field}: ${reason}`)].join('; ')
}
