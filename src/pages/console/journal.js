import { useState } from 'preact/hooks'
import { Entry } from './entry.js'
import { hasWords } from './format.js'
import { html } from './html.js'

const atOnce = 100

/** What was asked of the API, as it happens. @param {{ model: import('./model.js').Model }} props */
export function Journal({ model }) {
  const [wanted, setWanted] = useState('')
  const [count, setCount] = useState(atOnce)
  const found = model.journal.filter(entry => matches(entry, wanted.trim()))
  const empty = model.journal.length === 0 ? 'Nothing was asked yet.' : 'No request is like that.'
  return html`
    <section class="long" aria-labelledby="journal">
      <h2 id="journal">Journal <small>${found.length}</small></h2>
      <label class="search">
        Find
        <input type="search" value=${wanted} onInput=${(/** @type {any} */ { target }) => setWanted(target.value)} placeholder="404, DELETE, +1415" />
      </label>
      ${found.length === 0 && html`<p class="empty">${empty}</p>`}
      <div class="scroll" tabindex="0" role="region" aria-labelledby="journal">
      <ol class="journal" reversed>
        ${found.slice(0, count).map(entry => html`<${Entry} key=${entry.request_id} entry=${entry} />`)}
      </ol>
      </div>
      ${found.length > count && html`<button type="button" onClick=${() => setCount(count + atOnce)}>Older</button>`}
    </section>
  `
}

/** @param {any} entry @param {string} wanted */
function matches(
  { method, path, status, fault, hint, error, operation, request_body, response_body, outcome },
  wanted,
) {
  const badge = hint === null ? '' : 'hint'
  const row = [
    method,
    decodeURI(path.replaceAll(/%(?!2B)/gi, '%25')),
    `${status ?? outcome}`,
    fault,
    badge,
    hint,
    error,
  ]
  return wanted === '' || hasWords(wanted, [...row, operation, request_body, response_body])
}
