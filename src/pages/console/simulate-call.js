import { useEffect, useRef } from 'preact/hooks'
import { html } from './html.js'
import { resultOf } from './webhooks.js'

/** @typedef {import('./model.js').Model} Model */
/** @typedef {{ from: string, to: string, deliver: boolean }} Wanted */

/**
 * Rings a number, and tells what the network would do.
 * @param {{ model: Model, wanted: Wanted, setWanted: (wanted: Wanted) => void }} props
 */
export function Ring({ model, wanted, setWanted }) {
  const told = useRef(/** @type {any} */ (null))
  useEffect(() => told.current.scrollIntoView({ block: 'nearest' }), [model.rung])
  const ring = (/** @type {Event} */ event) => {
    event.preventDefault()
    model.ring(wanted)
  }
  const set = (/** @type {object} */ what) => setWanted({ ...wanted, ...what })
  return html`
    <section aria-labelledby="ring">
      <h2 id="ring">Ring a number</h2>
      <form class="new" onSubmit=${ring}>
        <label>From <${Phone} value=${wanted.from} set=${(/** @type {string} */ from) => set({ from })} /></label>
        <label>To <${Phone} value=${wanted.to} set=${(/** @type {string} */ to) => set({ to })} /></label>
        <label class="check">
          <input
            type="checkbox"
            checked=${wanted.deliver}
            onChange=${(/** @type {any} */ { target }) => set({ deliver: target.checked })}
          />
          ask the application
        </label>
        <button>Ring</button>
      </form>
      <div ref=${told} role="status" class="call">${model.rung !== null && html`<p>${textOf(model.rung)}</p>`}</div>
    </section>
  `
}

/** @param {{ value: string, set: (value: string) => void }} props */
function Phone({ value, set }) {
  const typed = (/** @type {any} */ { target }) => set(target.value)
  return html`<input value=${value} inputmode="tel" size="15" placeholder="+14155551234" onInput=${typed} />`
}

/** @param {{ to: string, call: any }} rung */
function textOf({ to, call }) {
  if (call === null) return `${to} rings …`
  const { outcome, sip, trunk_id, origination_uris = [], application_id, request, delivery } = call
  if (outcome === 'busy') return `${to} is busy: ${sip}.`
  if (outcome === 'trunk')
    return `${to} goes to ${trunk_id}, which ${origination_uris.length === 0 ? 'has no origination URI' : `tries ${origination_uris.join(', then ')}`}.`
  const asked = request === null ? 'which has no answer_url' : `which is asked at ${request.method} ${request.url}`
  const result = delivery === undefined || request === null ? '' : `: ${resultOf(delivery)}`
  return `${to} goes to ${application_id}, ${asked}${result}.`
}
