import { html } from './html.js'

/** The trunks and applications. @param {{ model: import('./model.js').Model }} props */
export function Destinations({ model }) {
  const { destinations } = model
  return html`
    <section aria-labelledby="destinations">
      <h2 id="destinations">Trunks and applications <small>${destinations.length}</small></h2>
      <dl>
        ${destinations.map(each => html`<div key=${each.id}><dt><code>${each.id}</code></dt><dd>${targetOf(each)}</dd></div>`)}
      </dl>
    </section>
  `
}

/** The URIs of a trunk or the webhook of an application. @param {any} destination */
function targetOf({ id, name, origination_uris, answer_method, answer_url }) {
  if (origination_uris === undefined) return answer_url === null ? 'no answer_url' : `${answer_method} ${answer_url}`
  const uris = origination_uris.length === 0 ? 'no origination URI' : origination_uris.join(', ')
  return name === id ? uris : `${name}: ${uris}`
}
