import { useState } from 'preact/hooks'
import { hasWords, routeOf } from './format.js'
import { html } from './html.js'

/** Ten thousand rows would hold the page up, and nobody reads them. */
const pageSize = 20

/**
 * Where each number goes, as it changes.
 * @param {{ model: import('./model.js').Model, ring: (e164: string) => void }} props
 */
export function Numbers({ model, ring }) {
  const [wanted, setWanted] = useState('')
  const [page, setPage] = useState(0)
  const found = [...model.numbers.values()].filter(number => matches(number, wanted.trim()))
  const last = Math.max(0, Math.ceil(found.length / pageSize) - 1)
  const at = Math.min(page, last)
  const shown = found.slice(at * pageSize, (at + 1) * pageSize)
  const search = (/** @type {any} */ { target }) => {
    setWanted(target.value)
    setPage(0)
  }
  return html`
    <section aria-labelledby="numbers">
      <h2 id="numbers">Numbers <small>${found.length} of ${model.numbers.size}</small></h2>
      <label class="search">Find <input type="search" value=${wanted} onInput=${search} placeholder="+1415, trunk_, nothing" /></label>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="numbers">
        <table>
          <thead>
            <tr><th scope="col">Number</th><th scope="col">Goes to</th><th scope="col">Status</th><th scope="col">Changed</th><th scope="col"><span class="unseen">Ring</span></th></tr>
          </thead>
          <tbody>${shown.map(number => html`<${Row} key=${number.e164} number=${number} ring=${ring} />`)}</tbody>
        </table>
      </div>
      ${found.length === 0 && html`<p class="empty">No number is like that.</p>`}
      ${last > 0 && html`<${Pages} at=${at} last=${last} go=${setPage} />`}
    </section>
  `
}

/** @param {{ number: any, ring: (e164: string) => void }} props */
function Row({ number, ring }) {
  const { e164, status, updated_at, marked } = number
  // Another key is another element: its colour fades anew.
  return html`
    <tr>
      <th scope="row"><code>${e164}</code></th>
      <td><span key=${marked} class=${`route ${kindOf(number)} ${marked ? 'changed' : ''}`}>${routeOf(number)}</span></td>
      <td>${status}</td>
      <td><time>${updated_at.replace('T', ' ')}</time></td>
      <td><button type="button" onClick=${() => ring(e164)} aria-label=${`Ring ${e164}`}>Ring</button></td>
    </tr>
  `
}

/** @param {{ at: number, last: number, go: (page: number) => void }} props */
function Pages({ at, last, go }) {
  return html`
    <p class="pages">
      <button type="button" disabled=${at === 0} onClick=${() => go(at - 1)}>Back</button>
      <span>${at + 1} of ${last + 1}</span>
      <button type="button" disabled=${at === last} onClick=${() => go(at + 1)}>On</button>
    </p>
  `
}

/** @param {any} number */
function kindOf({ trunk_id, application_id }) {
  if (trunk_id !== null) return 'trunk'
  return application_id === null ? 'nothing' : 'application'
}

/** @param {any} number @param {string} wanted */
function matches(number, wanted) {
  // As people write numbers.
  const digits = wanted.replaceAll(/[\s().-]/g, '')
  if (/^\+?\d+$/.test(digits)) return number.e164.includes(digits)
  return wanted === '' || hasWords(wanted, [number.e164, routeOf(number), number.status])
}
