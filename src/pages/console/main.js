import { render } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { Faults } from './faults.js'
import { Header, Unlock } from './header.js'
import { html } from './html.js'
import { Journal } from './journal.js'
import { Model } from './model.js'
import { Numbers } from './numbers.js'
import { Deliveries, Ring } from './ring.js'

function Console() {
  const [, tick] = useState(0)
  const [to, setTo] = useState('')
  const model = useMemo(() => new Model(() => tick(count => count + 1)), [])
  useEffect(() => model.open(new URLSearchParams(location.search).get('world') ?? 'default'), [])
  if (model.connection === 'locked') return html`<${Unlock} model=${model} />`
  return html`
    <${Header} model=${model} />
    <main>
      <div class="column">
        <${Numbers} model=${model} ring=${setTo} />
        <${Ring} model=${model} to=${to} setTo=${setTo} />
        <${Deliveries} model=${model} />
        <${Faults} model=${model} />
      </div>
      <div class="column">
        <${Journal} model=${model} />
      </div>
    </main>
  `
}

render(html`<${Console} />`, /** @type {Element} */ (document.querySelector('#console')))
