import { authorization, Refused } from './control.js'

const retryMilliseconds = 1_000

/**
 * Follows the journal of a world until it is aborted, and begins again whenever the stream ends: at a reset, or because
 * the server has gone. `opened` is told each time before the first entry, `closed` each time with why.
 * @param {string} world
 * @param {{ opened: () => void, entry: (entry: any) => void, closed: (why: unknown) => void }} listener
 * @param {AbortSignal} signal
 */
export async function follow(world, listener, signal) {
  while (!signal.aborted) {
    const why = await read(world, listener, signal).catch(error => error)
    if (signal.aborted) return
    listener.closed(why)
    // A stream that ended in order is there again at once.
    if (why !== undefined) await new Promise(resolve => setTimeout(resolve, retryMilliseconds))
  }
}

/**
 * @param {string} world
 * @param {{ opened: () => void, entry: (entry: any) => void }} listener
 * @param {AbortSignal} signal
 */
async function read(world, listener, signal) {
  // Not an EventSource: that cannot send a token.
  const url = `/_sandbox/events?world=${encodeURIComponent(world)}`
  const response = await fetch(url, { headers: authorization(), signal })
  if (!response.ok || response.body === null)
    throw new Refused(response.status, `the stream answered ${response.status}`)
  listener.opened()
  let text = ''
  const decoder = new TextDecoder()
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read()
    if (done) return
    const events = (text + decoder.decode(value, { stream: true })).split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const [, data] = /^data: (.*)$/m.exec(event) ?? []
      if (data !== undefined) listener.entry(JSON.parse(data))
    }
  }
}
