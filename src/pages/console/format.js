/** The time of day, of an ISO 8601 time. @param {string} iso */
export function timeOf(iso) {
  return iso.slice(11, 23).replace('Z', '')
}

/** Where a number goes. @param {{ trunk_id: string | null, application_id: string | null }} number */
export function routeOf({ trunk_id, application_id }) {
  return trunk_id ?? application_id ?? 'nothing'
}

/** JSON for people; a text as it is. @param {unknown} value */
export function pretty(value) {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** A call of the API that a shell can make, with the key in its environment. @param {any} entry */
export function curlOf({ method, path, request_body }) {
  const lines = [`curl -X ${method} ${quoted(location.origin + path)}`, `-H "Authorization: Bearer $TRYVOX_API_KEY"`]
  if (request_body !== null) {
    const body = typeof request_body === 'string' ? request_body : JSON.stringify(request_body)
    lines.push("-H 'Content-Type: application/json'", `-d ${quoted(body)}`)
  }
  return lines.join(' \\\n  ')
}

/** @param {string} word */
function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`
}
