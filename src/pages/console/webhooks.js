import { useEffect } from 'preact/hooks'
import { pretty, timeOf } from './format.js'
import { html } from './html.js'

/** @typedef {import('./model.js').Model} Model */

/** The webhooks that the namespace sent, with their responses. @param {{ model: Model }} props */
export function Webhooks({ model }) {
  const { deliveries } = model
  // The server retries failed deliveries, so the list is loaded again while a retry is possible.
  useEffect(() => {
    if (deliveries.length === 0) return
    const timers = [1_500, 3_500, 7_500].map(delay => setTimeout(() => model.load(['/deliveries']), delay))
    return () => timers.forEach(clearTimeout)
  }, [deliveries.length])
  if (deliveries.length === 0) return null
  const newest = deliveries.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 20)
  return html`
    <section aria-labelledby="webhooks">
      <h2 id="webhooks">Webhooks <small>${deliveries.length}</small></h2>
      <div class="scroll short" tabindex="0" role="region" aria-labelledby="webhooks">
        <ol class="journal" reversed>
          ${newest.map(each => html`<${Webhook} key=${each.id} delivery=${each} model=${model} />`)}
        </ol>
      </div>
    </section>
  `
}

/** @param {{ delivery: any, model: Model }} props */
function Webhook({ delivery, model }) {
  const { id, at, kind, attempt, request, response_body, status } = delivery
  const isSuccess = status >= 200 && status < 300
  return html`
    <li>
      <details>
        <summary>
          <time>${timeOf(at)}</time>
          <span class=${`status ${isSuccess ? 'good' : 'failed'}`}>${status ?? 'none'}</span>
          <b>${kind}</b>
          <span class="path">${request.url}</span>
          <span class="note">${resultOf(delivery)}${attempt > 1 ? `, attempt ${attempt}` : ''}</span>
        </summary>
        <h3>Request</h3>
        <pre tabindex="0">${requestText(request)}</pre>
        <h3>Response</h3>
        <pre tabindex="0">${response_body ?? 'none'}</pre>
        <p><button type="button" onClick=${() => model.callApi('POST', `/deliveries/${id}/send`)}>Send again</button></p>
      </details>
    </li>
  `
}

/** A request as text: method, URL, headers and body. @param {any} request */
function requestText({ method, url, headers, body }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${url}`, ...lines, ...(body === null ? [] : ['', pretty(JSON.parse(body))])].join('\n')
}

/** The result of a delivery in words. @param {any} delivery */
export function resultOf({ not_sent, error, status, voxml }) {
  if (not_sent) return `not sent, ${not_sent}`
  if (error) return `no response, ${error.message}`
  const errors = (voxml ?? []).map((/** @type {any} */ { field, reason }) => `${field} ${reason}`)
  return errors.length === 0 ? `response ${status}` : `response ${status}, but ${errors.join('; ')}`
}
