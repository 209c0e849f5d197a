import { render } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { Destinations } from './destinations.js'
import { Faults } from './faults.js'
import { Header, Unlock } from './header.js'
import { html } from './html.js'
import { Journal } from './journal.js'
import { Model } from './model.js'
import { Numbers } from './numbers.js'
import { Ring } from './simulate-call.js'
import { Webhooks } from './webhooks.js'

function Console() {
  const [, tick] = useState(0)
  const [wanted, setWanted] = useState({ from: '+14155550100', to: '', deliver: true })
  const model = useMemo(() => new Model(() => tick(count => count + 1)), [])
  useEffect(() => model.open(new URLSearchParams(location.search).get('namespace') ?? 'default'), [])
  const ring = (/** @type {string} */ to) => {
    setWanted({ ...wanted, to })
    model.ring({ ...wanted, to })
  }
  if (model.connection === 'locked') return html`<${Unlock} model=${model} />`
  return html`
    <${Header} model=${model} />
    <main>
      <${Numbers} model=${model} ring=${ring} />
      <${Ring} model=${model} wanted=${wanted} setWanted=${setWanted} />
      <${Webhooks} model=${model} />
      <${Faults} model=${model} />
      <${Destinations} model=${model} />
      <${Journal} model=${model} />
    </main>
  `
}

render(html`<${Console} />`, /** @type {Element} */ (document.querySelector('#console')))
