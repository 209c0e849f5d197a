import { useState } from 'preact/hooks'
import { html } from './html.js'

/** @typedef {import('./model.js').Model} Model */

const operations = [
  ...['assignTrunk', 'assignApplication', 'unassignTrunk', 'unassignApplication', 'listNumbers', 'getNumber'],
  ...['createTrunk', 'listTrunks', 'getTrunk', 'updateTrunk', 'deleteTrunk', 'getApplication', 'updateApplication'],
]
const endings = ['reset', 'empty', 'truncate', 'hang']

/** Mischief to set and to take back. @param {{ model: Model }} props */
export function Faults({ model }) {
  const { faults } = model
  const armed = faults.filter(fault => !isUsedUp(fault))
  return html`
    <section aria-labelledby="faults">
      <h2 id="faults" tabindex="-1">Faults <small>${armed.length}</small></h2>
      <ul class="faults">
        ${faults.map(fault => html`<${Fault} key=${fault.id} fault=${fault} model=${model} />`)}
      </ul>
      ${faults.length > 1 && html`<p><button type="button" onClick=${() => model.act('DELETE', '/faults')}>Clear all</button></p>`}
      <${New} model=${model} />
    </section>
  `
}

/** @param {{ fault: any, model: Model }} props */
function Fault({ fault, model }) {
  const { id, operation = 'any call', e164, effect, at = 'arrival', times, applied } = fault
  const how = at === 'arrival' ? null : 'after the commit'
  const text = [operation, e164, effectOf(effect), how].filter(Boolean).join(', ')
  const clear = async () => {
    await model.act('DELETE', `/faults/${id}`)
    // The button that had the focus is gone.
    document.getElementById('faults')?.focus()
  }
  return html`
    <li class=${isUsedUp(fault) ? 'used' : ''}>
      <span><code>${id}</code> ${text}; applied ${applied}${times === undefined ? '' : ` of ${times}`}</span>
      <button type="button" onClick=${clear} aria-label=${`Clear ${id}`}>Clear</button>
    </li>
  `
}

/** @param {any} effect */
function effectOf({ status, delay_ms, connection }) {
  if (status !== undefined) return `answer ${status}`
  return delay_ms === undefined ? `connection: ${connection}` : `wait ${delay_ms} ms`
}

/** @param {any} fault */
function isUsedUp({ times, applied }) {
  return times !== undefined && applied >= times
}

/** @param {{ model: Model }} props */
function New({ model }) {
  const [effect, setEffect] = useState('status')
  const set = (/** @type {any} */ event) => {
    event.preventDefault()
    model.act('POST', '/faults', faultOf(Object.fromEntries(new FormData(event.target))))
  }
  return html`
    <form class="new" onSubmit=${set}>
      <label>
        Call
        <select name="operation"><option value="">any</option>${operations.map(name => html`<option>${name}</option>`)}</select>
      </label>
      <label>
        Effect
        <select name="effect" value=${effect} onChange=${(/** @type {any} */ { target }) => setEffect(target.value)}>
          <option value="status">answer a status</option>
          <option value="delay_ms">wait</option>
          ${endings.map(name => html`<option value=${name}>connection: ${name}</option>`)}
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

/** @param {Record<string, any>} given */
function faultOf({ operation, effect, value, at, times }) {
  return {
    ...(operation !== '' && { operation }),
    ...(times !== '' && { times: Number(times) }),
    at,
    effect: endings.includes(effect) ? { connection: effect } : { [effect]: Number(value) },
  }
}
