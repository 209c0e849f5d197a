import { useState } from 'preact/hooks'
import { curlOf, destinationOf, pretty, timeOf } from './format.js'
import { html } from './html.js'

/** A journal entry: one line, or all details when it is open. @param {{ entry: any }} props */
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
    duration: `${duration_ms} ms`,
  }
  return html`
    <dl>
      ${Object.entries(facts).map(([name, fact]) => fact !== null && html`<div key=${name}><dt>${name}</dt><dd>${fact}</dd></div>`)}
    </dl>
    ${request_body !== null && html`<h3>Request</h3><pre tabindex="0">${pretty(request_body)}</pre>`}
    <h3>Response</h3>
    <pre tabindex="0">${response_body === null ? 'none' : pretty(response_body)}</pre>
    <h3>As curl, with your API key in TRYVOX_API_KEY</h3>
    <${CopyableText} text=${curlOf(entry)} />
  `
}

/** @param {{ text: string }} props */
function CopyableText({ text }) {
  const [status, setStatus] = useState('')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setStatus('copied'),
      () => setStatus('the browser does not allow this page to copy'),
    )
  return html`
    <pre tabindex="0">${text}</pre>
    <p><button type="button" onClick=${copy}>Copy</button> <span role="status">${status}</span></p>
  `
}

/** A change of a number in words. @param {{ before: any, after: any }} changed */
function changeOf({ before, after }) {
  const [from, to] = [destinationOf(before), destinationOf(after)]
  return from === to ? `stays on ${to}` : `${from} → ${to}`
}

/** A path of the API without its beginning, which is the same for most requests. @param {string} path */
function shortOf(path) {
  return path.replace(/^\/v1\/account\/[^/]+\/(numbers\/)?/, '…/').replace(/%2B/gi, '+')
}

/** The CSS class of a status. @param {number | null} status */
function kindOf(status) {
  if (status === null) return 'lost'
  return status < 400 ? 'good' : status < 500 ? 'error' : 'failed'
}
