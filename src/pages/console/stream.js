import { authorization, Refused } from './control.js'

/** Between attempts; a server that refuses is asked less and less often. */
const [shortest, longest] = [1_000, 30_000]

/**
 * Follows the journal of a namespace until it is aborted, and begins again whenever the stream ends: at a reset, or because
 * the server has gone. `opened` is told each time before the first entry, `closed` each time with why.
 * @param {string} namespace
 * @param {{ opened: () => void, entry: (entry: any) => void, closed: (why: unknown) => void }} listener
 * @param {AbortSignal} signal
 */
export async function follow(namespace, listener, signal) {
  let wait = shortest
  while (!signal.aborted) {
    const why = await read(namespace, listener, signal).catch(error => error)
    if (signal.aborted) return
    listener.closed(why)
    wait = why instanceof Refused ? Math.min(wait * 2, longest) : shortest
    // A stream that ended in order is there again at once.
    if (why !== undefined) await new Promise(resolve => setTimeout(resolve, wait))
  }
}

/**
 * @param {string} namespace
 * @param {{ opened: () => void, entry: (entry: any) => void }} listener
 * @param {AbortSignal} signal
 */
async function read(namespace, listener, signal) {
  // Not an EventSource: that cannot send a token.
  const url = `/_sandbox/events?namespace=${encodeURIComponent(namespace)}`
  const response = await fetch(url, { headers: authorization(), signal })
  if (!response.ok || response.body === null)
    throw new Refused(response.status, `the stream is refused (${response.status})`)
  listener.opened()
  const reader = response.body.getReader()
  try {
    let text = ''
    for (const decoder = new TextDecoder(); ; ) {
      const { done, value } = await reader.read()
      if (done) return
      const events = (text + decoder.decode(value, { stream: true })).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) tell(event, listener)
    }
  } finally {
    // A connection that nobody reads is one of the few that a browser has.
    reader.cancel().catch(() => {})
  }
}

/** @param {string} event @param {{ entry: (entry: any) => void }} listener */
function tell(event, listener) {
  const data = event.split('\n').find(line => line.startsWith('data: '))
  if (data !== undefined) listener.entry(JSON.parse(data.slice('data: '.length)))
}
