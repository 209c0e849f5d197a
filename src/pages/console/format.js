/** The time of day in an ISO 8601 time. @param {string} iso */
export function timeOf(iso) {
  return iso.slice(11, 23).replace('Z', '')
}

/**
 * The id of the destination of a number, or `unassigned`.
 * @param {{ trunk_id: string | null, application_id: string | null }} number
 */
export function destinationOf({ trunk_id, application_id }) {
  return trunk_id ?? application_id ?? 'unassigned'
}

/** Formats a JSON value with indentation. A string is returned unchanged. @param {unknown} value */
export function pretty(value) {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** A shell command that repeats the request, with the API key in an environment variable. @param {any} entry */
export function curlOf({ method, path, request_body, namespace }) {
  const key = namespace === 'default' ? '$TRYVOX_API_KEY' : `\${TRYVOX_API_KEY}__${namespace}`
  const lines = [
    `curl -g --path-as-is -X ${method} ${quote(location.origin + path)}`,
    `-H "Authorization: Bearer ${key}"`,
  ]
  if (request_body !== null) {
    const body = typeof request_body === 'string' ? request_body : JSON.stringify(request_body)
    lines.push("-H 'Content-Type: application/json'", `--data-raw ${quote(body)}`)
  }
  return lines.join(' \\\n  ')
}

/** Whether the texts contain all words of the search, ignoring case. @param {string} search @param {unknown[]} texts */
export function hasWords(search, texts) {
  const text = texts
    .map(each => (typeof each === 'string' ? each : JSON.stringify(each ?? '')))
    .join(' ')
    .toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}

/** Quotes a word for a shell. @param {string} word */
function quote(word) {
  return `'${word.replaceAll("'", "'\\''")}'`
}
