import { useState } from 'preact/hooks'
import { html } from './html.js'

/** @typedef {import('./model.js').Model} Model */

const operations = [
  ...['assignTrunk', 'assignApplication', 'unassignTrunk', 'unassignApplication', 'listNumbers', 'getNumber'],
  ...['createTrunk', 'listTrunks', 'getTrunk', 'updateTrunk', 'deleteTrunk', 'getApplication', 'updateApplication'],
]
const connectionEffects = ['reset', 'empty', 'truncate', 'hang']

/** The faults of the namespace, with a form to add one. @param {{ model: Model }} props */
export function Faults({ model }) {
  const { faults } = model
  const active = faults.filter(fault => !isExhausted(fault))
  return html`
    <section aria-labelledby="faults">
      <h2 id="faults" tabindex="-1">Faults <small>${active.length}</small></h2>
      <ul class="faults">
        ${faults.map(fault => html`<${Fault} key=${fault.id} fault=${fault} model=${model} />`)}
      </ul>
      ${faults.length > 1 && html`<p><button type="button" onClick=${() => model.callApi('DELETE', '/faults')}>Remove all</button></p>`}
      <${FaultForm} model=${model} />
    </section>
  `
}

/** @param {{ fault: any, model: Model }} props */
function Fault({ fault, model }) {
  const { id, operation = 'any request', e164, effect, at = 'arrival', times, applied } = fault
  const point = at === 'arrival' ? null : 'after the commit'
  const text = [operation, e164, effectOf(effect), point].filter(Boolean).join(', ')
  const remove = async () => {
    await model.callApi('DELETE', `/faults/${id}`)
    // The button that had the focus was removed.
    document.getElementById('faults')?.focus()
  }
  return html`
    <li class=${isExhausted(fault) ? 'exhausted' : ''}>
      <span><code>${id}</code> ${text}; applied ${applied}${times === undefined ? '' : ` of ${times}`}</span>
      <button type="button" onClick=${remove} aria-label=${`Remove ${id}`}>Remove</button>
    </li>
  `
}

/** An effect in words. @param {any} effect */
function effectOf({ status, delay_ms, connection }) {
  if (status !== undefined) return `respond with ${status}`
  return delay_ms === undefined ? `connection: ${connection}` : `delay ${delay_ms} ms`
}

/** Whether the fault was applied as often as it can be. @param {any} fault */
function isExhausted({ times, applied }) {
  return times !== undefined && applied >= times
}

/** @param {{ model: Model }} props */
function FaultForm({ model }) {
  const [effect, setEffect] = useState('status')
  const set = (/** @type {any} */ event) => {
    event.preventDefault()
    model.callApi('POST', '/faults', faultOf(Object.fromEntries(new FormData(event.target))))
  }
  return html`
    <form class="new" onSubmit=${set}>
      <label>
        Operation
        <select name="operation"><option value="">any</option>${operations.map(name => html`<option>${name}</option>`)}</select>
      </label>
      <label>
        Effect
        <select name="effect" value=${effect} onChange=${(/** @type {any} */ { target }) => setEffect(target.value)}>
          <option value="status">respond with a status</option>
          <option value="delay_ms">delay</option>
          ${connectionEffects.map(name => html`<option value=${name}>connection: ${name}</option>`)}
        </select>
      </label>
      ${effect === 'status' && html`<label>Status <input name="value" defaultValue="503" inputmode="numeric" size="5" /></label>`}
      ${effect === 'delay_ms' && html`<label>Milliseconds <input name="value" defaultValue="1000" inputmode="numeric" size="6" /></label>`}
      <label>
        When
        <select name="at"><option value="arrival">on arrival</option><option value="after_commit">after the commit</option></select>
      </label>
      <label>Times <input name="times" defaultValue="1" inputmode="numeric" size="6" placeholder="always" /></label>
      <button>Set</button>
    </form>
  `
}

/** Converts the fields of the form to a fault. @param {Record<string, any>} fields */
function faultOf({ operation, effect, value, at, times }) {
  return {
    ...(operation !== '' && { operation }),
    ...(times !== '' && { times: Number(times) }),
    at,
    effect: connectionEffects.includes(effect) ? { connection: effect } : { [effect]: Number(value) },
  }
}
