import { useState } from 'preact/hooks'
import { Entry } from './entry.js'
import { hasWords } from './format.js'
import { html } from './html.js'

const pageSize = 100

/** The requests to the API, updated live. @param {{ model: import('./model.js').Model }} props */
export function Journal({ model }) {
  const [search, setSearch] = useState('')
  const [count, setCount] = useState(pageSize)
  const found = model.journal.filter(entry => matches(entry, search.trim()))
  const empty = model.journal.length === 0 ? 'No requests yet.' : 'No matching requests.'
  return html`
    <section class="long" aria-labelledby="journal">
      <h2 id="journal">Journal <small>${found.length}</small></h2>
      <label class="search">
        Find
        <input type="search" value=${search} onInput=${(/** @type {any} */ { target }) => setSearch(target.value)} placeholder="404, DELETE, +1415" />
      </label>
      ${found.length === 0 && html`<p class="empty">${empty}</p>`}
      <div class="scroll" tabindex="0" role="region" aria-labelledby="journal">
      <ol class="journal" reversed>
        ${found.slice(0, count).map(entry => html`<${Entry} key=${entry.request_id} entry=${entry} />`)}
      </ol>
      </div>
      ${found.length > count && html`<button type="button" onClick=${() => setCount(count + pageSize)}>Older</button>`}
    </section>
  `
}

/** Whether an entry contains all words of the search. @param {any} entry @param {string} search */
function matches(
  { method, path, status, fault, hint, error, operation, request_body, response_body, outcome },
  search,
) {
  const badge = hint === null ? '' : 'hint'
  const visibleTexts = [
    method,
    decodeURI(path.replaceAll(/%(?!2B)/gi, '%25')),
    `${status ?? outcome}`,
    fault,
    badge,
    hint,
    error,
  ]
  return search === '' || hasWords(search, [...visibleTexts, operation, request_body, response_body])
}
