/** @typedef {Record<string, string | number>} Query */

/** What a control refuses, in its own words. */
export class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

const tokenName = 'tryvox-sandbox-control-token'

/** Kept while the tab is open, for it is asked for by servers with --control-token. @param {string} token */
export function setToken(token) {
  sessionStorage.setItem(tokenName, token)
}

/** Whether one was given. */
export function hasToken() {
  return sessionStorage.getItem(tokenName) !== null
}

/** @returns {Record<string, string>} */
export function authorization() {
  const token = sessionStorage.getItem(tokenName)
  // What no header can carry is no token of this server.
  return token === null ? {} : { authorization: `Bearer ${encodeURI(token)}` }
}

/**
 * A call of the controls.
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
    throw new Error('the server could not be reached')
  })
  const answer = await response.json()
  if (!response.ok) throw new Refused(response.status, toText(answer.error))
  return answer
}

/** @param {{ message: string, details?: { field: string, reason: string }[] }} error */
function toText({ message, details = [] }) {
  return [message, ...details.map(({ field, reason }) => `${field}: ${reason}`)].join('; ')
}
