import { useEffect, useRef, useState } from 'preact/hooks'
import { pretty, timeOf } from './format.js'
import { html } from './html.js'

/** @typedef {import('./model.js').Model} Model */

/**
 * Rings a number, and tells what the network would do.
 * @param {{ model: Model, to: string, setTo: (e164: string) => void }} props
 */
export function Ring({ model, to, setTo }) {
  const [from, setFrom] = useState('+14155550100')
  const [isDelivered, deliver] = useState(false)
  const [call, setCall] = useState(/** @type {any} */ (null))
  const field = useRef(/** @type {any} */ (null))
  useEffect(() => {
    if (to !== '') field.current.focus()
  }, [to])
  const ring = async (/** @type {Event} */ event) => {
    event.preventDefault()
    setCall(await model.act('POST', '/calls', { from, to, deliver: isDelivered }))
  }
  return html`
    <section aria-labelledby="ring">
      <h2 id="ring">Ring a number</h2>
      <form class="new" onSubmit=${ring}>
        <label>From <input value=${from} inputmode="tel" onInput=${(/** @type {any} */ { target }) => setFrom(target.value)} /></label>
        <label>
          To
          <input ref=${field} value=${to} inputmode="tel" placeholder="+14155551234" onInput=${(/** @type {any} */ { target }) => setTo(target.value)} />
        </label>
        <label class="check">
          <input type="checkbox" checked=${isDelivered} onChange=${(/** @type {any} */ { target }) => deliver(target.checked)} />
          ask the application
        </label>
        <button>Ring</button>
      </form>
      <div role="status" class="call">${call !== null && html`<p>${textOf(call)}</p>`}</div>
    </section>
  `
}

/** @param {any} call */
function textOf({ outcome, sip, trunk_id, tries = [], application_id, request, delivery }) {
  if (outcome === 'busy') return `Busy: ${sip}.`
  if (outcome === 'trunk')
    return `Goes to ${trunk_id}, which ${tries.length === 0 ? 'has no origination URI' : `tries ${tries.join(', then ')}`}.`
  const asked = request === null ? 'which has no answer_url' : `which is asked at ${request.method} ${request.url}`
  return `Goes to ${application_id}, ${asked}${delivery === undefined ? '' : `: ${resultOf(delivery)}`}.`
}

/** @param {any} delivery */
function resultOf({ refused, error, status, voxml }) {
  if (refused) return `not sent, ${refused}`
  if (error) return `no answer, ${error.message}`
  const wrong = (voxml ?? []).map((/** @type {any} */ { place, reason }) => `${place} ${reason}`)
  return wrong.length === 0 ? `answered ${status}` : `answered ${status}, but ${wrong.join('; ')}`
}

/** The webhooks of the world, and what they were answered. @param {{ model: Model }} props */
export function Deliveries({ model }) {
  const { deliveries } = model
  // A retry comes by itself: while there may be one, the list is asked for again.
  useEffect(() => {
    if (deliveries.length === 0) return
    const waits = [1_000, 3_000, 7_000].map(wait => setTimeout(() => model.load(), wait + 500))
    return () => waits.forEach(clearTimeout)
  }, [deliveries.length])
  if (deliveries.length === 0) return null
  return html`
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">Webhooks <small>${deliveries.length}</small></h2>
      <ol class="journal" reversed>
        ${deliveries
          .toReversed()
          .slice(0, 20)
          .map(each => html`<${Delivery} key=${each.id} delivery=${each} model=${model} />`)}
      </ol>
    </section>
  `
}

/** @param {{ delivery: any, model: Model }} props */
function Delivery({ delivery, model }) {
  const { id, at, kind, attempt, request, answer } = delivery
  return html`
    <li>
      <details>
        <summary>
          <time>${timeOf(at)}</time>
          <b>${kind}</b>
          <span class="path">${request.url}</span>
          <span class="note">${resultOf(delivery)}${attempt > 1 ? `, attempt ${attempt}` : ''}</span>
        </summary>
        <h3>Request</h3>
        <pre tabindex="0">${pretty({ ...request.headers, ...(request.body !== null && { body: request.body }) })}</pre>
        <h3>Answer</h3>
        <pre tabindex="0">${answer ?? 'none'}</pre>
        <p><button type="button" onClick=${() => model.act('POST', `/deliveries/${id}/send`)}>Send again</button></p>
      </details>
    </li>
  `
}
