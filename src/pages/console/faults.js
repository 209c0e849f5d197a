import { html } from './html.js'

const operations = [
  ...['assignTrunk', 'assignApplication', 'unassignTrunk', 'unassignApplication', 'listNumbers', 'getNumber'],
  ...['createTrunk', 'listTrunks', 'getTrunk', 'updateTrunk', 'deleteTrunk', 'getApplication', 'updateApplication'],
]
const endings = ['reset', 'empty', 'truncate', 'hang']

/** Mischief to set and to take back. @param {{ model: import('./model.js').Model }} props */
export function Faults({ model }) {
  const { faults } = model
  return html`
    <section aria-labelledby="faults">
      <h2 id="faults">Faults <small>${faults.length}</small></h2>
      <ul class="faults">
        ${faults.map(fault => html`<${Fault} key=${fault.id} fault=${fault} model=${model} />`)}
      </ul>
      ${faults.length > 1 && html`<button type="button" onClick=${() => model.act('DELETE', '/faults')}>Clear all</button>`}
      <${New} model=${model} />
    </section>
  `
}

/** @param {{ fault: any, model: import('./model.js').Model }} props */
function Fault({ fault, model }) {
  const { id, operation = 'any call', e164, effect, at = 'arrival', times, done } = fault
  const [[what, value] = []] = Object.entries(effect)
  const text = [operation, e164, `${what} ${value}`, at === 'arrival' ? null : 'after the commit']
    .filter(Boolean)
    .join(', ')
  return html`
    <li>
      <span>${text}; done ${done}${times === undefined ? '' : ` of ${times}`}</span>
      <button type="button" onClick=${() => model.act('DELETE', `/faults/${id}`)} aria-label=${`Clear ${text}`}>Clear</button>
    </li>
  `
}

/** @param {{ model: import('./model.js').Model }} props */
function New({ model }) {
  const set = (/** @type {any} */ event) => {
    event.preventDefault()
    const given = Object.fromEntries(new FormData(event.target))
    model.act('POST', '/faults', faultOf(given))
  }
  return html`
    <form class="new" onSubmit=${set}>
      <label>
        Call
        <select name="operation"><option value="">any</option>${operations.map(name => html`<option>${name}</option>`)}</select>
      </label>
      <label>
        Effect
        <select name="effect">
          <option value="status">answer a status</option>
          <option value="delay_ms">wait (ms)</option>
          ${endings.map(name => html`<option value=${name}>connection: ${name}</option>`)}
        </select>
      </label>
      <label>Value <input name="value" value="503" inputmode="numeric" size="6" /></label>
      <label>
        When
        <select name="at"><option value="arrival">on arrival</option><option value="after_commit">after the commit</option></select>
      </label>
      <label>Times <input name="times" value="1" inputmode="numeric" size="4" placeholder="always" /></label>
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
