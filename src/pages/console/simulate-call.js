import { useEffect, useRef } from 'preact/hooks'
import { html } from './html.js'
import { resultOf } from './webhooks.js'

/** @typedef {import('./model.js').Model} Model */
/** @typedef {{ from: string, to: string, deliver: boolean }} CallOptions */

/**
 * A form that simulates an inbound call and shows its outcome.
 * @param {{ model: Model, options: CallOptions, setOptions: (options: CallOptions) => void }} props
 */
export function SimulateCall({ model, options, setOptions }) {
  const outcome = useRef(/** @type {any} */ (null))
  useEffect(() => outcome.current.scrollIntoView({ block: 'nearest' }), [model.simulated])
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    model.simulateCall(options)
  }
  const set = (/** @type {object} */ fields) => setOptions({ ...options, ...fields })
  return html`
    <section aria-labelledby="simulate-call">
      <h2 id="simulate-call">Simulate a call</h2>
      <form class="new" onSubmit=${submit}>
        <label>From <${Phone} value=${options.from} set=${(/** @type {string} */ from) => set({ from })} /></label>
        <label>To <${Phone} value=${options.to} set=${(/** @type {string} */ to) => set({ to })} /></label>
        <label class="check">
          <input
            type="checkbox"
            checked=${options.deliver}
            onChange=${(/** @type {any} */ { target }) => set({ deliver: target.checked })}
          />
          send the webhook
        </label>
        <button>Call</button>
      </form>
      <div ref=${outcome} role="status" class="call">${model.simulated !== null && html`<p>${textOf(model.simulated)}</p>`}</div>
    </section>
  `
}

/** An input for a phone number. @param {{ value: string, set: (value: string) => void }} props */
function Phone({ value, set }) {
  const onInput = (/** @type {any} */ { target }) => set(target.value)
  return html`<input value=${value} inputmode="tel" size="15" placeholder="+14155551234" onInput=${onInput} />`
}

/** The outcome of a simulated call in words. @param {{ to: string, call: any }} simulated */
function textOf({ to, call }) {
  if (call === null) return `Calling ${to} …`
  const { outcome, sip, trunk_id, origination_uris = [], application_id, request, delivery } = call
  if (outcome === 'busy') return `${to} is busy: ${sip}.`
  if (outcome === 'trunk')
    return `${to} goes to ${trunk_id}, which ${origination_uris.length === 0 ? 'has no origination URI' : `tries ${origination_uris.join(', then ')}`}.`
  const webhook = request === null ? 'which has no answer_url' : `whose webhook is ${request.method} ${request.url}`
  const result = delivery === undefined || request === null ? '' : `: ${resultOf(delivery)}`
  return `${to} goes to ${application_id}, ${webhook}${result}.`
}
