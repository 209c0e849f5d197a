import { render } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { Destinations } from './destinations.js'
import { Faults } from './faults.js'
import { Header, Unlock } from './header.js'
import { html } from './html.js'
import { Journal } from './journal.js'
import { Model } from './model.js'
import { Numbers } from './numbers.js'
import { SimulateCall } from './simulate-call.js'
import { Webhooks } from './webhooks.js'

function Console() {
  const [, setVersion] = useState(0)
  const [options, setOptions] = useState({ from: '+14155550100', to: '', deliver: true })
  const model = useMemo(() => new Model(() => setVersion(version => version + 1)), [])
  useEffect(() => model.open(new URLSearchParams(location.search).get('namespace') ?? 'default'), [])
  const simulateCall = (/** @type {string} */ to) => {
    setOptions({ ...options, to })
    model.simulateCall({ ...options, to })
  }
  if (model.connection === 'locked') return html`<${Unlock} model=${model} />`
  return html`
    <${Header} model=${model} />
    <main>
      <${Numbers} model=${model} simulateCall=${simulateCall} />
      <${SimulateCall} model=${model} options=${options} setOptions=${setOptions} />
      <${Webhooks} model=${model} />
      <${Faults} model=${model} />
      <${Destinations} model=${model} />
      <${Journal} model=${model} />
    </main>
  `
}

render(html`<${Console} />`, /** @type {Element} */ (document.querySelector('#console')))
