import { authorization, ControlError } from './control.js'

/** The delay between attempts to open the stream. It doubles while the server responds with an error. */
const [minDelayMs, maxDelayMs] = [1_000, 30_000]

/**
 * Follows the journal of a namespace until `signal` aborts. Opens the stream again when it ends, because of a reset or
 * a lost connection. Calls `opened` before the first entry of each stream and `closed` with the error, if any, at its
 * end.
 * @param {string} namespace
 * @param {{ opened: () => void, entry: (entry: any) => void, closed: (error: unknown) => void }} listener
 * @param {AbortSignal} signal
 */
export async function follow(namespace, listener, signal) {
  let delay = minDelayMs
  while (!signal.aborted) {
    const error = await read(namespace, listener, signal).catch(reason => reason)
    if (signal.aborted) return
    listener.closed(error)
    delay = error instanceof ControlError ? Math.min(delay * 2, maxDelayMs) : minDelayMs
    // A stream that ended normally is opened again at once.
    if (error !== undefined) await new Promise(resolve => setTimeout(resolve, delay))
  }
}

/**
 * Reads one stream until it ends.
 * @param {string} namespace
 * @param {{ opened: () => void, entry: (entry: any) => void }} listener
 * @param {AbortSignal} signal
 */
async function read(namespace, listener, signal) {
  // An EventSource could not send the token.
  const url = `/_sandbox/events?namespace=${encodeURIComponent(namespace)}`
  const response = await fetch(url, { headers: authorization(), signal })
  if (!response.ok || response.body === null)
    throw new ControlError(response.status, `the event stream cannot be opened (${response.status})`)
  listener.opened()
  const reader = response.body.getReader()
  try {
    let text = ''
    for (const decoder = new TextDecoder(); ; ) {
      const { done, value } = await reader.read()
      if (done) return
      const events = (text + decoder.decode(value, { stream: true })).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) dispatch(event, listener)
    }
  } finally {
    // A connection that is not read any more would still count towards the browser's limit.
    reader.cancel().catch(() => {})
  }
}

/**
 * Passes the data of an event to the listener. Comments have no data.
 * @param {string} event
 * @param {{ entry: (entry: any) => void }} listener
 */
function dispatch(event, listener) {
  const data = event.split('\n').find(line => line.startsWith('data: '))
  if (data !== undefined) listener.entry(JSON.parse(data.slice('data: '.length)))
}
