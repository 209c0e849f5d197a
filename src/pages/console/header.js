import { useEffect, useState } from 'preact/hooks'
import { hasToken, setToken } from './control.js'
import { html } from './html.js'
import { loadNamespaces } from './load.js'

/** @typedef {import('./model.js').Model} Model */

const namespacesMilliseconds = 3_000
const words = { connecting: 'connecting', live: 'live', gone: 'the server is gone; trying again', locked: 'locked' }

/** Whether it is live, which namespace it shows, its clock, and the way back to the beginning. @param {{ model: Model }} props */
export function Header({ model }) {
  const { connection, namespace, problem } = model
  const namespaces = useNamespaces(namespace)
  const open = (/** @type {string} */ name) => {
    history.replaceState(null, '', name === 'default' ? location.pathname : `?namespace=${name}`)
    model.open(name)
  }
  return html`
    <header>
      <h1>tryvox-sandbox</h1>
      <p role="status" class=${`connection ${connection}`}>${words[connection]}</p>
      <label>
        Namespace
        <select value=${namespace} onChange=${(/** @type {any} */ { target }) => open(target.value)}>
          ${namespaces.map(name => html`<option key=${name} value=${name}>${name}</option>`)}
        </select>
      </label>
      <${Clock} model=${model} />
      <button type="button" onClick=${() => model.act('POST', '/reset')}>Reset ${namespace}</button>
      <nav><a href="/docs">The API</a></nav>
    </header>
    <p role="alert" class=${problem === '' ? 'problem none' : 'problem'}>${problem}</p>
  `
}

/** Those that there are, and the one that is shown though it is yet to be made. @param {string} namespace */
function useNamespaces(namespace) {
  const [namespaces, setNamespaces] = useState(/** @type {string[]} */ ([]))
  useEffect(() => {
    const ask = () => document.hidden || loadNamespaces().then(setNamespaces, () => {})
    ask()
    const timer = setInterval(ask, namespacesMilliseconds)
    return () => clearInterval(timer)
  }, [])
  return [...new Set(['default', namespace, ...namespaces])].sort()
}

/** @param {{ model: Model }} props */
function Clock({ model }) {
  const [now, setNow] = useState('')
  const { clock } = model
  const set = (/** @type {object} */ to) => model.act('PUT', '/clock', to)
  const stop = (/** @type {Event} */ event) => {
    event.preventDefault()
    set({ now: now === '' ? clock?.now : now })
  }
  return html`
    <form class="clock" onSubmit=${stop}>
      <span>Clock <output>${clockText(clock)}</output></span>
      <label>
        Stop at
        <input
          value=${now}
          placeholder="now, or 2026-04-09T11:15:00Z"
          size="22"
          onInput=${(/** @type {any} */ { target }) => setNow(target.value)}
        />
      </label>
      <button>Stop</button>
      <button type="button" onClick=${() => set({ advance_ms: 3_600_000 })}>+1 hour</button>
      <button type="button" onClick=${() => set({ real: true })}>Real time</button>
    </form>
  `
}

/** @param {Model['clock']} clock */
function clockText(clock) {
  if (clock === null) return ''
  if (clock.mode === 'real') return 'as this machine’s'
  return `${clock.mode === 'frozen' ? 'stands at' : 'moved to'} ${clock.now.slice(0, 19).replace('T', ' ')}`
}

/** Asks for the token of the controls. @param {{ model: Model }} props */
export function Unlock({ model }) {
  const [token, setTyped] = useState('')
  const unlock = (/** @type {Event} */ event) => {
    event.preventDefault()
    setToken(token)
    model.open(model.namespace)
  }
  return html`
    <main class="unlock">
      <h1>tryvox-sandbox</h1>
      ${hasToken() && html`<p role="alert">The token that was given is not this server’s.</p>`}
      <form onSubmit=${unlock}>
        <label>
          This server asks for its control token
          <input
            type="password"
            autocomplete="off"
            value=${token}
            onInput=${(/** @type {any} */ { target }) => setTyped(target.value)}
          />
        </label>
        <button>Open</button>
      </form>
    </main>
  `
}
