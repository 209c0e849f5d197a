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

/** The same call as a shell makes it, with the key in its environment; to the letter, whatever stands in it. @param {any} entry */
export function curlOf({ method, path, request_body, namespace }) {
  const key = namespace === 'default' ? '$TRYVOX_API_KEY' : `\${TRYVOX_API_KEY}__${namespace}`
  const lines = [
    `curl -g --path-as-is -X ${method} ${quoted(location.origin + path)}`,
    `-H "Authorization: Bearer ${key}"`,
  ]
  if (request_body !== null) {
    const body = typeof request_body === 'string' ? request_body : JSON.stringify(request_body)
    lines.push("-H 'Content-Type: application/json'", `--data-raw ${quoted(body)}`)
  }
  return lines.join(' \\\n  ')
}

/** Whether all words that are looked for stand in one of the texts, in whatever letter case. @param {string} wanted @param {unknown[]} texts */
export function hasWords(wanted, texts) {
  const text = texts
    .map(each => (typeof each === 'string' ? each : JSON.stringify(each ?? '')))
    .join(' ')
    .toLowerCase()
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}

/** @param {string} word */
function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`
}
