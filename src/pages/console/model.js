import { control } from './control.js'
import { loadNamespace } from './load.js'
import { follow } from './stream.js'

/** The number of journal entries to show: as many as the server keeps of a namespace by default. */
const maxEntries = 1_000

/** The delay before a failed load is retried. */
const retryMs = 1_000

/** The state of one namespace. It is loaded completely when the stream opens, and then updated by each journal entry. */
export class Model {
  namespace = 'default'
  /** @type {'connecting' | 'live' | 'gone' | 'locked'} */
  connection = 'connecting'
  /** By E.164, in its order. @type {Map<string, any>} */
  numbers = new Map()
  /** Trunks and applications. @type {any[]} */
  destinations = []
  /** Newest first. @type {any[]} */
  journal = []
  /** @type {any[]} */
  faults = []
  /** @type {any[]} */
  deliveries = []
  /** @type {{ now: string, mode: string } | null} */
  clock = null
  /** The last simulated call; `call` is its result, null until it arrives. @type {{ to: string, call: any } | null} */
  simulated = null
  /** The error of the last failed call of the control API. */
  problem = ''
  /** For each running load, the entries that arrived meanwhile: its responses can be older. @type {Set<any[]>} */
  #loads = new Set()
  #stream = new AbortController()
  /** The paths of the next scheduled load. @type {Set<string>} */
  #scheduledPaths = new Set()
  #isRenderScheduled = false
  #onChange

  /** @param {() => void} onChange Called at most once per frame. */
  constructor(onChange) {
    this.#onChange = onChange
    // A browser limits the connections to a server, so a hidden page closes its own.
    document.addEventListener('visibilitychange', () =>
      document.hidden ? this.#stream.abort() : this.open(this.namespace),
    )
  }

  /** @param {string} namespace */
  open(namespace) {
    this.#stream.abort()
    this.#stream = new AbortController()
    const empty = {
      numbers: new Map(),
      destinations: [],
      journal: [],
      faults: [],
      deliveries: [],
      clock: null,
      simulated: null,
    }
    this.#show({ connection: 'connecting', ...(namespace !== this.namespace && empty), namespace })
    const { signal } = this.#stream
    const closed = (/** @type {any} */ error) => {
      // The server ends a stream normally at a reset. It is opened again at once.
      if (error === undefined) return this.#show({ simulated: null })
      this.#show({ connection: error.status === 401 ? 'locked' : 'gone', problem: error.status ? error.message : '' })
    }
    follow(namespace, { opened: () => this.load(), entry: entry => this.#receive(entry), closed }, signal)
  }

  /** Loads the whole state, or the parts at these paths of the control API. @param {string[]} [paths] */
  async load(paths) {
    const { signal } = this.#stream
    /** @type {any[]} */
    const since = []
    this.#loads.add(since)
    const loaded = await loadNamespace(this.namespace, paths).catch(() => null)
    this.#loads.delete(since)
    if (signal.aborted) return
    if (loaded === null) return void setTimeout(() => signal.aborted || this.load(paths), retryMs)
    const problem = this.connection === 'gone' ? '' : this.problem
    this.#show({ connection: 'live', problem, ...loaded })
    for (const entry of since) this.#apply(entry)
  }

  /**
   * Calls the control API and reloads the state. Shows the error if the call fails.
   * @param {string} method @param {string} path @param {unknown} [body]
   */
  async act(method, path, body) {
    try {
      const result = await control(method, path, { namespace: this.namespace }, body)
      this.#show({ problem: '' })
      await this.load()
      return result
    } catch (error) {
      this.#show({ problem: error instanceof Error ? error.message : `${error}` })
      return null
    }
  }

  /** Simulates a call. Keeps its result unless another call was simulated meanwhile. @param {{ from: string, to: string, deliver: boolean }} options */
  async simulateCall(options) {
    const simulated = { to: options.to, call: null }
    this.#show({ simulated })
    const call = await this.act('POST', '/calls', options)
    if (this.simulated === simulated) this.#show({ simulated: call && { ...simulated, call } })
  }

  /** @param {any} entry */
  #receive(entry) {
    for (const since of this.#loads) since.push(entry)
    this.#apply(entry)
    if (entry.fault !== null) this.#scheduleLoad('/faults')
    // A change of a trunk or an application can affect many numbers: deleting a trunk unassigns all of its numbers.
    if (entry.e164 === null && entry.method !== 'GET') this.#scheduleLoad('/state')
  }

  /** Applies a journal entry to the state. An entry can arrive twice. @param {any} entry */
  #apply(entry) {
    const { id, changed, e164 } = entry
    // Entries arrive in the order of their ids.
    if (id > (this.journal[0]?.id ?? 0)) this.journal = [entry, ...this.journal].slice(0, maxEntries)
    const number = this.numbers.get(e164)
    // The table highlights the change.
    if (changed !== null && number) this.numbers.set(e164, { ...number, ...changed.after, marked: entry.id })
    this.#show({})
  }

  /** Loads this path after a short delay, once for all calls meanwhile. @param {string} path */
  #scheduleLoad(path) {
    if (this.#scheduledPaths.size === 0) {
      setTimeout(() => {
        const paths = [...this.#scheduledPaths]
        this.#scheduledPaths.clear()
        this.load(paths)
      }, 200)
    }
    this.#scheduledPaths.add(path)
  }

  /** Sets these fields and renders the page. @param {object} fields */
  #show(fields) {
    Object.assign(this, fields)
    if (this.#isRenderScheduled) return
    this.#isRenderScheduled = true
    requestAnimationFrame(() => {
      this.#isRenderScheduled = false
      this.#onChange()
    })
  }
}
