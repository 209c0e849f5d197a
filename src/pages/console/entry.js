import { useState } from 'preact/hooks'
import { curlOf, pretty, routeOf, timeOf } from './format.js'
import { html } from './html.js'

/** One request, in a line; opened, all that is known of it. @param {{ entry: any }} props */
export function Entry({ entry }) {
  const [isOpen, setOpen] = useState(false)
  const { at, method, path, status, fault, hint, changed } = entry
  return html`
    <li>
      <details open=${isOpen} onToggle=${(/** @type {any} */ { target }) => setOpen(target.open)}>
        <summary>
          <time>${timeOf(at)}</time>
          <span class=${`status ${kindOf(status)}`}>${status ?? 'lost'}</span>
          <b>${method}</b>
          <span class="path">${shortOf(path)}</span>
          ${changed !== null && html`<span class="note">${changeOf(changed)}</span>`}
          ${fault !== null && html`<span class="note fault">${fault}</span>`}
          ${hint !== null && html`<span class="note hint">hint</span>`}
        </summary>
        ${isOpen && html`<${Details} entry=${entry} />`}
      </details>
    </li>
  `
}

/** @param {{ entry: any }} props */
function Details({ entry }) {
  const { request_body, response_body, hint, changed, fault, error, namespace, request_id, duration_ms, key } = entry
  const facts = {
    error,
    fault,
    hint,
    changed: changed && changeOf(changed),
    namespace,
    key,
    request_id,
    took: `${duration_ms} ms`,
  }
  return html`
    <dl>
      ${Object.entries(facts).map(([name, fact]) => fact !== null && html`<div key=${name}><dt>${name}</dt><dd>${fact}</dd></div>`)}
    </dl>
    ${request_body !== null && html`<h3>Request</h3><pre tabindex="0">${pretty(request_body)}</pre>`}
    <h3>Answer</h3>
    <pre tabindex="0">${response_body === null ? 'none' : pretty(response_body)}</pre>
    <h3>As curl, with a key of yours in TRYVOX_API_KEY</h3>
    <${Copied} text=${curlOf(entry)} />
  `
}

/** @param {{ text: string }} props */
function Copied({ text }) {
  const [said, say] = useState('')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say('copied'),
      () => say('the browser does not let this page copy'),
    )
  return html`
    <pre tabindex="0">${text}</pre>
    <p><button type="button" onClick=${copy}>Copy</button> <span role="status">${said}</span></p>
  `
}

/** @param {{ before: any, after: any }} changed */
function changeOf({ before, after }) {
  const [from, to] = [routeOf(before), routeOf(after)]
  return from === to ? `stays on ${to}` : `${from} → ${to}`
}

/** @param {string} path */
function shortOf(path) {
  return path.replace(/^\/v1\/account\/[^/]+\/(numbers\/)?/, '…/').replace(/%2B/gi, '+')
}

/** @param {number | null} status */
function kindOf(status) {
  if (status === null) return 'lost'
  return status < 400 ? 'good' : status < 500 ? 'error' : 'failed'
}
