import { useState } from 'preact/hooks'
import { destinationOf, hasWords } from './format.js'
import { html } from './html.js'

/** The number of table rows on a page. Ten thousand rows would make the browser slow. */
const pageSize = 20

/**
 * The numbers and their destinations, updated live.
 * @param {{ model: import('./model.js').Model, simulateCall: (e164: string) => void }} props
 */
export function Numbers({ model, simulateCall }) {
  const [search, setSearch] = useState('')
  const [page, setPage] = useState(0)
  const found = [...model.numbers.values()].filter(number => matches(number, search.trim()))
  const last = Math.max(0, Math.ceil(found.length / pageSize) - 1)
  const current = Math.min(page, last)
  const visible = found.slice(current * pageSize, (current + 1) * pageSize)
  const onSearch = (/** @type {any} */ { target }) => {
    setSearch(target.value)
    setPage(0)
  }
  return html`
    <section aria-labelledby="numbers">
      <h2 id="numbers">Numbers <small>${found.length} of ${model.numbers.size}</small></h2>
      <label class="search">Find <input type="search" value=${search} onInput=${onSearch} placeholder="+1415, trunk_ or unassigned" /></label>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="numbers">
        <table>
          <thead>
            <tr><th scope="col">Number</th><th scope="col">Destination</th><th scope="col">Status</th><th scope="col">Changed</th><th scope="col"><span class="visually-hidden">Call</span></th></tr>
          </thead>
          <tbody>${visible.map(number => html`<${Row} key=${number.e164} number=${number} simulateCall=${simulateCall} />`)}</tbody>
        </table>
      </div>
      ${found.length === 0 && html`<p class="empty">No matching numbers.</p>`}
      ${last > 0 && html`<${Pages} current=${current} last=${last} goTo=${setPage} />`}
    </section>
  `
}

/** @param {{ number: any, simulateCall: (e164: string) => void }} props */
function Row({ number, simulateCall }) {
  const { e164, status, updated_at, changeId } = number
  // The key makes Preact create a new element for each change, so that the highlight animation starts again.
  return html`
    <tr>
      <th scope="row"><code>${e164}</code></th>
      <td><span key=${changeId} class=${`destination ${kindOf(number)} ${changeId ? 'changed' : ''}`}>${destinationOf(number)}</span></td>
      <td>${status}</td>
      <td><time>${updated_at.replace('T', ' ')}</time></td>
      <td><button type="button" onClick=${() => simulateCall(e164)} aria-label=${`Call ${e164}`}>Call</button></td>
    </tr>
  `
}

/**
 * The buttons to change the page; pages are counted from 0.
 * @param {{ current: number, last: number, goTo: (page: number) => void }} props
 */
function Pages({ current, last, goTo }) {
  return html`
    <p class="pages">
      <button type="button" disabled=${current === 0} onClick=${() => goTo(current - 1)}>Previous</button>
      <span>${current + 1} of ${last + 1}</span>
      <button type="button" disabled=${current === last} onClick=${() => goTo(current + 1)}>Next</button>
    </p>
  `
}

/** The CSS class of a destination. @param {any} number */
function kindOf({ trunk_id, application_id }) {
  if (trunk_id !== null) return 'trunk'
  return application_id === null ? 'unassigned' : 'application'
}

/** Whether a number matches the search: by digits, or else by words. @param {any} number @param {string} search */
function matches(number, search) {
  // Spaces, parentheses, dots and dashes in a number are ignored.
  const digits = search.replaceAll(/[\s().-]/g, '')
  if (/^\+?\d+$/.test(digits)) return number.e164.includes(digits)
  return search === '' || hasWords(search, [number.e164, destinationOf(number), number.status])
}
